package io.asdr.protocol.lease;

import io.asdr.protocol.effect.MemberOutbox;
import io.asdr.protocol.message.LeaseMessage.Heartbeat;
import io.asdr.protocol.message.LeaseMessage.Renewed;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Until when this member may rely on the promises of others, and until when others may rely on its own (PROTOCOL 5; P1).
 *
 * <p>Invariant: the user's lease ends before the granter's. The user counts from the moment it sent, the granter from the moment it answered, plus the assumed drift of the clocks. A horizon that has
 * passed is never extended, only replaced after a new answer.
 *
 * <p>After Gray and Cheriton (SOSP 1989).
 */
public final class Leases {

    private record Sent(long sequence, long atNanos) {}

    private final MemberId self;
    private final MemberOutbox out;
    private final long leaseNanos;
    private final TreeMap<MemberId, Long> given = new TreeMap<>();
    private final TreeMap<MemberId, Long> heard = new TreeMap<>();
    private final TreeMap<Long, Sent> sent = new TreeMap<>();
    private @Nullable View view;
    private long sequence;
    private long notBeforeNanos;

    public Leases(MemberId self, MemberOutbox out, long leaseNanos, long nowNanos) {
        this.self = self;
        this.out = out;
        this.leaseNanos = leaseNanos;
        this.notBeforeNanos = nowNanos;
    }

    /** A new view; returns until when the leases run that were given to members outside it. */
    public Map<MemberId, Long> onView(View next, long now) {
        view = next;
        sent.clear();
        given.values().removeIf(until -> until - now <= 0);
        TreeMap<MemberId, Long> departed = new TreeMap<>(given);
        departed.keySet().removeIf(next::contains);
        heard.keySet().removeIf(member -> !next.contains(member));
        next.members().forEach(member -> heard.putIfAbsent(member.id(), now));
        return departed;
    }

    /** Asks all members of the view for another lease. */
    public void renew(long now) {
        View present = view;
        if (present == null) {
            return;
        }
        sequence++;
        sent.put(sequence, new Sent(sequence, now));
        sent.headMap(sequence - 16).clear();
        for (View.Member member : present.members()) {
            if (!member.id().equals(self)) {
                out.send(member.id(), new Heartbeat(present.id(), sequence));
            }
        }
    }

    /** Grants a lease, within the same view only. */
    public void onHeartbeat(MemberId from, Heartbeat heartbeat, long now) {
        View present = view;
        if (present != null && heartbeat.view().equals(present.id()) && present.contains(from)) {
            given.put(from, now + leaseNanos + driftNanos());
            out.send(from, new Renewed(heartbeat.view(), heartbeat.sequence()));
        }
    }

    /** A lease was granted; returns whether it counts. */
    public boolean onRenewed(MemberId from, Renewed renewed, long now) {
        View present = view;
        Sent heartbeat = sent.get(renewed.sequence());
        if (present == null || !renewed.view().equals(present.id()) || heartbeat == null) {
            return false;
        }
        heard.put(from, now);
        if (heartbeat.atNanos() - notBeforeNanos < 0) {
            return false;
        }
        out.horizon(from, heartbeat.atNanos() + leaseNanos);
        return true;
    }

    /** The member relies on nothing any more: it said so, or its process is gone. */
    public void onEnded(MemberId member) {
        given.remove(member);
    }

    /** Ends all leases that this member has: its clocks can't be trusted, or it stood still. Only answers to what is sent from now on count. */
    public void endAll(long now) {
        notBeforeNanos = now;
        View present = view;
        if (present != null) {
            for (View.Member member : present.members()) {
                if (!member.id().equals(self)) {
                    out.horizon(member.id(), now);
                }
            }
        }
    }

    /** Reports members that have not answered for {@code silenceNanos}. */
    public void reportSilent(long now, long silenceNanos) {
        heard.forEach((member, at) -> {
            if (!member.equals(self) && now - at >= silenceNanos) {
                heard.put(member, now);
                out.silent(member);
            }
        });
    }

    /** How much the clocks of two members may drift apart during a lease. */
    public long driftNanos() {
        return leaseNanos / 10;
    }
}
