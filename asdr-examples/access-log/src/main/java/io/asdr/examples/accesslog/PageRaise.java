package io.asdr.examples.accesslog;

/**
 * One acknowledged write of a page, for the {@link StaleJudge}: from then on nobody may read less.
 *
 * @param acknowledgedNanos System.nanoTime() at the return of the call
 */
record PageRaise(String path, int revision, long acknowledgedNanos) {}
