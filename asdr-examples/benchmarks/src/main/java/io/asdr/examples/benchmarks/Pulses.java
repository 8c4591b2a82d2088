package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import java.util.List;

/** Pulses that read and write a table's keys in turn. */
final class Pulses {

    private Pulses() {}

    static Pulse reader(AsdrTable<String, String> table, List<String> keys, long pauseNanos) {
        return Pulse.start("reader", pauseNanos, round -> {
            String key = keys.get(round % keys.size());
            String value = table.get(key);
            if (value == null || !value.startsWith(key)) {
                throw new IllegalStateException(key + " has " + value);
            }
        });
    }

    static Pulse writer(AsdrTable<String, String> table, List<String> keys, long pauseNanos) {
        return Pulse.start("writer", pauseNanos, round -> {
            String key = keys.get(round % keys.size());
            table.set(key, Entries.value(key, round));
        });
    }
}
