package io.asdr.testkit;

/** Placeholder. */
final class History {}
