package io.asdr.runtime;

import io.asdr.local.HeapEntry;
import io.asdr.spi.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a read brought.
 *
 * @param entry the entry that may serve later reads, or null
 * @param local served here: to be checked by the caller before it is handed out
 */
record ReadResult(@Nullable HeapEntry entry, byte @Nullable [] value, Version version, boolean local, Ending ending) {

    static final ReadResult CLOSED = new ReadResult(null, null, Version.NONE, false, Ending.CLOSED);

    static final ReadResult MOVED = new ReadResult(null, null, Version.NONE, false, Ending.MOVED);

    static final ReadResult MINORITY = new ReadResult(null, null, Version.NONE, false, Ending.MINORITY);
}
