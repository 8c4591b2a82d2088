package io.asdr.protocol.poison;

import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * The uninterrupted term of a partition's present owner, as this member saw it begin, and what a change of owner does to the copies here (PROTOCOL 2 and 7; P1).
 *
 * <p>Poisoning raises the floor: one step, however many copies there are.
 */
public final class Tenure {

    /**
     * What a view did.
     *
     * @param ownerChanged whether a tenure begins: the partition has another owner, or may have had one in a view that this member skipped, or this member comes to it with a gap
     * @param oldestGoodTenure copies of this tenure or newer were good until the view, and may restore what is lost
     * @param poisoned whether the copies here became unreadable
     * @param promoted whether copies here became part of a replica
     * @param copies how many copies are here
     */
    public record Change(boolean ownerChanged, int oldestGoodTenure, boolean poisoned, boolean promoted, int copies) {}

    private final Entries entries;
    private final boolean strict;
    private @Nullable MemberId owner;
    private int number;
    private boolean kept;

    /** {@code strict}: whether only views count that may act in STRICT tables. */
    public Tenure(Entries entries, boolean strict) {
        this.entries = entries;
        this.strict = strict;
    }

    /**
     * Takes the owner of a new view.
     *
     * @param viewNumber this member's number of the view
     * @param keeps whether this member is in the new chain, or complete
     */
    public Change onView(
            View view, @Nullable View before, MemberId newOwner, int viewNumber, boolean gap, boolean keeps) {
        boolean cameBack = before != null && view.since(newOwner, strict).isAfter(before.id());
        // In a view between, the partition may have had another owner: the present one has forgotten its holders then.
        boolean skipped = before != null && !view.isRightAfter(before.id(), strict);
        boolean changed = gap || skipped || !newOwner.equals(owner) || cameBack;
        boolean wasKept = kept;
        kept = keeps;
        if (!changed) {
            if (wasKept && !keeps) {
                // It was to become a replica and is none. An owner that skipped the view in which it was in the chain
                // does not know of it, and would not recall what it has from before.
                entries.raiseFloor(number);
            }
            return new Change(false, entries.floor(), false, false, entries.size());
        }
        int oldestGood = gap ? viewNumber : entries.floor();
        owner = newOwner;
        number = viewNumber;
        boolean poisoned = gap || !keeps;
        if (poisoned) {
            entries.raiseFloor(viewNumber);
        }
        return new Change(true, oldestGood, poisoned, !poisoned && !wasKept, entries.size());
    }

    /** Makes every copy of an older tenure unreadable. */
    public void poisonAll() {
        entries.raiseFloor(number);
    }

    /** Forgets what is poisoned. */
    public void purge() {
        for (Entry entry : entries.all()) {
            if (entry.tenure() < entries.floor()) {
                entries.remove(entry.key());
            }
        }
    }

    /** This member's number of the view in which it saw the present owner become owner. */
    public int number() {
        return number;
    }

    public MemberId owner() {
        if (owner == null) {
            throw new IllegalStateException("no view was installed yet");
        }
        return owner;
    }

    public @Nullable MemberId ownerOrNull() {
        return owner;
    }
}
