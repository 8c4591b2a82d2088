package io.asdr.protocol.calls;

import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.effect.Ticket;
import io.asdr.protocol.message.CallMessage.Reply;
import io.asdr.protocol.message.CallMessage.Request;
import io.asdr.protocol.message.ExchangeMessage.ClaimHeld;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.Outcome;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** This member's own calls of one partition: sends them to the owner until they are answered, over view changes too (P3). */
public final class CallerRole {

    /** The most calls that may be open at once; others wait. */
    static final int MAX_OPEN = 4_096;

    /** A call as the application made it; sent {@code attempts} times at most. */
    public record Call(
            Operation operation,
            Key key,
            byte @Nullable [] value,
            byte @Nullable [] expected,
            Version expectedVersion,
            long claim,
            int attempts,
            long liveNanos) {

        /** A call whose value lives as long as the table says. */
        public Call(
                Operation operation,
                Key key,
                byte @Nullable [] value,
                byte @Nullable [] expected,
                Version expectedVersion,
                long claim,
                int attempts) {
            this(operation, key, value, expected, expectedVersion, claim, attempts, Request.AS_THE_TABLE_SAYS);
        }

        /** The same call of the key in another format. */
        public Call with(Key other, long otherClaim) {
            return new Call(operation, other, value, expected, expectedVersion, otherClaim, attempts, liveNanos);
        }

        /** Gives a reference back. */
        public static Call release(Key key) {
            return new Call(Operation.RELEASE, key, null, null, Version.NONE, 0, Integer.MAX_VALUE);
        }

        /** Ends a claim or a reservation without a value. */
        public static Call abandon(Key key, long claim) {
            return new Call(Operation.ABANDON, key, null, null, Version.NONE, claim, Integer.MAX_VALUE);
        }
    }

    private static final class OpenCall {
        private final Call call;
        private final @Nullable Ticket ticket;
        private final ViewId firstSent;
        private MemberId lastOwner;
        private int sent;
        private long sentNanos;

        OpenCall(Call call, @Nullable Ticket ticket, ViewId firstSent, MemberId owner) {
            this.call = call;
            this.ticket = ticket;
            this.firstSent = firstSent;
            this.lastOwner = owner;
        }
    }

    private record Waiting(Call call, @Nullable Ticket ticket) {}

    private final Place place;
    private final TreeMap<Long, OpenCall> open = new TreeMap<>();
    private final TreeMap<Long, Key> claims = new TreeMap<>();
    private final TreeSet<Key> retained = new TreeSet<>();

    /** The last call that took a reference to a key. */
    private final TreeMap<Key, Long> references = new TreeMap<>();

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long lastSequence;

    /** {@code lastCall}: the first call has the next number. */
    public CallerRole(Place place, long lastCall) {
        this.place = place;
        this.lastSequence = lastCall;
    }

    public long lastCall() {
        return lastSequence;
    }

    /** Makes a call; {@code ticket} null if nobody waits for its outcome. */
    public void call(Call call, @Nullable Ticket ticket) {
        if (open.size() >= MAX_OPEN) {
            waiting.add(new Waiting(call, ticket));
        } else {
            begin(call, ticket);
        }
    }

    /** The caller waits no longer. The call may take effect or not, but will not be sent again. */
    public void cancel(Ticket ticket) {
        waiting.removeIf(entry -> ticket.equals(entry.ticket()));
        for (Map.Entry<Long, OpenCall> entry : new ArrayList<>(open.entrySet())) {
            // Read before it is removed: the map puts another entry into the place of one that is.
            long sequence = entry.getKey();
            OpenCall call = entry.getValue();
            if (ticket.equals(call.ticket)) {
                open.remove(sequence);
                if (call.call.operation() == Operation.CLAIM || call.call.operation() == Operation.RESERVE) {
                    abandon(call.call.key(), sequence);
                } else if (call.call.claim() != 0) {
                    abandon(call.call.key(), call.call.claim());
                } else if (call.call.operation() == Operation.RETAIN && !isRetained(call.call.key())) {
                    begin(Call.release(call.call.key()), null);
                }
            }
        }
    }

    public void onReply(MemberId from, Reply reply) {
        OpenCall call = open.remove(reply.sequence());
        boolean granted = reply.outcome().status() == Outcome.Status.CLAIMED
                || reply.outcome().status() == Outcome.Status.RESERVED;
        if (call == null) {
            return;
        }
        boolean refers =
                call.call.operation() == Operation.RETAIN && reply.outcome().status() == Outcome.Status.DONE;
        if (refers && references.getOrDefault(call.call.key(), 0L) == reply.sequence()) {
            retained.add(call.call.key());
        }
        if (granted && call.ticket != null) {
            claims.put(reply.sequence(), call.call.key());
        }
        if (call.call.claim() != 0) {
            claims.remove(call.call.claim());
        }
        if (call.ticket != null) {
            place.out().completeCall(call.ticket, reply.outcome(), reply.sequence());
        }
        if (!waiting.isEmpty()) {
            Waiting next = waiting.remove();
            begin(next.call(), next.ticket());
        }
    }

    /** Sends everything again that is open: the owner may be another one. */
    public void onView() {
        for (Map.Entry<Long, OpenCall> entry : new ArrayList<>(open.entrySet())) {
            OpenCall call = entry.getValue();
            if (call.lastOwner.equals(place.owner())) {
                // Its view is another one now, so what was sent is void: not another attempt.
                send(entry.getKey(), call);
            } else {
                attempt(entry.getKey(), call);
            }
        }
        // A new owner knows of no reference.
        for (Key key : List.copyOf(retained)) {
            begin(new Call(Operation.RETAIN, key, null, null, Version.NONE, 0, Integer.MAX_VALUE), null);
        }
    }

    /** Whether this member holds a reference to the entry. */
    public boolean isRetained(Key key) {
        return retained.contains(key);
    }

    public void onTick() {
        for (Map.Entry<Long, OpenCall> entry : new ArrayList<>(open.entrySet())) {
            OpenCall call = entry.getValue();
            if (place.nowNanos() - call.sentNanos >= place.resendNanos()) {
                if (call.sent < call.call.attempts() && !place.owner().equals(place.self())) {
                    place.out().report(new Event.SentAgain(place.table(), place.partition()));
                }
                attempt(entry.getKey(), call);
            }
        }
    }

    /** What this member is building, for a new owner. */
    public List<ClaimHeld> claims() {
        List<ClaimHeld> held = new ArrayList<>();
        claims.forEach((sequence, key) -> held.add(new ClaimHeld(key, sequence)));
        return held;
    }

    public boolean isBusy() {
        return !open.isEmpty();
    }

    /** Whether somebody waits for a call that is not there to move a key. */
    public boolean isCalling() {
        return !waiting.isEmpty()
                || open.values().stream()
                        .anyMatch(call -> call.ticket != null
                                && call.call.operation() != Operation.TAKE
                                && call.call.operation() != Operation.PURGE);
    }

    /** The partition is no more: nobody can tell what became of the calls that are open. */
    public void end() {
        List<Waiting> unsent = List.copyOf(waiting);
        waiting.clear();
        List.copyOf(open.keySet()).forEach(sequence -> onReply(place.self(), new Reply(sequence, Outcome.UNKNOWN)));
        for (Waiting call : unsent) {
            if (call.ticket() != null) {
                place.out().completeCall(call.ticket(), new Outcome(Outcome.Status.MOVING, null, Version.NONE), 0);
            }
        }
        claims.clear();
        retained.clear();
        references.clear();
    }

    private void begin(Call call, @Nullable Ticket ticket) {
        long sequence = ++lastSequence;
        OpenCall opened = new OpenCall(call, ticket, place.view().id(), place.owner());
        open.put(sequence, opened);
        if (call.operation() == Operation.RETAIN) {
            references.put(call.key(), sequence);
        } else if (call.operation() == Operation.RELEASE) {
            references.remove(call.key());
            retained.remove(call.key());
        }
        attempt(sequence, opened);
    }

    private void abandon(Key key, long claim) {
        claims.remove(claim);
        begin(Call.abandon(key, claim), null);
    }

    /** Sends the call unless that was done often enough: then nobody knows what became of it. */
    private void attempt(long sequence, OpenCall call) {
        if (call.sent >= call.call.attempts()) {
            onReply(place.self(), new Reply(sequence, Outcome.UNKNOWN));
            return;
        }
        call.sent++;
        call.lastOwner = place.owner();
        send(sequence, call);
    }

    private void send(long sequence, OpenCall open) {
        Call call = open.call;
        open.sentNanos = place.nowNanos();
        place.send(
                place.owner(),
                new Request(
                        sequence,
                        this.open.firstKey(),
                        open.firstSent,
                        call.operation(),
                        call.key(),
                        call.value(),
                        call.expected(),
                        call.expectedVersion(),
                        call.claim(),
                        call.liveNanos()));
    }
}
