package io.asdr.protocol.handover;

import io.asdr.protocol.calls.CallLedger;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.entry.Pending;
import io.asdr.protocol.message.HandoverMessage.KeyRecord;
import io.asdr.protocol.message.HandoverMessage.Pull;
import io.asdr.protocol.message.HandoverMessage.PullKey;
import io.asdr.protocol.message.HandoverMessage.Pulled;
import io.asdr.protocol.message.HandoverMessage.PulledKey;
import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a new owner what this member has: all if it is complete, else the copies that were good when it installed the view, and what is pending.
 *
 * <p>A copy that is offered was never recalled by the former owner, so it is the newest committed value (P5).
 */
public final class SourceRole {

    private static final int PAGE_KEYS = 16;
    private static final int PAGE_BYTES = 16 * 1024;

    private final Place place;
    private final Entries entries;
    private final CallLedger ledger;
    private List<Key> snapshot = List.of();
    private long number = -1;
    private int offerFloor;

    public SourceRole(Place place, Entries entries, CallLedger ledger) {
        this.place = place;
        this.entries = entries;
        this.ledger = ledger;
    }

    /** Another view: pulls begin anew. Only entries of {@code oldestGoodTenure} or newer are offered. */
    public void onView(int oldestGoodTenure) {
        offerFloor = oldestGoodTenure;
        number = -1;
        snapshot = List.of();
    }

    /** The oldest tenure whose copies may still be offered. */
    public int offerFloor() {
        return offerFloor;
    }

    public void onPull(MemberId from, Pull pull) {
        if (pull.number() != number) {
            number = pull.number();
            snapshot = new ArrayList<>();
            for (Entry entry : entries.all()) {
                if (isOffered(entry)) {
                    snapshot.add(entry.key());
                }
            }
        }
        List<KeyRecord> records = new ArrayList<>();
        int next = pull.cursor();
        int bytes = 0;
        while (next < snapshot.size() && records.size() < PAGE_KEYS && bytes < PAGE_BYTES) {
            KeyRecord record = record(snapshot.get(next++));
            records.add(record);
            bytes += record.key().bytes().length + (record.value() == null ? 0 : record.value().length);
        }
        place.send(
                from,
                new Pulled(
                        number,
                        pull.cursor(),
                        next < snapshot.size() ? next : -1,
                        records,
                        pull.cursor() == 0 ? ledger.toLog() : null));
    }

    public void onPullKey(MemberId from, PullKey pull) {
        place.send(from, new PulledKey(pull.number(), record(pull.key())));
    }

    private boolean isOffered(Entry entry) {
        return entry.tenure() >= offerFloor && (entry.hasValue() || entry.pending() != null);
    }

    private KeyRecord record(Key key) {
        Entry entry = entries.find(key);
        if (entry == null || !isOffered(entry)) {
            return new KeyRecord(key, null, Version.NONE, null, 0);
        }
        Pending pending = entry.pending();
        long now = place.nowNanos();
        return new KeyRecord(
                key,
                entry.value(),
                entry.version(),
                pending == null ? null : pending.toRecord(now),
                Deadline.left(entry.expiresNanos(), now));
    }
}
