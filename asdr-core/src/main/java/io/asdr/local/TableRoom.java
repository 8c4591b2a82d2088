package io.asdr.local;

import io.asdr.protocol.entry.Entries.Role;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many entries of one table may be on this heap, and which ones make room for others (R72 to R74). Readers' copies and what this member keeps as owner or replica are counted apart. Thread-safe: the
 * lanes of a table share it.
 *
 * <p>Who makes room is only named here. Its own lane lets it go: a copy at once, an owner's entry by a write; until then there are a few more entries than allowed.
 */
final class TableRoom {

    /** Where who is to make room is told. */
    interface Victims {
        void name(HeapEntry victim, boolean copy);
    }

    /** How many copies may be on their way out before readers' requests ask for no contract. */
    private static final int FEWEST_LEAVING = 8;

    private final long maxEntries;
    private final @Nullable Residents<HeapEntry> copies;
    private final @Nullable Residents<HeapEntry> owned;
    private final AtomicLong kept = new AtomicLong();
    private final AtomicLong leavingKept = new AtomicLong();
    private final AtomicLong leavingCopies = new AtomicLong();

    /** 0 stands for any number. */
    TableRoom(long maxEntries, long maxCopies) {
        this.maxEntries = maxEntries;
        this.copies = maxCopies == 0 ? null : new Residents<>(maxCopies);
        this.owned = maxEntries == 0 ? null : new Residents<>(maxEntries);
    }

    /** Whether a reader may keep another copy. */
    boolean hasRoom() {
        return copies == null || leavingCopies.get() < Math.max(FEWEST_LEAVING, copies.capacity() / FEWEST_LEAVING);
    }

    /** Takes {@code entry} in, perhaps in place of {@code before}; who makes room for it is told to {@code victims}. */
    void admit(@Nullable HeapEntry before, HeapEntry entry, Role role, Victims victims) {
        if (role == Role.READER) {
            HeapEntry victim = admit(copies, before, entry);
            if (victim != null) {
                leavingCopies.incrementAndGet();
                victims.name(victim, true);
            }
            return;
        }
        kept.addAndGet((entry.hasValue() ? 1 : 0) - (before != null && before.hasValue() ? 1 : 0));
        Residents<HeapEntry> evictable = owned;
        if (evictable == null) {
            return;
        }
        HeapEntry victim = role == Role.REPLICA ? null : admit(evictable, before, entry);
        if (victim == null) {
            victim = crowding(evictable);
        }
        while (victim != null) {
            leavingKept.incrementAndGet();
            victims.name(victim, false);
            victim = crowding(evictable);
        }
    }

    private @Nullable HeapEntry crowding(Residents<HeapEntry> evictable) {
        return kept.get() - leavingKept.get() > maxEntries ? evictable.evictOne() : null;
    }

    /** The lane of a copy that was named deals with it now. */
    void onNamedCopy() {
        leavingCopies.decrementAndGet();
    }

    /** The entry has left. */
    void forget(HeapEntry entry, Role role) {
        Residents<HeapEntry> residents = role == Role.READER ? copies : owned;
        if (residents != null) {
            residents.forget(entry);
        }
        if (role != Role.READER && entry.hasValue()) {
            kept.decrementAndGet();
        }
        stay(entry);
    }

    /** An entry that was named is not going to leave. */
    private void stay(HeapEntry entry) {
        if (entry.isLeaving()) {
            entry.leaving(false);
            leavingKept.decrementAndGet();
        }
    }

    /** An entry that was named can't leave now, and counts on. */
    void spare(HeapEntry entry, Role role) {
        stay(entry);
        Residents<HeapEntry> residents = role == Role.READER ? copies : role == Role.REPLICA ? null : owned;
        if (residents != null && entry.place() == 0) {
            residents.readmit(entry);
        }
    }

    private static @Nullable HeapEntry admit(
            @Nullable Residents<HeapEntry> residents, @Nullable HeapEntry before, HeapEntry entry) {
        if (residents == null) {
            return null;
        }
        if (entry.hasValue()) {
            return before == null ? residents.admit(entry) : residents.replace(before, entry);
        }
        if (before != null) {
            residents.forget(before);
        }
        return null;
    }
}
