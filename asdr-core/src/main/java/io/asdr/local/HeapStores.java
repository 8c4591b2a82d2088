package io.asdr.local;

import io.asdr.protocol.effect.EntriesFactory;
import io.asdr.protocol.entry.Entries;
import io.asdr.spi.Clock;
import io.asdr.spi.View;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the stores of all partitions, and keeps one read index a table. Thread-safe. */
public final class HeapStores implements EntriesFactory {

    private final Horizons horizons;
    private final Clock clock;
    private final ConcurrentHashMap<Integer, ReadIndex> indexes = new ConcurrentHashMap<>();

    public HeapStores(Horizons horizons, Clock clock) {
        this.horizons = horizons;
        this.clock = clock;
    }

    @Override
    public Entries create(View.TableSettings table, int partition) {
        return new PartitionStore(horizons, index(table.id()), table.strict(), clock);
    }

    public ReadIndex index(int table) {
        return indexes.computeIfAbsent(table, id -> new ReadIndex());
    }
}
