package io.asdr.protocol;

import io.asdr.protocol.effect.Event;
import io.asdr.protocol.poison.Tenure;

/** Counts what a view did to the partitions of one table. */
final class Moves {

    private int gained;
    private int lost;
    private int poisoned;
    private int promoted;
    private long poisonedCopies;
    private long promotedCopies;

    void add(Tenure.Change change, boolean owned, boolean owns) {
        gained += owns && !owned ? 1 : 0;
        lost += owned && !owns ? 1 : 0;
        if (change.poisoned() && change.copies() > 0) {
            poisoned++;
            poisonedCopies += change.copies();
        } else if (change.promoted() && change.copies() > 0) {
            promoted++;
            promotedCopies += change.copies();
        }
    }

    boolean any() {
        return gained + lost + poisoned + promoted > 0;
    }

    Event toEvent(int table) {
        return new Event.Moved(table, gained, lost, poisoned, promoted, poisonedCopies, promotedCopies);
    }
}
