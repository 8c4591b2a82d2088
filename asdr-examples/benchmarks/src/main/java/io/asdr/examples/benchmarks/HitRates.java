package io.asdr.examples.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.asdr.local.Resident;
import io.asdr.local.Residents;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which share of a trace's reads a table of some capacity answers, in percent, beside what Caffeine answers.
 *
 * @param share the capacity, in percent of the distinct keys
 */
record HitRates(Trace trace, int share, double ours, double caffeine) {

    /** By how many points ours may be below. */
    static final double ALLOWED = 1;

    // Caffeine draws random numbers.
    private static final int CAFFEINE_RUNS = 3;

    static HitRates measure(Trace trace, int share) {
        int capacity = Math.max(1, (int) (trace.distinct() * (long) share / 100));
        return new HitRates(trace, share, ours(trace.keys(), capacity), caffeine(trace.keys(), capacity));
    }

    double difference() {
        return ours - caffeine;
    }

    boolean isMet() {
        return difference() >= -ALLOWED;
    }

    private static double ours(int[] keys, int capacity) {
        Residents<Line> residents = new Residents<>(capacity);
        Map<Integer, Line> lines = new HashMap<>();
        int hits = 0;
        for (int key : keys) {
            Line line = lines.get(key);
            if (line != null) {
                line.hit();
                hits++;
                continue;
            }
            Line fetched = new Line(key);
            lines.put(key, fetched);
            @Nullable Line victim = residents.admit(fetched);
            if (victim != null) {
                lines.remove(victim.key);
            }
        }
        if (lines.size() > capacity) {
            throw new IllegalStateException(lines.size() + " lines, but capacity=" + capacity);
        }
        return 100.0 * hits / keys.length;
    }

    /** The mean of some runs, each with its maintenance on the reading thread; with the initial capacity its hit rates are higher. */
    private static double caffeine(int[] keys, int capacity) {
        long hits = 0;
        for (int run = 0; run < CAFFEINE_RUNS; run++) {
            Cache<Integer, Boolean> cache = Caffeine.newBuilder()
                    .maximumSize(capacity)
                    .initialCapacity(capacity)
                    .executor(Runnable::run)
                    .build();
            for (int key : keys) {
                if (cache.getIfPresent(key) != null) {
                    hits++;
                } else {
                    cache.put(key, true);
                }
            }
        }
        return 100.0 * hits / keys.length / CAFFEINE_RUNS;
    }

    private static final class Line implements Resident {
        private final int key;
        private byte uses;
        private byte place;

        Line(int key) {
            this.key = key;
        }

        @Override
        public long hash() {
            return key;
        }

        @Override
        public int uses() {
            return uses;
        }

        @Override
        public void uses(int now) {
            uses = (byte) now;
        }

        @Override
        public int place() {
            return place;
        }

        @Override
        public void place(int now) {
            place = (byte) now;
        }
    }
}
