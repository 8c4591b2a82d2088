package io.asdr.runtime;

import io.asdr.protocol.message.Key;
import java.util.List;

/** A page of keys. */
record ScanResult(List<Key> keys, long entryCount, boolean more, boolean failed) {

    /** The node was closed. */
    static final ScanResult FAILED = new ScanResult(List.of(), 0, false, true);
}
