package io.asdr.examples.accesslog;

/**
 * A line on its way to a service.
 *
 * @param line its number, from 0
 * @param path empty if the line is unreadable
 * @param raiseTo the revision that it brings its page to, or 0 if it brings none
 */
record Dealt(int line, String text, String path, int raiseTo) {}
