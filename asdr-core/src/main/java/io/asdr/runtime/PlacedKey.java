package io.asdr.runtime;

import io.asdr.protocol.message.Key;
import io.asdr.protocol.ownership.Spot;

/** A key, and what decides where it is. */
record PlacedKey(Key key, Spot spot) {}
