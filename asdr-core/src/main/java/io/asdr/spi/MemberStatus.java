package io.asdr.spi;

/**
 * How a member fares, as it said itself in its last heartbeat. Requirement R31.
 *
 * @param heapPercent how much of its greatest heap it uses, 0 to 100
 * @param busyLanes lanes in which something waits: for a lease, an answer, or data of another member
 * @param waitingTasks what is in its lanes, or waits to come in
 * @param openCalls calls of its application that wait for an answer
 * @param callsPerSecond calls of its application that its heap alone could not answer, a second
 * @param errors what went wrong since it started: broken invariants, and malformed frames of others
 */
public record MemberStatus(
        int heapPercent, long busyLanes, long waitingTasks, long openCalls, long callsPerSecond, long errors) {

    /** Of a member that has not said anything yet. */
    public static final MemberStatus NONE = new MemberStatus(0, 0, 0, 0, 0, 0);

    public MemberStatus {
        if (heapPercent < 0 || heapPercent > 100) {
            throw new IllegalArgumentException("heapPercent=" + heapPercent + " must be in 0..100");
        }
        requireNatural("busyLanes", busyLanes);
        requireNatural("waitingTasks", waitingTasks);
        requireNatural("openCalls", openCalls);
        requireNatural("callsPerSecond", callsPerSecond);
        requireNatural("errors", errors);
    }

    private static void requireNatural(String field, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(field + "=" + value + " must not be negative");
        }
    }
}
