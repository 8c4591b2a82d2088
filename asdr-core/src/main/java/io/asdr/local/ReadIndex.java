package io.asdr.local;

import io.asdr.spi.Clock;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM reads of one table: key object to entry. A hit is one look-up and the checks of {@link HeapEntry#read}. Thread-safe.
 *
 * <p>Invariant: an entry that is retired leaves the index. Who fills it inserts, then looks again; who retires marks, then removes.
 */
public final class ReadIndex {

    private final ConcurrentHashMap<Object, HeapEntry> entries = new ConcurrentHashMap<>();
    private final ReadCounts counts = new ReadCounts();

    /** The value that may be read here and now, or null. Allocates nothing. */
    public @Nullable Object read(Object key, Clock clock) {
        HeapEntry entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        Object value = entry.read(clock);
        if (value != null) {
            entry.markUsed();
            counts.count(entry.store().role());
        }
        return value;
    }

    /** The entry of the key, readable or not. */
    public @Nullable HeapEntry find(Object key) {
        return entries.get(key);
    }

    /** Lets later reads find the entry by {@code key}, which equals the entry's key. */
    public void fill(Object key, HeapEntry entry) {
        entry.indexKey(key);
        entries.put(key, entry);
        if (!entry.isReadable()) {
            entries.remove(key, entry);
        }
    }

    public ReadCounts counts() {
        return counts;
    }

    void remove(Object key, HeapEntry entry) {
        entries.remove(key, entry);
    }

    void replace(Object key, HeapEntry before, HeapEntry after) {
        entries.replace(key, before, after);
    }

    /** How many keys there are; for tests. */
    int size() {
        return entries.size();
    }
}
