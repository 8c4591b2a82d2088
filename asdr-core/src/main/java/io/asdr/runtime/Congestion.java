package io.asdr.runtime;

import io.asdr.spi.MemberId;
import io.asdr.spi.MemberStatus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which members are congested: for a time, what is not critical is held back to them. Requirements R101 to R103. Questions may come from any thread, inputs from one. */
final class Congestion {

    /** A member in whose lanes more tasks wait is congested. */
    static final long MOST_TASKS = 1_000;

    /** A member is congested if more bytes wait here to be sent to it. */
    static final long MOST_BYTES = 1 << 20;

    private final long holdNanos;
    private final Map<MemberId, Long> heldUntilNanos = new ConcurrentHashMap<>();

    /** {@code holdNanos}: for how long after it was seen last. */
    Congestion(long holdNanos) {
        this.holdNanos = holdNanos;
    }

    /**
     * What is known of a member now.
     *
     * @param status as it said itself, null if it has not
     * @param queuedBytes what waits here to be sent to it
     * @return why it is congested, at the beginning of each time; else null
     */
    @Nullable
    String onSeen(MemberId member, @Nullable MemberStatus status, long queuedBytes, long now) {
        String reason = null;
        if (status != null && status.waitingTasks() > MOST_TASKS) {
            reason = status.waitingTasks() + " tasks wait in its lanes";
        } else if (queuedBytes > MOST_BYTES) {
            reason = queuedBytes + " bytes wait to be sent to it";
        }
        if (reason == null) {
            return null;
        }
        boolean begins = !isHeld(member, now);
        heldUntilNanos.put(member, now + holdNanos);
        return begins ? reason : null;
    }

    /** Forgets the members that {@code gone} says are. */
    void forget(Predicate<MemberId> gone) {
        heldUntilNanos.keySet().removeIf(gone);
    }

    /** Whether what is not critical is held back to the member. */
    boolean isHeld(MemberId member, long now) {
        Long untilNanos = heldUntilNanos.get(member);
        return untilNanos != null && now - untilNanos < 0;
    }
}
