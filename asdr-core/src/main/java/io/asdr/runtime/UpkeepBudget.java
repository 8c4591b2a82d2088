package io.asdr.runtime;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** How long a member's lanes may look after their entries: at most a thousandth of the time, which is 1 ms a second (R58). Thread-safe. */
final class UpkeepBudget {

    private static final int SHARE = 1_000;

    private final LongSupplier clock;
    private final AtomicLong leftNanos = new AtomicLong();

    UpkeepBudget(LongSupplier clock) {
        this.clock = clock;
    }

    /** What is allowed from now on, for the time until the next call. What was spent too much before is missing from it. */
    void refill(long untilNextNanos) {
        long allowance = untilNextNanos / SHARE;
        // What was lost to other processes counts as spent, too: at most one allowance is paid back.
        leftNanos.updateAndGet(left -> Math.min(allowance, Math.max(left, -allowance) + allowance));
    }

    boolean isSpent() {
        return leftNanos.get() <= 0;
    }

    /** Runs {@code work}, which stops when what it is given says so, and counts the time that it took. */
    void spend(Consumer<BooleanSupplier> work) {
        long begin = clock.getAsLong();
        long left = leftNanos.get();
        if (left > 0) {
            work.accept(() -> clock.getAsLong() - begin >= left);
            leftNanos.addAndGet(begin - clock.getAsLong());
        }
    }
}
