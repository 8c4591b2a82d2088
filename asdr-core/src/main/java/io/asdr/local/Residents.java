package io.asdr.local;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of one table stay on this heap when there is room for so many only. Thread-safe; a hit ({@link Resident#hit}) does not come here.
 *
 * <p>This is S3-FIFO (Yang et al., SOSP 2023) with a sixth instead of a tenth for what is new:
 *
 * <pre>
 *            new                  used since
 *   admit ---------> [ small ] ---------------> [ main ] --+ used since: once more round,
 *     |                  | else: out, its hash      ^  ^---+ with a use less
 *     |                  v       is remembered      |   \    else: out
 *     |              ( ghosts )                     |
 *     +--- remembered ------------------------------+
 * </pre>
 *
 * What is read once only passes through the small queue and disturbs nothing of the main one. Calls in the same order have the same results.
 *
 * @param <R> the entries
 */
public final class Residents<R extends Resident> {

    // Where a resident stands. One that is gone never comes back: a slot of a queue may still refer to it.
    private static final int NOWHERE = 0;
    private static final int SMALL = 1;
    private static final int MAIN = 2;
    private static final int GONE = 3;

    private static final int SMALL_SHARE = 6;
    // So many residents that are in use are passed over for one victim; the next one goes whatever its uses. Else one
    // admission would go round all of a table that is read only, with the lock held.
    private static final int MOST_SPARED = 64;

    private final long capacity;
    private final long smallTarget;
    private final ReentrantLock lock = new ReentrantLock();
    private final ResidentQueue<R> small = new ResidentQueue<>(SMALL);
    private final ResidentQueue<R> main = new ResidentQueue<>(MAIN);
    private @Nullable Ghosts ghosts;

    /** {@code capacity}: how many stay, at least 1. Memory is taken for those that are there, not for so many. */
    public Residents(long capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity=" + capacity + " must be at least 1");
        }
        this.capacity = capacity;
        this.smallTarget = Math.max(1, capacity / SMALL_SHARE);
    }

    /**
     * Takes a new entry in.
     *
     * @return who makes room for it, never the new one: it is no resident any more, and the caller drops it; null if there was room
     */
    public @Nullable R admit(R resident) {
        lock.lock();
        try {
            requireOutside(resident);
            resident.uses(0);
            boolean known = ghosts != null && ghosts.take(resident.hash());
            return enter(resident, known ? main : small);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes in a new entry for the key of one that goes, with the standing of that one; this counts as a use. If {@code before} is no resident (any more), as {@link #admit}.
     *
     * @return as for {@link #admit}
     */
    public @Nullable R replace(R before, R after) {
        lock.lock();
        try {
            requireOutside(after);
            ResidentQueue<R> queue = before.place() == MAIN ? main : small;
            if (!remove(before)) {
                return admit(after);
            }
            after.uses(Math.min(before.uses() + 1, Resident.MOST_USES));
            return enter(after, queue);
        } finally {
            lock.unlock();
        }
    }

    /** Names one that makes room, though there may be some; null if there is none. It is no resident any more. */
    public @Nullable R evictOne() {
        lock.lock();
        try {
            return residents() == 0 ? null : evict();
        } finally {
            lock.unlock();
        }
    }

    /** Takes back a victim that could not go, though there may be no room. */
    public void readmit(R victim) {
        lock.lock();
        try {
            requireOutside(victim);
            main.add(victim);
        } finally {
            lock.unlock();
        }
    }

    /** Notes that an entry is gone for good, be it a resident, a victim or neither. It cannot be admitted again. */
    public void forget(R resident) {
        lock.lock();
        try {
            remove(resident);
        } finally {
            lock.unlock();
        }
    }

    /** How many residents there are: never more than the capacity. */
    public long count() {
        lock.lock();
        try {
            return residents();
        } finally {
            lock.unlock();
        }
    }

    public long capacity() {
        return capacity;
    }

    /** How many slots are taken in memory, those of ghosts too; for tests. */
    long slots() {
        lock.lock();
        try {
            return small.slots() + main.slots() + (ghosts == null ? 0L : ghosts.slots());
        } finally {
            lock.unlock();
        }
    }

    /** How many entries are referred to, those that left a hole too; for tests. */
    long held() {
        lock.lock();
        try {
            return (long) small.held() + main.held();
        } finally {
            lock.unlock();
        }
    }

    private static void requireOutside(Resident resident) {
        if (resident.place() != NOWHERE) {
            throw new IllegalArgumentException(
                    "place=" + resident.place() + " of the entry must be 0: it is here, or was forgotten");
        }
    }

    private long residents() {
        return (long) small.live() + main.live();
    }

    private @Nullable R enter(R resident, ResidentQueue<R> queue) {
        R victim = residents() < capacity ? null : evict();
        queue.add(resident);
        return victim;
    }

    private boolean remove(R resident) {
        int place = resident.place();
        resident.place(GONE);
        if (place == SMALL) {
            small.removed();
        } else if (place == MAIN) {
            main.removed();
        }
        return place == SMALL || place == MAIN;
    }

    private R evict() {
        for (int spared = 0; ; spared++) {
            boolean isNew = small.live() >= smallTarget || main.live() == 0;
            R oldest = isNew ? small.poll() : main.poll();
            int uses = oldest.uses();
            if (spared == MOST_SPARED || uses == 0) {
                oldest.place(NOWHERE);
                if (isNew) {
                    remember(oldest.hash());
                }
                return oldest;
            }
            oldest.uses(isNew ? 0 : uses - 1);
            main.add(oldest);
        }
    }

    private void remember(long hash) {
        Ghosts known = ghosts;
        if (known == null) {
            // Now that all the room is taken: memory for as many ghosts as there are residents.
            known = new Ghosts(residents() + 1);
            ghosts = known;
        }
        known.add(hash);
    }
}
