package io.asdr.local;

/** Until when this member may rely on the promises of one other, or of itself as owner. Written by the control, read by every reader. */
public final class Horizon {

    // Volatile: a reader's load is an acquire, so what it loads next is not older than this.
    private volatile long untilNanos;

    Horizon(long untilNanos) {
        this.untilNanos = untilNanos;
    }

    /** The end, by the node's clock; to be loaded before the value that it is meant for, and compared with a clock that is read after it. */
    public long untilNanos() {
        return untilNanos;
    }

    /** Whether the end lies after {@code nowNanos}. */
    public static boolean isLive(long untilNanos, long nowNanos) {
        return untilNanos - nowNanos > 0;
    }

    void moveTo(long end) {
        untilNanos = end;
    }
}
