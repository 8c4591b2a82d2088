package io.asdr.protocol.owner;

import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.OpId;
import io.asdr.protocol.message.Outcome;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One write's wait until nobody can read the value that it replaces.
 *
 * <p>Invariant: whoever may still read an older value is in {@code awaited} or in {@code departed}. A member leaves {@code awaited} only by its answer or by leaving the
 * view; a departed one is waited for until the lease that the owner gave it has ended. Time alone never stands for an answer: a member that is in the view will have its
 * lease renewed, and would read its old copy again.
 */
final class WriteRound {

    /**
     * What is written.
     *
     * @param value null if the entry is removed
     * @param result what the caller will be told
     * @param expiresNanos when the value ends
     */
    record Write(
            Key key,
            Version version,
            byte @Nullable [] value,
            OpId call,
            long callerLowMark,
            Outcome result,
            long expiresNanos) {}

    private final Write write;
    private final TreeSet<MemberId> replicas;
    private final TreeSet<MemberId> awaited = new TreeSet<>();
    private final TreeMap<MemberId, Long> departed = new TreeMap<>();
    private long sentNanos;

    /**
     * Begins a round.
     *
     * @param replicas those of the chain in effect: they get the value
     * @param holders all others that may read an older value
     */
    WriteRound(Write write, Set<MemberId> replicas, Set<MemberId> holders) {
        this.write = write;
        this.replicas = new TreeSet<>(replicas);
        awaited.addAll(replicas);
        awaited.addAll(holders);
    }

    Write write() {
        return write;
    }

    /** Notes that {@code reader} can no longer read an older value; returns whether that is news. */
    boolean onAnswered(MemberId reader) {
        return awaited.remove(reader);
    }

    /** Adds members that the chain in effect gained while the write was on its way; returns whether there are any. */
    boolean onChain(Set<MemberId> chain) {
        boolean grown = false;
        for (MemberId member : chain) {
            if (replicas.add(member)) {
                awaited.add(member);
                grown = true;
            }
        }
        return grown;
    }

    /**
     * The member gave up all it had, this write too: if it comes back into the chain, it must answer again. Its release is no answer: it may have read the key once more since, as a holder.
     */
    void onReleased(MemberId member) {
        replicas.remove(member);
    }

    /** A new view: every replica must answer again. One that skipped views in between takes what it had for a former owner's, although this owner stayed. */
    void onView(Set<MemberId> chain) {
        replicas.clear();
        onChain(chain);
    }

    /** A reader that had left before the round began, but whose lease may still run. */
    void onDeparted(MemberId reader, long leaseEndNanos) {
        departed.put(reader, leaseEndNanos);
    }

    /**
     * Notes that {@code reader} is out of the view.
     *
     * @param leaseEndNanos when the lease that the owner gave it ends, by the owner's clock
     */
    void onLeft(MemberId reader, long leaseEndNanos) {
        replicas.remove(reader);
        if (awaited.remove(reader)) {
            departed.put(reader, leaseEndNanos);
        }
    }

    /** Lets go of departed members whose lease has ended. */
    void onTick(long nowNanos) {
        // Subtract, never compare: nanoTime may wrap.
        departed.values().removeIf(leaseEndNanos -> nowNanos - leaseEndNanos >= 0);
    }

    boolean isUnread() {
        return awaited.isEmpty() && departed.isEmpty();
    }

    boolean isAwaiting(MemberId member) {
        return awaited.contains(member);
    }

    /** Whether it gets the value, not only a recall. */
    boolean isReplica(MemberId member) {
        return replicas.contains(member);
    }

    Set<MemberId> awaited() {
        return awaited;
    }

    /** The next moment at which a departed member's lease ends, or {@code otherwise}. */
    long nextLeaseEnd(long otherwise) {
        long next = otherwise;
        for (Map.Entry<MemberId, Long> entry : departed.entrySet()) {
            if (entry.getValue() - next < 0) {
                next = entry.getValue();
            }
        }
        return next;
    }

    long sentNanos() {
        return sentNanos;
    }

    void onSent(long nowNanos) {
        sentNanos = nowNanos;
    }
}
