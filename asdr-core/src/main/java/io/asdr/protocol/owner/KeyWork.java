package io.asdr.protocol.owner;

import io.asdr.protocol.effect.Ticket;
import io.asdr.protocol.message.CallMessage.Request;
import io.asdr.protocol.message.OpId;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes on with one key at its owner: the write on its way, and who waits. Exists only while there is something. */
final class KeyWork {

    /** A call that waits for its turn. */
    record Waiter(MemberId caller, Request request) {
        OpId id() {
            return new OpId(caller, request.sequence());
        }
    }

    /** A reader that waits: a member that asked under {@code number}, or a caller here ({@code ticket}); perhaps for the end of the write that is on its way. */
    record Reader(MemberId member, long number, @Nullable Ticket ticket, boolean afterWrite, boolean keeps) {}

    private static final long RESERVATION_NANOS = 1_000_000_000;

    private final ArrayDeque<Waiter> queue = new ArrayDeque<>();
    private final ArrayDeque<Waiter> parked = new ArrayDeque<>();
    private final List<Reader> readers = new ArrayList<>();
    private @Nullable WriteRound round;
    private @Nullable OpId claim;
    private @Nullable OpId reservation;
    private long reservedUntilNanos;
    private boolean running;

    /** Calls for the key, in the order in which they came. */
    ArrayDeque<Waiter> queue() {
        return queue;
    }

    /** Takes out the calls that have not begun. */
    List<Waiter> takeQueue() {
        List<Waiter> waiting = List.copyOf(queue);
        queue.clear();
        return waiting;
    }

    List<Reader> readers() {
        return readers;
    }

    @Nullable
    WriteRound round() {
        return round;
    }

    void round(@Nullable WriteRound next) {
        round = next;
    }

    /** The call that got the right to build the value. */
    @Nullable
    OpId claim() {
        return claim;
    }

    /** Gives the claim to the asker, or parks it until the present claim ends; returns whether it got it. */
    boolean claim(Waiter asker) {
        if (claim != null) {
            parked.add(asker);
            return false;
        }
        claim = asker.id();
        return true;
    }

    /** A claim that was given by a former owner. */
    void restoreClaim(OpId holder) {
        claim = holder;
    }

    /** The caller of {@code id} writes next. It has a bounded time for that: after it, the others go on. */
    void reservation(OpId id, long nowNanos) {
        reservation = id;
        reservedUntilNanos = nowNanos + RESERVATION_NANOS;
    }

    /** Ends a reservation whose time is up; returns whether it did. */
    boolean expireReservation(long nowNanos) {
        if (reservation != null && nowNanos - reservedUntilNanos >= 0) {
            reservation = null;
            return true;
        }
        return false;
    }

    /** Ends the reservation that {@code caller} got by its call of that sequence. */
    void endReservation(MemberId caller, long sequence) {
        if (new OpId(caller, sequence).equals(reservation)) {
            reservation = null;
        }
    }

    /** Ends the claim that {@code caller} got by its call of that sequence, or its wait for one; who waited for it asks again. */
    void endClaim(MemberId caller, long sequence) {
        OpId ended = new OpId(caller, sequence);
        parked.removeIf(waiter -> waiter.id().equals(ended));
        if (ended.equals(claim)) {
            claim = null;
            unpark();
        }
    }

    /** Ends the claim of a caller whose later {@code call} is being carried out. */
    void endClaimBefore(OpId call) {
        if (claim != null && claim.caller().equals(call.caller()) && claim.sequence() < call.sequence()) {
            claim = null;
            unpark();
        }
    }

    /** Ends a claim whose loader failed; returns who waited for it. */
    List<Waiter> failClaim(MemberId caller, long sequence) {
        if (!new OpId(caller, sequence).equals(claim)) {
            return List.of();
        }
        claim = null;
        List<Waiter> waiting = List.copyOf(parked);
        parked.clear();
        return waiting;
    }

    /** Who waits for a claim asks again. */
    void unpark() {
        queue.addAll(parked);
        parked.clear();
    }

    /** The next call whose turn it is, taken from the queue, or null. */
    @Nullable
    Waiter next() {
        if (reservation == null) {
            return queue.poll();
        }
        for (Waiter waiter : queue) {
            if (new OpId(waiter.caller(), waiter.request().claim()).equals(reservation)) {
                queue.remove(waiter);
                return waiter;
            }
        }
        return null;
    }

    /** Forgets calls, claims and reservations of members that are out of the view. */
    void dropDeparted(View view) {
        queue.removeIf(waiter -> !view.contains(waiter.caller()));
        parked.removeIf(waiter -> !view.contains(waiter.caller()));
        if (claim != null && !view.contains(claim.caller())) {
            claim = null;
            unpark();
        }
        if (reservation != null && !view.contains(reservation.caller())) {
            reservation = null;
        }
    }

    /** Nobody builds or writes anything here any more. */
    void endClaims() {
        claim = null;
        reservation = null;
        unpark();
    }

    /** Begins to run the key's calls; false if that is under way. */
    boolean enter() {
        boolean free = !running;
        running = true;
        return free;
    }

    void exit() {
        running = false;
    }

    boolean isKnown(OpId call) {
        return call.equals(claim)
                || call.equals(reservation)
                || round != null && round.write().call().equals(call)
                || queue.stream().anyMatch(waiter -> waiter.id().equals(call))
                || parked.stream().anyMatch(waiter -> waiter.id().equals(call));
    }

    @Override
    public String toString() {
        return "queue " + queue.size() + " parked " + parked.size() + " readers " + readers.size() + " claim " + claim
                + " reservation " + reservation + (round == null ? "" : " round awaits " + round.awaited());
    }

    boolean isIdle() {
        return !running
                && round == null
                && claim == null
                && reservation == null
                && queue.isEmpty()
                && parked.isEmpty()
                && readers.isEmpty();
    }
}
