package io.asdr.local;

import io.asdr.protocol.effect.EntriesFactory;
import io.asdr.protocol.entry.Entries;
import io.asdr.spi.Clock;
import io.asdr.spi.TableOptions;
import io.asdr.spi.View;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes the stores of all partitions, and keeps one read index a table. Thread-safe. */
public final class HeapStores {

    private final Horizons horizons;
    private final Clock clock;
    private final ConcurrentHashMap<Integer, ReadIndex> indexes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, TableRoom> rooms = new ConcurrentHashMap<>();

    public HeapStores(Horizons horizons, Clock clock) {
        this.horizons = horizons;
        this.clock = clock;
    }

    /** Makes the stores of one lane, which puts into {@code victims} what is to make room, in whatever lane that is. */
    public EntriesFactory forLane(Queue<Victim> victims) {
        return (table, partition) -> create(table, partition, victims);
    }

    private Entries create(View.TableSettings table, int partition, Queue<Victim> victims) {
        return new PartitionStore(
                horizons,
                index(table.id()),
                table.strict(),
                clock,
                partition,
                room(table),
                (entry, copy) -> victims.add(new Victim(table.id(), entry, copy)));
    }

    private @Nullable TableRoom room(View.TableSettings table) {
        TableOptions options = table.options();
        return options.maxEntries() == 0 && options.maxCopies() == 0
                ? null
                : rooms.computeIfAbsent(table.id(), id -> new TableRoom(options.maxEntries(), options.maxCopies()));
    }

    public ReadIndex index(int table) {
        return indexes.computeIfAbsent(table, id -> new ReadIndex());
    }
}
