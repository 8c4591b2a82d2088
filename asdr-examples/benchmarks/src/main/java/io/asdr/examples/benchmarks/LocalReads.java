package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** {@code get} of what is on this heap, on one of three members, while another writes the same keys; beside a look-up in a map and a look at the clock. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LocalReads {

    static final int KEY_COUNT = 100_000;
    static final int WRITES_PER_SECOND = 1_000;

    /** A member in this JVM, which reads, and two in JVMs of their own, of which one writes. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Cluster {

        @Param({"OWNED", "REPLICA", "COPY"})
        public Kind kind;

        private final AtomicInteger readers = new AtomicInteger();
        private String[] keys;
        private AsdrTable<String, String> table;
        private ConcurrentHashMap<String, String> map;
        private long beginNanos;
        private ThreeMembers members;

        @Setup
        public void start() {
            members = ThreeMembers.start();
            table = Tables.COHERENT.open(members.node());
            List<String> stored =
                    new ArrayList<>(kind.keys(table, members.node().name(), KEY_COUNT));
            Entries.write(table, stored);
            Entries.read(table, stored);
            map = new ConcurrentHashMap<>();
            stored.forEach(key -> map.put(key, Entries.value(key, 0)));
            Collections.shuffle(stored, new Random(1));
            keys = Entries.copies(stored);
            beginNanos = System.nanoTime();
            members.second().ask("write", Tables.COHERENT, kind, members.node().name(), KEY_COUNT, WRITES_PER_SECOND);
        }

        @TearDown
        public void stop() {
            System.out.println("# writes a second: " + members.second().ask("written") + ", " + table.stats());
            members.close();
        }
    }

    /** Where a thread is on its way through all keys. */
    @State(Scope.Thread)
    public static class Walk {

        private int at;

        @Setup
        public void begin(Cluster cluster) {
            at = cluster.readers.getAndIncrement() * (KEY_COUNT / 2) % KEY_COUNT;
        }

        private String next(String[] keys) {
            at = at + 1 < keys.length ? at + 1 : 0;
            return keys[at];
        }
    }

    /** The limit: what no cache with leases can do without. */
    @Benchmark
    public @Nullable String limit(Cluster cluster, Walk walk) {
        String value = cluster.map.get(walk.next(cluster.keys));
        return System.nanoTime() - cluster.beginNanos >= 0 ? value : null;
    }

    /** The product. */
    @Benchmark
    public @Nullable String table(Cluster cluster, Walk walk) {
        return cluster.table.get(walk.next(cluster.keys));
    }
}
