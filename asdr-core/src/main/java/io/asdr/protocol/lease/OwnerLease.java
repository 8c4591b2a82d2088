package io.asdr.protocol.lease;

/**
 * Until when this member may act as owner of SERVE tables (PROTOCOL 6): as long as it was not stopped itself. After a stop longer than a lease it needs one answer in its view, or a new view.
 */
public final class OwnerLease {

    private final long leaseNanos;
    private long lastTickNanos;
    private boolean stopped;

    public OwnerLease(long leaseNanos, long nowNanos) {
        this.leaseNanos = leaseNanos;
        this.lastTickNanos = nowNanos;
    }

    /**
     * The ticker ran.
     *
     * @param clocksDisagree whether monotonic and wall clock went apart: the machine may have slept
     * @return whether this member stood still for longer than a lease, or may have
     */
    public boolean onTick(long nowNanos, boolean clocksDisagree, boolean alone) {
        boolean gap = clocksDisagree || nowNanos - lastTickNanos > leaseNanos;
        lastTickNanos = nowNanos;
        stopped = (stopped || gap) && !alone;
        return gap;
    }

    /** Another member answered in the present view, or there is a new view. */
    public void onConfirmed() {
        stopped = false;
    }

    public boolean isLive() {
        return !stopped;
    }

    /** When the lease ends if the ticker does not run again. */
    public long untilNanos() {
        return lastTickNanos + leaseNanos;
    }
}
