package io.asdr.examples.accesslog;

import io.asdr.NodeClosedException;
import io.asdr.TableStats;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Those calls of a table that this job makes, on a map that the whole fake cluster shares; each named as in {@link io.asdr.AsdrTable}. */
final class FakeTable {

    private final FakeCluster cluster;
    private final FakeNode node;
    private final ConcurrentMap<Object, Object> map;
    private final Predicate<Object> usable;
    private final LongAdder reads = new LongAdder();

    FakeTable(FakeCluster cluster, FakeNode node, String name, @Nullable Predicate<Object> usable) {
        this.cluster = cluster;
        this.node = node;
        this.map = cluster.table(name);
        this.usable = usable == null ? value -> true : usable;
    }

    @Nullable
    Object get(Object key) {
        failIfClosed();
        reads.increment();
        return seen(key, map.get(key));
    }

    @Nullable
    Object computeIfAbsent(Object key, Function<Object, Object> function) {
        failIfClosed();
        return map.compute(key, (same, value) -> {
            Object present = seen(same, value);
            return present != null ? present : function.apply(same);
        });
    }

    @Nullable
    Object compute(Object key, BiFunction<Object, @Nullable Object, Object> function) {
        failIfClosed();
        return map.compute(key, function);
    }

    Optional<Object> peek(Object key) {
        return Optional.empty();
    }

    String ownerOf(Object key) {
        List<String> members = cluster.members();
        return members.get(Math.floorMod(key.hashCode(), members.size()));
    }

    long size() {
        return map.size();
    }

    TableStats stats() {
        return new TableStats(
                0, 0, 0, reads.sum(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, map.size());
    }

    private @Nullable Object seen(Object key, @Nullable Object value) {
        return cluster.distortion().read(key, value != null && usable.test(value) ? value : null);
    }

    private void failIfClosed() {
        if (node.isClosed()) {
            throw new NodeClosedException("killed");
        }
    }
}
