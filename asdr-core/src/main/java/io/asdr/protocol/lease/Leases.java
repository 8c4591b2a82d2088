package io.asdr.protocol.lease;

import io.asdr.protocol.effect.MemberOutbox;
import io.asdr.protocol.message.LeaseMessage.Heartbeat;
import io.asdr.protocol.message.LeaseMessage.Renewed;
import io.asdr.spi.MemberId;
import io.asdr.spi.MemberStatus;
import io.asdr.spi.View;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Until when this member may rely on the promises of others, and until when others may rely on its own (PROTOCOL 5 and 6; P1). There are two kinds: for contracts, within one view, and for quorums, which belong to no view.
 *
 * <p>Invariant: the user's lease ends before the granter's. The user counts from the moment it sent, the granter from the moment it answered, plus the assumed drift of the clocks. A horizon that has
 * passed is never extended, only replaced after a new answer.
 *
 * <p>After Gray and Cheriton (SOSP 1989).
 */
public final class Leases {

    private final MemberId self;
    private final MemberOutbox out;
    private final long leaseNanos;
    private final QuorumLease quorum;
    private final TreeMap<MemberId, Long> given = new TreeMap<>();
    private final TreeMap<MemberId, Long> givenQuorum = new TreeMap<>();
    private final TreeMap<MemberId, Long> heard = new TreeMap<>();
    private final TreeSet<MemberId> silent = new TreeSet<>();
    private final TreeMap<Long, Long> sent = new TreeMap<>();
    private @Nullable View view;
    private long sequence;
    private long notBeforeNanos;
    private MemberStatus status = MemberStatus.NONE;

    public Leases(MemberId self, MemberOutbox out, long leaseNanos, long nowNanos) {
        this.self = self;
        this.out = out;
        this.leaseNanos = leaseNanos;
        this.notBeforeNanos = nowNanos;
        this.quorum = new QuorumLease(self);
    }

    /** A new view; returns until when the leases run that were given to members outside it. */
    public Map<MemberId, Long> onView(View next, long now) {
        view = next;
        given.values().removeIf(until -> until - now <= 0);
        givenQuorum.values().removeIf(until -> until - now <= 0);
        TreeMap<MemberId, Long> departed = new TreeMap<>(given);
        departed.keySet().removeIf(next::contains);
        heard.keySet().removeIf(member -> !next.contains(member));
        silent.removeIf(member -> !next.contains(member));
        next.members().forEach(member -> heard.putIfAbsent(member.id(), now));
        return departed;
    }

    /** How this member fares: its heartbeats tell the others from now on. */
    public void onStatus(MemberStatus own) {
        status = own;
    }

    /** Asks all members of the view for another lease. */
    public void renew(long now) {
        View present = view;
        if (present == null) {
            return;
        }
        sequence++;
        sent.put(sequence, now);
        sent.headMap(sequence - 16).clear();
        for (View.Member member : present.members()) {
            if (!member.id().equals(self)) {
                out.send(member.id(), new Heartbeat(present.id(), sequence, status));
            }
        }
    }

    /**
     * Grants a lease for contracts, within the same view only, and one for quorums, whatever the sender's view is.
     *
     * @param inAllBases whether the sender is in all of this member's bases
     */
    public void onHeartbeat(MemberId from, Heartbeat heartbeat, boolean inAllBases, long now) {
        View present = view;
        if (present == null || !present.contains(from)) {
            return;
        }
        out.status(from, heartbeat.status());
        boolean contracts = heartbeat.view().equals(present.id());
        long untilNanos = now + leaseNanos + driftNanos();
        if (contracts) {
            given.put(from, untilNanos);
        }
        if (inAllBases) {
            givenQuorum.put(from, untilNanos);
        }
        if (contracts || inAllBases) {
            out.send(from, new Renewed(heartbeat.view(), heartbeat.sequence(), contracts, inAllBases));
        }
    }

    /** Leases were granted; returns whether those for contracts count. */
    public boolean onRenewed(MemberId from, Renewed renewed, long now) {
        View present = view;
        Long sentNanos = sent.get(renewed.sequence());
        if (present == null || sentNanos == null) {
            return false;
        }
        boolean sameView = renewed.view().equals(present.id());
        if (sameView) {
            heard.put(from, now);
            silent.remove(from);
        }
        if (sentNanos - notBeforeNanos < 0) {
            return false;
        }
        if (renewed.quorum()) {
            quorum.onRenewed(from, sentNanos + leaseNanos);
        }
        if (!renewed.contracts() || !sameView) {
            return false;
        }
        out.horizon(from, sentNanos + leaseNanos);
        return true;
    }

    /** Says until when this member may act and read in STRICT tables. */
    public void publishQuorum(QuorumLease.Majorities majorities, long now) {
        out.quorum(quorum.untilNanos(majorities, leaseNanos, now));
    }

    /** Whether the leases have ended that this member gave to members outside the view. */
    public boolean isClear(long now) {
        View present = view;
        return present != null
                && given.entrySet().stream().noneMatch(lease -> runsOutside(present, lease, now))
                && givenQuorum.entrySet().stream().noneMatch(lease -> runsOutside(present, lease, now));
    }

    /** The member relies on nothing any more: it said so, or its process is gone. */
    public void onEnded(MemberId member) {
        given.remove(member);
        givenQuorum.remove(member);
    }

    /** Ends all leases that this member has: its clocks can't be trusted, or it stood still. Only answers to what is sent from now on count. */
    public void endAll(long now) {
        notBeforeNanos = now;
        quorum.endAll();
        View present = view;
        if (present != null) {
            for (View.Member member : present.members()) {
                if (!member.id().equals(self)) {
                    out.horizon(member.id(), now);
                }
            }
        }
    }

    /**
     * Reports members that have not answered for {@code silenceNanos}, and in other words those that have not for half as long again: until then whoever verifies the first report has found out whether it reaches
     * them, and calls wait meanwhile.
     */
    public void reportSilent(long now, long silenceNanos) {
        heard.forEach((member, at) -> {
            if (!member.equals(self) && now - at >= silenceNanos) {
                heard.put(member, now - silenceNanos / 2);
                boolean again = !silent.add(member);
                // Whoever verified it reaches it. Of the two the younger one goes, so that not both report each other.
                if (again && isYounger(member)) {
                    out.unreachable(member);
                } else {
                    out.silent(member);
                }
            }
        });
    }

    private boolean isYounger(MemberId other) {
        View present = view;
        if (present != null) {
            for (View.Member member : present.members()) {
                if (member.id().equals(self) || member.id().equals(other)) {
                    return member.id().equals(self);
                }
            }
        }
        return false;
    }

    private static boolean runsOutside(View view, Map.Entry<MemberId, Long> lease, long now) {
        return !view.contains(lease.getKey()) && lease.getValue() - now > 0;
    }

    /** How much the clocks of two members may drift apart during a lease. */
    public long driftNanos() {
        return leaseNanos / 10;
    }
}
