package io.asdr.testkit;

import io.asdr.spi.Clock;

/**
 * A member's own clocks: the monotonic one begins anywhere and runs a little too fast or too slow, the wall clock can jump.
 *
 * <p>Members may rely on it that the clocks of two of them run apart by at most a tenth of a lease within a lease. With rates from {@link #SLOWEST} to {@link #FASTEST} that holds, and is nearly
 * reached: the fastest shows 1.094 leases while the slowest shows one.
 */
public final class SimulatedClock implements Clock {

    /** Millionths of the true rate. */
    public static final long SLOWEST = 955_000;

    /** Millionths of the true rate. */
    public static final long FASTEST = 1_045_000;

    private static final long TRUE = 1_000_000;

    private final Simulation simulation;
    private long rateMillionths = TRUE;
    private long sinceNanos;
    private long shownNanos;
    private long wallAheadNanos;

    SimulatedClock(Simulation simulation) {
        this.simulation = simulation;
        this.sinceNanos = simulation.nowNanos();
        this.shownNanos = simulation.nowNanos();
    }

    @Override
    public long nanos() {
        return shownNanos + (simulation.nowNanos() - sinceNanos) * rateMillionths / TRUE;
    }

    @Override
    public long millis() {
        return Math.floorDiv(nanos() + wallAheadNanos, 1_000_000);
    }

    /** The clocks run at this rate from now on, from {@link #SLOWEST} to {@link #FASTEST}. */
    public void rate(long millionths) {
        if (millionths < SLOWEST || millionths > FASTEST) {
            throw new IllegalArgumentException("millionths=" + millionths + " must be in " + SLOWEST + ".." + FASTEST
                    + ": members may rely on more");
        }
        shownNanos = nanos();
        sinceNanos = simulation.nowNanos();
        rateMillionths = millionths;
    }

    /** Somebody sets the wall clock, by {@code nanos} forward or, if negative, back. */
    public void jumpWall(long nanos) {
        wallAheadNanos += nanos;
    }

    /** The monotonic clock shows another time from here on. Only before the member starts: such a clock never jumps. */
    void origin(long nanos) {
        shownNanos = nanos;
        wallAheadNanos = simulation.nowNanos() - nanos;
        sinceNanos = simulation.nowNanos();
    }

    /** How long it truly takes until this clock has advanced by {@code nanos}. */
    long trueNanos(long nanos) {
        return nanos <= 0 ? 0 : Math.max(1, Math.floorDiv(nanos * (TRUE / 1_000), rateMillionths / 1_000) + 1);
    }
}
