package io.asdr.protocol.upkeep;

import java.util.Collections;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the entries of a lane, some at a time, and goes on where it stopped: so that what is used is renewed, what is not ages out, and what has expired is removed, at a bounded cost (PROTOCOL 5;
 * R57, R58).
 */
public final class UpkeepScan {

    /** A round begins so long after the one before began, at the earliest. */
    private static final long ROUND_NANOS = 20_000_000;

    /** A partition, as the scan sees it. */
    public interface Visited {

        /** Whether something has to be looked at now. Begins a round of the partition if so. */
        boolean isDue();

        /** Looks at some entries from {@code cursor} on; returns where to go on, or 0 after the last. */
        int visit(int cursor);
    }

    private final Supplier<Iterator<? extends Visited>> all;
    private Iterator<? extends Visited> rest = Collections.emptyIterator();
    private @Nullable Visited present;
    private int cursor;
    private boolean begun;
    private long roundNanos;

    /** {@code all} gives the partitions of the lane when a round begins. */
    public UpkeepScan(Supplier<Iterator<? extends Visited>> all) {
        this.all = all;
    }

    /** A view: partitions come and go. */
    public void onView() {
        rest = Collections.emptyIterator();
        present = null;
        cursor = 0;
    }

    /** Goes on until the round is over or {@code isSpent}, which is asked after each piece; returns whether a round ended. */
    public boolean proceed(long nowNanos, BooleanSupplier isSpent) {
        if (present == null && !rest.hasNext()) {
            if (begun && nowNanos - roundNanos < ROUND_NANOS) {
                return false;
            }
            begun = true;
            roundNanos = nowNanos;
            rest = all.get();
        }
        do {
            while (present == null) {
                if (!rest.hasNext()) {
                    return true;
                }
                Visited next = rest.next();
                if (next.isDue()) {
                    present = next;
                    cursor = 0;
                }
            }
            cursor = present.visit(cursor);
            if (cursor == 0) {
                present = null;
            }
        } while (!isSpent.getAsBoolean());
        return false;
    }
}
