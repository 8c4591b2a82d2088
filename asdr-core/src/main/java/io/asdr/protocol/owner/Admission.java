package io.asdr.protocol.owner;

import io.asdr.protocol.calls.CallLedger;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.message.CallMessage.Reply;
import io.asdr.protocol.message.CallMessage.Request;
import io.asdr.protocol.message.OpId;
import io.asdr.protocol.message.Outcome;
import io.asdr.spi.MemberId;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.List;

/**
 * Which calls an owner lets to their keys, so that none is carried out twice (PROTOCOL 3 and 7; P3): one of which there is a record gets the outcome that it had, one whose record may still come waits for it, and one
 * whose record may be lost has an unknown outcome.
 */
final class Admission {

    /** What became of a call. */
    enum Verdict {
        /** It is to be carried out when its turn comes. */
        ADMITTED,
        /** It was answered. */
        ANSWERED,
        /** It waits for records, or for nothing: its caller has given up. */
        HELD
    }

    private final Place place;
    private final CallLedger ledger;
    private final OwnerRole.Arrivals arrivals;

    /** The record of calls may not be here yet. */
    private final List<KeyWork.Waiter> early = new ArrayList<>();

    /** They may have been carried out in another part of the cluster, whose record is on its way. */
    private final List<KeyWork.Waiter> foreign = new ArrayList<>();

    /** The view in which this owner began. */
    private ViewId since = ViewId.NONE;

    Admission(Place place, CallLedger ledger, OwnerRole.Arrivals arrivals) {
        this.place = place;
        this.ledger = ledger;
        this.arrivals = arrivals;
    }

    /** A tenure begins: what is known of calls may be another then. {@code waiting} have not been carried out. */
    void begin(List<KeyWork.Waiter> waiting) {
        ledger.forgetRefusals();
        since = place.view().id();
        early.addAll(waiting);
    }

    /** {@code gathering}: whether the record of calls may not be here yet. */
    Verdict admit(KeyWork.Waiter waiter, boolean gathering) {
        Request request = waiter.request();
        if (ledger.isOver(waiter.id())) {
            return Verdict.HELD;
        }
        if (gathering) {
            return hold(waiter, early);
        }
        ledger.mark(waiter.caller(), request.lowMark());
        if (answersFromRecord(waiter)) {
            return Verdict.ANSWERED;
        }
        if (!CallExecution.writes(request.operation())) {
            return Verdict.ADMITTED;
        }
        boolean ofThisLine = place.view().hasOnLine(request.firstSent());
        if (!ofThisLine && !arrivals.areCallsUnited()) {
            return hold(waiter, foreign);
        }
        if (!ofThisLine || request.firstSent().compareTo(ledger.since()) < 0 || wasOut(waiter.caller(), request)) {
            place.send(waiter.caller(), new Reply(request.sequence(), Outcome.UNKNOWN));
            return Verdict.ANSWERED;
        }
        return Verdict.ADMITTED;
    }

    /** Gives a call that was carried out before the outcome that it had; returns whether it was. */
    boolean answersFromRecord(KeyWork.Waiter waiter) {
        Outcome recorded = ledger.find(waiter.id());
        if (recorded == null) {
            return false;
        }
        place.out().report(new Event.AnsweredFromRecord(place.table(), place.partition(), waiter.id()));
        place.send(waiter.caller(), new Reply(waiter.request().sequence(), recorded));
        return true;
    }

    /**
     * Whether an owner before this one may have begun to carry the call out, so that a replica may have what it was to write. Its caller takes a refusal for the end of it: the same must not be written again by
     * whoever owns the partition next (P3). Where this owner refuses what the one before did not, somebody has written the key in between, and no replica has it; unless it is for the time, or because the key moves.
     */
    boolean mayHaveBegun(Request request) {
        return CallExecution.writes(request.operation()) && since.isAfter(request.firstSent());
    }

    /** Those that came before the record of calls. */
    List<KeyWork.Waiter> takeEarly() {
        return take(early);
    }

    /** Those that waited for the record of another part of the cluster. */
    List<KeyWork.Waiter> takeForeign() {
        return take(foreign);
    }

    /** Forgets whose caller is out of the view. */
    void dropDeparted() {
        early.removeIf(waiter -> !place.view().contains(waiter.caller()));
        foreign.removeIf(waiter -> !place.view().contains(waiter.caller()));
    }

    boolean isEmpty() {
        return early.isEmpty() && foreign.isEmpty();
    }

    private static Verdict hold(KeyWork.Waiter waiter, List<KeyWork.Waiter> held) {
        OpId id = waiter.id();
        held.removeIf(other -> other.id().equals(id));
        held.add(waiter);
        return Verdict.HELD;
    }

    private static List<KeyWork.Waiter> take(List<KeyWork.Waiter> held) {
        List<KeyWork.Waiter> taken = new ArrayList<>(held);
        held.clear();
        return taken;
    }

    /** Whether the caller was out of the view since it first sent the call: what was recorded of it went then. */
    private boolean wasOut(MemberId from, Request request) {
        return place.view().contains(from) && place.view().since(from, false).isAfter(request.firstSent());
    }
}
