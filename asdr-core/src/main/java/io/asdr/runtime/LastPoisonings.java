package io.asdr.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The last poisonings of copies here, for people: the last {@value #MOST} of each table and cause, so that the many that writes cause push out no other. Without keys, which may be secrets. Thread-safe. */
final class LastPoisonings {

    private static final int MOST = 3;

    /** Copies that were poisoned together, within a tenth of a second or so. */
    record Batch(EventBatches.Kind kind, long copies, long wallMillis) {}

    /** By table and cause: of whoever decided it. */
    private final TreeMap<EventBatches.Kind, ArrayDeque<Batch>> batches = new TreeMap<>();

    void add(Batch batch) {
        EventBatches.Kind cause =
                new EventBatches.Kind(batch.kind().table(), batch.kind().what(), "");
        synchronized (batches) {
            ArrayDeque<Batch> last = batches.computeIfAbsent(cause, kind -> new ArrayDeque<>());
            last.addFirst(batch);
            if (last.size() > MOST) {
                last.removeLast();
            }
        }
    }

    /** Those of one table, the last one first. */
    List<Batch> of(int table) {
        List<Batch> found = new ArrayList<>();
        synchronized (batches) {
            batches.forEach((cause, last) -> {
                if (cause.table() == table) {
                    found.addAll(last);
                }
            });
        }
        found.sort(Comparator.comparingLong(Batch::wallMillis).reversed());
        return found;
    }
}
