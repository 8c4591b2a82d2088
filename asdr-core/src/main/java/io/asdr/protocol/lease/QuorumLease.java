package io.asdr.protocol.lease;

import io.asdr.spi.MemberId;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Until when this member may act and read in STRICT tables: while leases to it run from majorities, itself included (PROTOCOL 6; {@code QuorumLeases.tla}).
 *
 * <p>Such a lease belongs to no view and runs on over view changes: so a crash stops no key that it does not touch.
 */
public final class QuorumLease {

    /** Says whether some members are a majority of each base. */
    public interface Majorities {
        boolean isQuorum(Predicate<MemberId> part);
    }

    private final MemberId self;
    private final TreeMap<MemberId, Long> held = new TreeMap<>();

    public QuorumLease(MemberId self) {
        this.self = self;
    }

    /** {@code granter} renewed the lease; an older answer changes nothing. */
    public void onRenewed(MemberId granter, long untilNanos) {
        Long before = held.get(granter);
        if (before == null || untilNanos - before > 0) {
            held.put(granter, untilNanos);
        }
    }

    /** Ends all leases that this member has. */
    public void endAll() {
        held.clear();
    }

    /**
     * The last moment at which a majority's leases run.
     *
     * @return {@code nowNanos} if they don't
     */
    public long untilNanos(Majorities majorities, long longestNanos, long nowNanos) {
        held.values().removeIf(until -> until - nowNanos <= 0);
        if (!majorities.isQuorum(member -> member.equals(self) || held.containsKey(member))) {
            return nowNanos;
        }
        // Alone it is a majority: for as long as a lease would be.
        long until = nowNanos + longestNanos;
        for (long end : List.copyOf(held.values())) {
            boolean runsOn = majorities.isQuorum(member -> member.equals(self) || isHeldAfter(member, end));
            if (!runsOn && end - until < 0) {
                until = end;
            }
        }
        return until;
    }

    private boolean isHeldAfter(MemberId member, long end) {
        Long until = held.get(member);
        return until != null && until - end > 0;
    }
}
