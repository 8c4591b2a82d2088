package io.asdr.protocol.handover;

import io.asdr.protocol.calls.CallLedger;
import io.asdr.protocol.effect.Conflict;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.HandoverMessage.KeyRecord;
import io.asdr.protocol.message.HandoverMessage.Part;
import io.asdr.protocol.message.HandoverMessage.PendingRecord;
import io.asdr.protocol.message.HandoverMessage.PullPart;
import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import io.asdr.spi.TableOptions;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the owner of a SERVE partition takes over what other parts of the cluster wrote while it was split (PROTOCOL 7): first the outcomes of their calls (P3), then, key by key, what the merge policy
 * chooses.
 *
 * <p>What is taken over is written like any other value, on condition that the key has not been written since the parts met. So readers never see two values at once, a call of the merged cluster wins,
 * and doing it twice does it once.
 */
public final class Reconciliation {

    /** What a table keeps. */
    public enum Policy {
        LARGER_SIDE,
        NEWEST_ENTRY,
        /** A function of the application. */
        OWN;

        /** The policy that table settings name. */
        public static Policy named(String id) {
            return switch (id) {
                case "larger-side" -> LARGER_SIDE;
                case "newest-entry" -> NEWEST_ENTRY;
                default -> OWN;
            };
        }
    }

    /** The owner, as its reconciliation sees it. */
    public interface Owner {

        /** Writes a value if the present one still has that version. */
        void writeIfUnchanged(Key key, byte[] value, Version present, long liveNanos);

        /** The outcomes of the other parts' calls are here. */
        void onCallsUnited();
    }

    /** A value of another part. */
    private record Candidate(byte[] value, Version version, ViewId fork, ViewId mergedIn, long liveNanos) {}

    private static final class Source {
        private int cursor;
        private long sentNanos;
    }

    private final Place place;
    private final Entries entries;
    private final CallLedger ledger;
    private final Owner owner;
    private final Policy policy;
    private final TreeMap<MemberId, Source> sources = new TreeMap<>();
    private final TreeMap<Key, List<Candidate>> candidates = new TreeMap<>();
    private long number;
    private boolean begun;
    private boolean united = true;

    public Reconciliation(Place place, Entries entries, CallLedger ledger, Owner owner, Policy policy) {
        this.place = place;
        this.entries = entries;
        this.ledger = ledger;
        this.owner = owner;
        this.policy = policy;
    }

    /** Another view: what was begun is void. Nobody knows yet which parts meet in it. */
    public void onView() {
        sources.clear();
        candidates.clear();
        begun = false;
        united = false;
    }

    /** The exchange is over, and this member is complete: asks one member of each part. */
    public void begin(Map<ViewId, MemberId> parts) {
        if (begun) {
            return;
        }
        begun = true;
        number++;
        if (!parts.isEmpty()) {
            place.out().report(new Event.Merging(place.table(), place.partition()));
        }
        for (MemberId member : parts.values()) {
            sources.put(member, new Source());
        }
        sources.forEach(this::ask);
        finishIfAllCame();
    }

    public void onPart(MemberId from, Part page) {
        Source source = sources.get(from);
        if (source == null || page.number() != number || page.cursor() != source.cursor) {
            return;
        }
        if (page.calls() != null) {
            ledger.unite(page.calls());
        }
        for (KeyRecord record : page.records()) {
            collect(record, page.fork(), page.mergedIn());
        }
        source.cursor = page.next();
        if (page.next() >= 0) {
            ask(from, source);
        } else {
            sources.remove(from);
            finishIfAllCame();
        }
    }

    public void onTick() {
        sources.forEach((member, source) -> {
            if (place.nowNanos() - source.sentNanos >= place.resendNanos()) {
                ask(member, source);
            }
        });
    }

    /** Whether outcomes of calls of other parts may still come. */
    public boolean isUnited() {
        return united;
    }

    /** Whether something of other parts is still needed. */
    public boolean isOver() {
        return begun && sources.isEmpty();
    }

    public boolean isBusy() {
        return !sources.isEmpty();
    }

    private void ask(MemberId member, Source source) {
        source.sentNanos = place.nowNanos();
        place.send(member, new PullPart(number, source.cursor));
    }

    private void collect(KeyRecord record, ViewId fork, ViewId mergedIn) {
        // What was on its way there may have been committed.
        PendingRecord pending = record.pending();
        byte[] value = pending != null ? pending.value() : record.value();
        Version version = pending != null ? pending.version() : record.version();
        long left = pending != null ? pending.leftNanos() : record.leftNanos();
        // What was written before the split is here too, or was written or removed here since; unless this side lost
        // it. So is what was only brought from another key format since.
        boolean written = version.view().isAfter(fork) && !version.isBrought()
                || ledger.since().isAfter(fork);
        if (value != null && written && policy != Policy.LARGER_SIDE) {
            candidates
                    .computeIfAbsent(record.key(), key -> new ArrayList<>())
                    .add(new Candidate(value, version, fork, mergedIn, left == 0 ? TableOptions.ENDLESS_NANOS : left));
        }
    }

    private void finishIfAllCame() {
        if (!sources.isEmpty()) {
            return;
        }
        if (!united) {
            united = true;
            owner.onCallsUnited();
        }
        candidates.forEach(this::choose);
        candidates.clear();
    }

    private void choose(Key key, List<Candidate> others) {
        Entry entry = entries.find(key);
        byte[] kept = entry == null ? null : entry.value();
        Version present = entry == null || kept == null ? Version.NONE : entry.version();
        if (entry != null && entry.pending() != null
                || !present.isBrought()
                        && others.stream().anyMatch(other -> present.view().compareTo(other.mergedIn()) >= 0)) {
            // Written since the parts met: that is newer than all of this.
            return;
        }
        boolean onlyTheyWrote = present.isBrought()
                || others.stream().noneMatch(other -> present.view().isAfter(other.fork()));
        if (policy == Policy.OWN && !(onlyTheyWrote && others.size() == 1)) {
            List<byte[]> values = others.stream().map(Candidate::value).toList();
            place.out().resolve(new Conflict(place.table(), place.keyMoves(), key, kept, present, values, 0));
        } else {
            Candidate newest = others.stream()
                    .max(Comparator.comparing(Candidate::version, Reconciliation::byTime))
                    .orElseThrow();
            if (!onlyTheyWrote && byTime(present, newest.version()) >= 0) {
                return;
            }
            owner.writeIfUnchanged(key, newest.value(), present, newest.liveNanos());
        }
        place.out().report(new Event.Merged(place.table(), place.partition(), key));
    }

    /** Counters carry the time of the owner that gave them. */
    private static int byTime(Version one, Version other) {
        int byTime = Long.compare(one.counter(), other.counter());
        return byTime != 0 ? byTime : one.compareTo(other);
    }
}
