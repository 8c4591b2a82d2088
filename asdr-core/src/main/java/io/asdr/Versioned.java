package io.asdr;

import io.asdr.spi.Version;

/** A value and the version of its write. */
public record Versioned<V>(V value, Version version) {}
