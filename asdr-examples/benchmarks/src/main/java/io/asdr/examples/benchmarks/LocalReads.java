package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * {@code get} of what is on this heap, on one of three members, while another writes the same keys; beside a look-up in a map and a look at the clock.
 *
 * <p>Both are timed in batches, and take turns every few milliseconds in one JVM: what else goes on in the machine meets both. All threads do the same at a time, so each meets only its own kind.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LocalReads {

    static final int KEY_COUNT = 100_000;
    static final int WRITES_PER_SECOND = 1_000;
    static final int BATCH = 50;

    /** A member in this JVM, which reads, and two in JVMs of their own, of which one writes. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Cluster {

        @Param({"OWNED", "REPLICA", "COPY"})
        public Kind kind;

        /** How many of the keys the other member writes a second. */
        @Param("" + WRITES_PER_SECOND)
        public int writes;

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
            // Moves what lives together, as it is in a process that has run for a while.
            System.gc();
            beginNanos = System.nanoTime();
            members.second().ask("write", Tables.COHERENT, kind, members.node().name(), KEY_COUNT, writes);
        }

        @TearDown
        public void stop() {
            System.out.println("# writes a second: " + members.second().ask("written") + ", " + table.stats());
            members.close();
        }
    }

    /** A thread on its way through all keys, and the times that it needed. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Reader {

        private static final int TURN_NANOS_BITS = 26;

        private final Histogram limits = new Histogram(3);
        private final Histogram products = new Histogram(3);
        private int at;

        @Setup
        public void begin(Cluster cluster) {
            at = cluster.readers.getAndIncrement() * (KEY_COUNT / 2) % KEY_COUNT;
        }

        @Setup(Level.Iteration)
        public void forget() {
            limits.reset();
            products.reset();
        }

        /** Median of the iteration, in picoseconds a read. */
        public long limitPicos() {
            return limits.getValueAtPercentile(50) * 1_000 / BATCH;
        }

        /** Median of the iteration, in picoseconds a read. */
        public long productPicos() {
            return products.getValueAtPercentile(50) * 1_000 / BATCH;
        }

        private String next(String[] keys) {
            at = at + 1 < keys.length ? at + 1 : 0;
            return keys[at];
        }

        private static boolean isLimitsTurn(long nanos) {
            return (nanos >>> TURN_NANOS_BITS & 1) == 0;
        }
    }

    /** A batch of whose turn it is. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void get(Cluster cluster, Reader reader, Blackhole blackhole) {
        long from = System.nanoTime();
        if (Reader.isLimitsTurn(from)) {
            limit(cluster, reader, blackhole);
            reader.limits.recordValue(System.nanoTime() - from);
        } else {
            product(cluster, reader, blackhole);
            reader.products.recordValue(System.nanoTime() - from);
        }
    }

    /** What no cache with leases can do without. */
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static void limit(Cluster cluster, Reader reader, Blackhole blackhole) {
        ConcurrentHashMap<String, String> map = cluster.map;
        String[] keys = cluster.keys;
        long beginNanos = cluster.beginNanos;
        for (int i = 0; i < BATCH; i++) {
            String value = map.get(reader.next(keys));
            blackhole.consume(System.nanoTime() - beginNanos >= 0 ? value : "");
        }
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static void product(Cluster cluster, Reader reader, Blackhole blackhole) {
        AsdrTable<String, String> table = cluster.table;
        String[] keys = cluster.keys;
        for (int i = 0; i < BATCH; i++) {
            blackhole.consume(table.get(reader.next(keys)));
        }
    }
}
