package io.asdr.runtime;

import io.asdr.spi.MemberStatus;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** Measures how this member fares. {@link #onError} may be called by any thread, the rest by one. */
final class StatusMeter {

    private static final long RATE_NANOS = 1_000_000_000;

    private final IntSupplier heapPercent;
    private final LongAdder errors = new LongAdder();
    private long countedNanos;
    private long counted;
    private long callsPerSecond;

    StatusMeter(IntSupplier heapPercent, long nowNanos) {
        this.heapPercent = heapPercent;
        this.countedNanos = nowNanos;
    }

    void onError() {
        errors.increment();
    }

    /** {@code calls} are those begun since the start; their rate is that of the last whole second or longer. */
    MemberStatus measure(long busyLanes, long waitingTasks, long openCalls, long calls, long now) {
        long passed = now - countedNanos;
        if (passed >= RATE_NANOS) {
            callsPerSecond = Math.round((calls - counted) * (double) RATE_NANOS / passed);
            counted = calls;
            countedNanos = now;
        }
        return new MemberStatus(
                heapPercent.getAsInt(), busyLanes, waitingTasks, openCalls, callsPerSecond, errors.sum());
    }
}
