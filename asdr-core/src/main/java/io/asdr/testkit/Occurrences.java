package io.asdr.testkit;

import java.util.EnumMap;
import java.util.Map;

/** How often each {@link Occurrence} came in one run. */
final class Occurrences {

    private final EnumMap<Occurrence, Integer> counts = new EnumMap<>(Occurrence.class);

    void count(Occurrence occurrence) {
        add(occurrence, 1);
    }

    void add(Occurrence occurrence, long times) {
        if (times > 0) {
            counts.merge(occurrence, (int) Math.min(times, Integer.MAX_VALUE / 2), Integer::sum);
        }
    }

    int of(Occurrence occurrence) {
        return counts.getOrDefault(occurrence, 0);
    }

    Map<Occurrence, Integer> toMap() {
        return new EnumMap<>(counts);
    }
}
