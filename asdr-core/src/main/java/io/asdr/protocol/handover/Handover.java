package io.asdr.protocol.handover;

import io.asdr.protocol.calls.CallLedger;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.entry.Pending;
import io.asdr.protocol.message.HandoverMessage.CallLog;
import io.asdr.protocol.message.HandoverMessage.KeyRecord;
import io.asdr.protocol.message.HandoverMessage.PendingRecord;
import io.asdr.protocol.message.HandoverMessage.Pull;
import io.asdr.protocol.message.HandoverMessage.PullKey;
import io.asdr.protocol.message.HandoverMessage.Pulled;
import io.asdr.protocol.message.HandoverMessage.PulledKey;
import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a new owner comes to have every committed entry of a partition (PROTOCOL 7, cases b to d; P2, P5).
 *
 * <pre>
 * GATHERING ── it is complete ─────────────────────────► DONE
 *     │ ─────── a member is ──────► PULLING ───────────► DONE
 *     └──────── nobody is ────────► RESTORING ─────────► DONE
 * </pre>
 * A new view leads back to GATHERING; what has come stays.
 */
public final class Handover {

    /** The owner, as its hand-over sees it. */
    public interface Owner {

        /** Writes a value again that may have been committed. */
        void writeAgain(Key key, Pending pending);

        /** A key has come. */
        void onArrived(Key key);

        /** Keys that have come can be served, and others fetched. */
        void onPulling();

        /** Everything that there is has come. */
        void onComplete();
    }

    private enum Stage {
        GATHERING,
        PULLING,
        RESTORING,
        DONE
    }

    private static final class Source {
        private int cursor;
        private long sentNanos;

        /** The lane lets other partitions go first. */
        private boolean queued;

        /** The next page has not been asked for yet. */
        private boolean resting;

        private long restUntilNanos;

        boolean isAsked() {
            return !queued && !resting;
        }
    }

    private final Place place;
    private final Entries entries;
    private final CallLedger ledger;
    private final Owner owner;
    private final @Nullable MemberId formerOwner;
    private final TreeSet<Key> come = new TreeSet<>();
    private final TreeMap<Key, Long> fetching = new TreeMap<>();
    private final TreeMap<Key, KeyRecord> found = new TreeMap<>();
    private final TreeMap<MemberId, Source> sources = new TreeMap<>();
    private Stage stage = Stage.GATHERING;
    private int offerFloor;
    private long number;
    private boolean hasCalls;

    /** {@code formerOwner} is the first to be asked, if it is complete. */
    public Handover(Place place, Entries entries, CallLedger ledger, Owner owner, @Nullable MemberId formerOwner) {
        this.place = place;
        this.entries = entries;
        this.ledger = ledger;
        this.owner = owner;
        this.formerOwner = formerOwner;
    }

    /** Waits for what the members of a new view offer. Copies here of {@code oldestGoodTenure} or newer are good. */
    public void gather(int oldestGoodTenure) {
        enter(Stage.GATHERING);
        offerFloor = oldestGoodTenure;
        sources.clear();
        fetching.clear();
    }

    /** The exchange is over. */
    public void onExchanged(boolean complete, List<MemberId> completeMembers, List<MemberId> partialMembers) {
        if (complete) {
            report(Event.Case.PROMOTED);
            writePendingAgain();
            finish();
        } else if (!completeMembers.isEmpty()) {
            report(Event.Case.PULLS);
            boolean former = formerOwner != null && completeMembers.contains(formerOwner);
            enter(Stage.PULLING);
            pullFrom(List.of(former ? formerOwner : completeMembers.get(0)));
        } else {
            report(Event.Case.RESTORES);
            enter(Stage.RESTORING);
            mergeOwn();
            pullFrom(partialMembers);
            restoreIfAllCame();
        }
    }

    public void onPulled(MemberId from, Pulled page) {
        Source source = sources.get(from);
        if (source == null || page.number() != number || page.cursor() != source.cursor) {
            return;
        }
        if (stage == Stage.PULLING) {
            boolean first = page.calls() != null;
            if (page.calls() != null) {
                takeCalls(page.calls());
            }
            page.records().forEach(this::arrive);
            if (first) {
                owner.onPulling();
            }
        } else {
            page.records().forEach(this::merge);
        }
        source.cursor = page.next();
        long restUntilNanos = place.restAfter(page.records().size(), place.nowNanos() - source.sentNanos);
        if (page.next() >= 0) {
            // Keys that callers wait for are asked for at once, each alone; so is all of what is lost.
            if (stage != Stage.PULLING) {
                ask(from, source);
            } else if (place.takesTurn()) {
                source.resting = true;
                source.restUntilNanos = restUntilNanos;
                place.wakeAt(source.restUntilNanos);
            } else {
                source.queued = true;
            }
            return;
        }
        sources.remove(from);
        if (stage == Stage.PULLING) {
            finish();
        } else {
            restoreIfAllCame();
        }
    }

    public void onPulledKey(MemberId from, PulledKey pulled) {
        if (stage == Stage.PULLING && pulled.number() == number && sources.containsKey(from)) {
            arrive(pulled.record());
        }
    }

    /** Asks for a key before its turn. */
    public void fetch(Key key) {
        if (stage == Stage.PULLING && !fetching.containsKey(key)) {
            fetching.put(key, place.nowNanos());
            place.send(sources.firstKey(), new PullKey(number, key));
        }
    }

    public boolean hasCome(Key key) {
        return stage == Stage.DONE || come.contains(key);
    }

    /** The lane lets this partition move data in the background. */
    public void onTurn() {
        sources.forEach((member, source) -> {
            if (source.queued) {
                source.queued = false;
                ask(member, source);
            }
        });
    }

    /** Whether more than single keys are on their way here. */
    public boolean isMoving() {
        for (Source source : sources.values()) {
            if (!source.queued) {
                return true;
            }
        }
        return false;
    }

    public void onTick() {
        if (stage == Stage.RESTORING) {
            restoreIfAllCame();
        }
        long now = place.nowNanos();
        sources.forEach((member, source) -> {
            if (source.resting && now - source.restUntilNanos >= 0
                    || source.isAsked() && now - source.sentNanos >= place.resendNanos()) {
                ask(member, source);
            } else if (source.resting) {
                place.wakeAt(source.restUntilNanos);
            }
        });
        for (Map.Entry<Key, Long> entry : fetching.entrySet()) {
            if (now - entry.getValue() >= place.resendNanos()) {
                entry.setValue(now);
                place.send(sources.firstKey(), new PullKey(number, entry.getKey()));
            }
        }
    }

    public boolean isDone() {
        return stage == Stage.DONE;
    }

    /** Whether keys that have come may be read. */
    public boolean isServing() {
        return stage == Stage.PULLING && hasCalls || stage == Stage.DONE;
    }

    /** Whether what other members offered in this view is no longer needed. */
    public boolean needsNoOffers() {
        return stage == Stage.PULLING || stage == Stage.DONE;
    }

    /** Values that a former owner may have committed come before all other writes of their keys. */
    private void writePendingAgain() {
        for (Entry entry : entries.all()) {
            Pending pending = entry.pending();
            if (pending != null) {
                owner.writeAgain(entry.key(), pending);
            }
        }
    }

    private void pullFrom(List<MemberId> members) {
        number++;
        for (MemberId member : members) {
            if (!member.equals(place.self())) {
                Source source = new Source();
                sources.put(member, source);
                ask(member, source);
            }
        }
    }

    private void ask(MemberId member, Source source) {
        source.resting = false;
        source.sentNanos = place.nowNanos();
        place.send(member, new Pull(number, source.cursor));
    }

    private void takeCalls(CallLog calls) {
        if (hasCalls) {
            // The source before went. What it had pending this one may have recorded.
            ledger.add(calls);
        } else {
            ledger.clear();
            ledger.load(calls);
            hasCalls = true;
        }
    }

    /** Takes a key as the source has it; a newer copy of this member's own wins. */
    private void arrive(KeyRecord record) {
        fetching.remove(record.key());
        if (!come.add(record.key())) {
            return;
        }
        settle(newer(record, own(record.key())));
        owner.onArrived(record.key());
    }

    private void mergeOwn() {
        for (Entry entry : entries.all()) {
            KeyRecord own = own(entry.key());
            if (own != null) {
                merge(own);
            }
        }
    }

    private void merge(KeyRecord record) {
        if (!come.contains(record.key())) {
            found.merge(record.key(), record, Handover::newer);
        }
    }

    private void restoreIfAllCame() {
        // Who may not act may be in a view of long ago: there nothing is lost, and the application must not hear that.
        if (!sources.isEmpty() || !place.isActing()) {
            return;
        }
        long restored = 0;
        for (KeyRecord record : found.values()) {
            come.add(record.key());
            if (settle(record)) {
                restored++;
                place.out()
                        .report(new Event.Restored(place.table(), place.partition(), record.key(), record.version()));
            }
        }
        found.clear();
        // Where a source went before it had given everything, what it had pending went with it.
        ledger.beginAt(place.view().id());
        place.out().report(new Event.Lost(place.table(), place.partition(), restored));
        finish();
    }

    /** Makes the record the owner's entry; returns whether it has a value. */
    private boolean settle(KeyRecord record) {
        PendingRecord pending = record.pending();
        boolean again = pending != null && pending.version().isAfter(record.version());
        if (pending != null && pending.version().equals(record.version())) {
            // This member's copy shows that it was committed, which the source had not heard yet.
            ledger.mark(pending.call().caller(), pending.callerLowMark());
            ledger.recordCommitted(pending.call(), pending.result());
        }
        if (record.value() == null && !again) {
            entries.remove(record.key());
            return false;
        }
        long now = place.nowNanos();
        Entry entry = entries.put(
                record.key(),
                record.value(),
                record.version(),
                place.tenure(),
                Deadline.after(record.leftNanos(), now));
        if (again && pending != null) {
            Pending taken = new Pending(
                    pending.version(),
                    pending.value(),
                    pending.call(),
                    pending.callerLowMark(),
                    pending.result(),
                    Deadline.after(pending.leftNanos(), now),
                    place.tenure());
            entry.retire();
            entry.pending(taken);
            owner.writeAgain(record.key(), taken);
        }
        return record.value() != null;
    }

    private @Nullable KeyRecord own(Key key) {
        Entry entry = entries.find(key);
        if (entry == null || entry.tenure() < offerFloor || entry.tenure() >= place.tenure()) {
            return null;
        }
        Pending pending = entry.pending();
        boolean offersPending = pending != null && stage == Stage.RESTORING;
        if (!entry.hasValue() && !offersPending) {
            return null;
        }
        long now = place.nowNanos();
        return new KeyRecord(
                key,
                entry.value(),
                entry.version(),
                offersPending && pending != null ? pending.toRecord(now) : null,
                Deadline.left(entry.expiresNanos(), now));
    }

    private void finish() {
        // Copies that the source did not confirm are of keys that are gone.
        for (Entry entry : entries.all()) {
            if (entry.tenure() < entries.floor()) {
                entries.remove(entry.key());
            }
        }
        come.clear();
        found.clear();
        fetching.clear();
        sources.clear();
        enter(Stage.DONE);
        owner.onComplete();
    }

    private void report(Event.Case which) {
        place.out().report(new Event.OwnerCase(place.table(), place.partition(), which));
    }

    private void enter(Stage next) {
        stage = next;
    }

    /** The newer value, and the newer pending value. */
    private static KeyRecord newer(KeyRecord one, @Nullable KeyRecord other) {
        if (other == null) {
            return one;
        }
        KeyRecord value = other.version().isAfter(one.version()) ? other : one;
        PendingRecord first = one.pending();
        PendingRecord second = other.pending();
        PendingRecord pending =
                first == null || second != null && second.version().isAfter(first.version()) ? second : first;
        return new KeyRecord(one.key(), value.value(), value.version(), pending, value.leftNanos());
    }
}
