package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** {@code -Dseeds=N} runs that many seeds, {@code -Dseed=S} one, and says step by step what happens in it. */
class RandomRunTest {

    private static final int DEFAULT_SEEDS = 10_000;
    private static final int LEAST_OCCURRENCES = 100;

    @Test
    void everySeedKeepsThePromises() {
        String one = System.getProperty("seed", "");
        String many = System.getProperty("seeds", "");
        long first = one.isEmpty() ? 1 : Long.parseLong(one);
        long count = !one.isEmpty() ? 1 : many.isEmpty() ? DEFAULT_SEEDS : Long.parseLong(many);
        Map<Occurrence, Integer> occurrences = new EnumMap<>(Occurrence.class);
        List<String> failures = Collections.synchronizedList(new ArrayList<>());

        LongStream.range(first, first + count).parallel().forEach(seed -> {
            RandomRun.Outcome outcome = run(seed, !one.isEmpty());
            synchronized (occurrences) {
                outcome.occurrences().forEach((what, times) -> occurrences.merge(what, times, Integer::sum));
            }
            if (!outcome.problems().isEmpty()) {
                failures.add(outcome.describe());
            }
        });

        System.out.println("occurrences in " + count + " seeds: " + occurrences);
        assertThat(failures.size() + " of " + count + " seeds failed; the first:\n"
                        + (failures.isEmpty() ? "" : failures.get(0)))
                .startsWith("0 of");
        if (count >= DEFAULT_SEEDS) {
            for (Occurrence occurrence : Occurrence.values()) {
                assertThat(occurrences.getOrDefault(occurrence, 0))
                        .as("occurrences of " + occurrence)
                        .isGreaterThanOrEqualTo(LEAST_OCCURRENCES);
            }
        }
    }

    private static RandomRun.Outcome run(long seed, boolean traced) {
        try {
            return traced ? RandomRun.run(seed, Profile.of(seed), System.out::println) : RandomRun.run(seed);
        } catch (RuntimeException failure) {
            throw new IllegalStateException("seed " + seed, failure);
        }
    }
}
