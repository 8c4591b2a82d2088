package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The keys of one table by what the victim of a fault and the member that measures are to them. */
final class VictimKeys {

    /** How many keys a table has: enough for a hundred of each kind, whoever the victim is. */
    static final int LOADED = 6_000;

    private static final int COUNT = 100;

    private final AsdrTable<String, String> table;
    private final String here;
    private final String victim;
    private int from;

    VictimKeys(AsdrTable<String, String> table, String here, String victim) {
        this.table = table;
        this.here = here;
        this.victim = victim;
    }

    /** Owned by the victim; this member keeps the replica. */
    List<String> ownedWithReplicaHere() {
        return next(chain -> chain.equals(List.of(victim, here)));
    }

    /** Owned by the victim; this member keeps nothing of them. */
    List<String> ownedElsewhere() {
        return next(chain -> chain.get(0).equals(victim) && !chain.contains(here));
    }

    /** Replicated on the victim. */
    List<String> replicated() {
        return next(chain -> chain.indexOf(victim) > 0);
    }

    /** The victim keeps nothing of them; another member is the owner. */
    List<String> untouched() {
        return next(chain -> !chain.contains(victim) && !chain.get(0).equals(here));
    }

    /** Each key is given once. */
    private List<String> next(Predicate<List<String>> kind) {
        List<String> keys = new ArrayList<>(COUNT);
        for (; keys.size() < COUNT; from++) {
            if (from >= LOADED) {
                throw new IllegalStateException("only " + keys.size() + " keys of one kind in " + LOADED);
            }
            String key = Entries.key(from);
            if (kind.test(table.explain(key).chain())) {
                keys.add(key);
            }
        }
        return keys;
    }
}
