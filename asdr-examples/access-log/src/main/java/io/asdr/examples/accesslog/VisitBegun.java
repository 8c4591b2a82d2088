package io.asdr.examples.accesslog;

/**
 * A visit that a service began, for the {@link VisitJudge}.
 *
 * @param startNanos System.nanoTime() before the calls that found none and made this one
 * @param endNanos the same after their return
 */
record VisitBegun(String client, Visit visit, long startNanos, long endNanos) {}
