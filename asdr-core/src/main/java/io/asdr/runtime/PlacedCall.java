package io.asdr.runtime;

import io.asdr.protocol.calls.CallerRole;
import io.asdr.protocol.ownership.Spot;

/** A call, and what decides where its key is. */
record PlacedCall(CallerRole.Call call, Spot spot) {

    PlacedKey key() {
        return new PlacedKey(call.key(), spot);
    }
}
