package io.asdr.transport;

/** Placeholder. */
final class Placeholder {}
