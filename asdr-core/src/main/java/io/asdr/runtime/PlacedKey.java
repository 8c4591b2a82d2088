package io.asdr.runtime;

import io.asdr.protocol.message.Key;
import io.asdr.protocol.ownership.Spot;

/**
 * A key in one of the table's formats, and what decides where it is.
 *
 * @param keyMoves by how many moves of the table the format came
 */
record PlacedKey(Key key, Spot spot, int keyMoves) {}
