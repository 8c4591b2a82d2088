package io.asdr.protocol.entry;

import io.asdr.spi.TableOptions;

/** When an entry ends, as a reading of this member's monotonic clock; 0 stands for never. Between members, what is left of it travels, in nanoseconds; 0 stands for never there too. */
public final class Deadline {

    private Deadline() {}

    /** The end of a life of {@code leftNanos} that begins now. */
    public static long after(long leftNanos, long nowNanos) {
        if (leftNanos == 0 || leftNanos >= TableOptions.ENDLESS_NANOS) {
            return 0;
        }
        long end = nowNanos + leftNanos;
        return end == 0 ? 1 : end;
    }

    /** What is left until {@code deadline}: at least 1 where there is one. */
    public static long left(long deadline, long nowNanos) {
        return deadline == 0 ? 0 : Math.max(1, deadline - nowNanos);
    }

    public static boolean isOver(long deadline, long nowNanos) {
        return deadline != 0 && nowNanos - deadline >= 0;
    }
}
