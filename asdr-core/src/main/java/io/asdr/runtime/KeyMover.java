package io.asdr.runtime;

import io.asdr.protocol.Partitions;
import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings all keys that this member owns to the format to which their tables move, a few at a time, and says when none is left. Thread-safe.
 *
 * <p>Keys are converted by the application's functions: so only a table that was opened here moves, and nothing of it in a lane.
 */
final class KeyMover {

    private static final int KEYS_A_LANE = 8;
    private static final long PAUSE_NANOS = 1_000_000;

    private final Engine engine;
    private final Function<String, @Nullable TypedTable<?, ?>> tables;
    private final Consumer<Throwable> onFailure;
    private final Set<Integer> moving = ConcurrentHashMap.newKeySet();

    KeyMover(Engine engine, Function<String, @Nullable TypedTable<?, ?>> tables, Consumer<Throwable> onFailure) {
        this.engine = engine;
        this.tables = tables;
        this.onFailure = onFailure;
    }

    /** Begins with tables that move, or goes on where there was nothing to do for a while. */
    void tick() {
        PartitionTable present = engine.table();
        if (present == null) {
            return;
        }
        for (View.TableSettings table : present.view().settings().tables()) {
            if (table.isMoving() && moving.add(table.id())) {
                look(table);
            }
        }
    }

    /** Asks each lane what it has left. */
    private void look(View.TableSettings table) {
        ConcurrentLinkedQueue<Partitions.Left> found = new ConcurrentLinkedQueue<>();
        AtomicInteger open = new AtomicInteger(engine.lanes().size());
        for (DataLane lane : engine.lanes()) {
            lane.execute(partitions -> {
                found.add(partitions.left(table.id(), KEYS_A_LANE));
                lane.later(() -> {
                    if (open.decrementAndGet() == 0) {
                        engine.environment().callbacks().execute(() -> move(table, List.copyOf(found)));
                    }
                });
            });
        }
    }

    private void move(View.TableSettings table, List<Partitions.Left> found) {
        ViewId view = found.get(0).view();
        if (found.stream().allMatch(left -> left.drained() && left.view().equals(view))) {
            engine.drained(view, table.id());
        }
        TypedTable<?, ?> open = tables.apply(table.name());
        List<CompletableFuture<?>> pushed = new ArrayList<>();
        if (open != null) {
            found.stream().flatMap(left -> left.keys().stream()).forEach(located -> pushed.add(push(open, located)));
        }
        if (pushed.isEmpty()) {
            moving.remove(table.id());
            return;
        }
        var unused = CompletableFuture.allOf(pushed.toArray(CompletableFuture<?>[]::new))
                .whenComplete((all, failure) -> {
                    if (failure == null) {
                        engine.environment().timer().after(PAUSE_NANOS, () -> look(table));
                    } else {
                        onFailure.accept(failure);
                        moving.remove(table.id());
                    }
                });
    }

    private static CompletableFuture<?> push(TypedTable<?, ?> table, Partitions.Located located) {
        try {
            return table.push(located.key());
        } catch (RuntimeException unreadable) {
            return CompletableFuture.failedFuture(unreadable);
        }
    }
}
