package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import java.util.ArrayList;
import java.util.List;

/** What a member is to a key. */
public enum Kind {
    /** It is the owner. */
    OWNED,
    /** It keeps the replica. */
    REPLICA,
    /** It keeps nothing but what it read. */
    COPY;

    private static final int MOST_PER_KEY = 100;

    /** The first {@code count} keys that are this to the member of that name: the same on every member of a view. */
    List<String> keys(AsdrTable<String, String> table, String member, int count) {
        List<String> keys = new ArrayList<>(count);
        for (int number = 0; keys.size() < count; number++) {
            if (number >= count * MOST_PER_KEY) {
                throw new IllegalStateException(
                        "only " + keys.size() + " of " + number + " keys are " + this + " to " + member);
            }
            String key = Entries.key(number);
            if (of(table.explain(key).chain(), member) == this) {
                keys.add(key);
            }
        }
        return keys;
    }

    static Kind of(List<String> chain, String member) {
        return switch (chain.indexOf(member)) {
            case -1 -> COPY;
            case 0 -> OWNED;
            default -> REPLICA;
        };
    }
}
