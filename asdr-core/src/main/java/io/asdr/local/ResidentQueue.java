package io.asdr.local;

import org.jspecify.annotations.Nullable;

/**
 * Residents in the order in which they came, in a ring. Guarded by the lock of {@link Residents}.
 *
 * <p>Who leaves from the middle is known by its place and leaves a hole: its slot still refers to it. The ring is packed before there are more holes than a quarter of the live ones and eight, and when it has become too large.
 */
final class ResidentQueue<R extends Resident> {

    private static final int FEWEST_SLOTS = 8;
    private static final int HOLES_FREE = 8;

    private final int place;
    // Powers of two.
    private @Nullable Object[] ring = new Object[FEWEST_SLOTS];
    private int head;
    private int used;
    private int live;

    ResidentQueue(int place) {
        this.place = place;
    }

    void add(R resident) {
        if (used == ring.length) {
            pack();
        }
        ring[head + used & ring.length - 1] = resident;
        used++;
        live++;
        resident.place(place);
    }

    /** Takes the oldest; there must be one. Its place stays as it is. */
    R poll() {
        while (used > 0) {
            R oldest = take();
            if (oldest.place() == place) {
                live--;
                packIfSparse();
                return oldest;
            }
        }
        throw new IllegalStateException("no resident in queue " + place);
    }

    /** Notes that a resident has left: its place is another one now. */
    void removed() {
        live--;
        packIfSparse();
    }

    int live() {
        return live;
    }

    int held() {
        return used;
    }

    int slots() {
        return ring.length;
    }

    private void packIfSparse() {
        if (used - live > live / 4 + HOLES_FREE || (live < ring.length / 4 && ring.length > FEWEST_SLOTS)) {
            pack();
        }
    }

    /** Room for a quarter more than there are, so that so many come or go until the next time. */
    private void pack() {
        int length = FEWEST_SLOTS;
        while (length <= live + live / 4) {
            length = Math.multiplyExact(length, 2);
        }
        @Nullable Object[] packed = new Object[length];
        int kept = 0;
        while (used > 0) {
            R oldest = take();
            if (oldest.place() == place) {
                packed[kept++] = oldest;
            }
        }
        ring = packed;
        head = 0;
        used = kept;
    }

    @SuppressWarnings("unchecked") // what add() put there
    private R take() {
        Object oldest = ring[head];
        ring[head] = null;
        head = head + 1 & ring.length - 1;
        used--;
        return (R) oldest;
    }
}
