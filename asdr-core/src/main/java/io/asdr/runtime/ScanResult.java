package io.asdr.runtime;

import io.asdr.protocol.message.Key;
import java.util.List;

/** A page of keys. */
record ScanResult(List<Key> keys, long entryCount, boolean more, Ending ending) {

    static final ScanResult CLOSED = new ScanResult(List.of(), 0, false, Ending.CLOSED);

    static final ScanResult MOVED = new ScanResult(List.of(), 0, false, Ending.MOVED);

    static final ScanResult MINORITY = new ScanResult(List.of(), 0, false, Ending.MINORITY);
}
