package io.asdr.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Counts things that happen often until they are told together. Thread-safe. */
final class EventBatches {

    /** What is counted: of which table (by id), what, and by whom, if anybody. */
    record Kind(int table, String what, String by) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            int byTable = Integer.compare(table, other.table);
            int byWhat = byTable != 0 ? byTable : what.compareTo(other.what);
            return byWhat != 0 ? byWhat : by.compareTo(other.by);
        }
    }

    private final TreeMap<Kind, Long> counts = new TreeMap<>();

    void add(Kind kind, long count) {
        synchronized (counts) {
            counts.merge(kind, count, Long::sum);
        }
    }

    /** Tells what was counted since the last time. */
    void flush(BiConsumer<Kind, Long> teller) {
        List<Kind> kinds;
        List<Long> values;
        synchronized (counts) {
            kinds = new ArrayList<>(counts.keySet());
            values = new ArrayList<>(counts.values());
            counts.clear();
        }
        for (int i = 0; i < kinds.size(); i++) {
            teller.accept(kinds.get(i), values.get(i));
        }
    }
}
