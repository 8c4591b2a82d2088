package io.asdr.local;

/**
 * The hashes of what was evicted last, about as many as there is room for. Guarded by the lock of {@link Residents}.
 *
 * <p>Rows of eight, the newest first: one more pushes out the oldest of its row, not the oldest of all. Half of a mixed hash chooses the row, the other half is kept: 4 bytes a ghost. Two hashes are
 * taken for one about once in half a billion look-ups, and then a new entry is only taken for a known one.
 */
final class Ghosts {

    private static final int ROW = 8;
    private static final int MOST_ROWS = 1 << 27;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final int rows;
    // 0 is a free place.
    private final int[] marks;

    Ghosts(long room) {
        this.rows = (int) Math.min((room + ROW - 1) / ROW, MOST_ROWS);
        this.marks = new int[rows * ROW];
    }

    void add(long hash) {
        long mixed = mix(hash);
        int row = row(mixed);
        System.arraycopy(marks, row, marks, row + 1, ROW - 1);
        marks[row] = mark(mixed);
    }

    /** Whether the hash was there; it is no longer. */
    boolean take(long hash) {
        long mixed = mix(hash);
        int row = row(mixed);
        int mark = mark(mixed);
        for (int at = row; at < row + ROW; at++) {
            if (marks[at] == mark) {
                System.arraycopy(marks, at + 1, marks, at, row + ROW - 1 - at);
                marks[row + ROW - 1] = 0;
                return true;
            }
        }
        return false;
    }

    int slots() {
        return marks.length;
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 32)) * MULTIPLIER;
        return mixed ^ (mixed >>> 32);
    }

    private int row(long mixed) {
        return (int) ((mixed >>> 32) * rows >>> 32) * ROW;
    }

    private static int mark(long mixed) {
        int low = (int) mixed;
        return low == 0 ? 1 : low;
    }
}
