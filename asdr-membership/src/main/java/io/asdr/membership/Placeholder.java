package io.asdr.membership;

/** Placeholder. */
final class Placeholder {}
