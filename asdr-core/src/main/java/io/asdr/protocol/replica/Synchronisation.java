package io.asdr.protocol.replica;

import io.asdr.protocol.calls.CallLedger;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.entry.Pending;
import io.asdr.protocol.message.HandoverMessage.Compare;
import io.asdr.protocol.message.HandoverMessage.Compared;
import io.asdr.protocol.message.HandoverMessage.KeyRecord;
import io.asdr.protocol.message.HandoverMessage.Listed;
import io.asdr.protocol.message.HandoverMessage.Synchronised;
import io.asdr.protocol.message.Key;
import io.asdr.spi.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A member's side of becoming equal to the owner: reads the owner's keys and versions page by page, asks for the values that it lacks, and drops what the owner does not have.
 *
 * <p>What comes from the owner in between by an update wins: such a key is left alone.
 */
public final class Synchronisation {

    private static final int MAX_WANTED = 16;
    private static final long NONE_FINISHED = -1;

    private final Place place;
    private final Entries entries;
    private final CallLedger ledger;

    /** Whether what comes is kept unreadable, since the owner does not wait for this replica. */
    private final boolean backsUp;

    private final TreeSet<Key> settled = new TreeSet<>();
    private final LinkedHashMap<Key, Version> wanted = new LinkedHashMap<>();
    private long number;

    /** The last number under which the present owner was told that this is over. */
    private long finished = NONE_FINISHED;

    private int cursor;
    private boolean running;
    private boolean resting;
    private long restUntilNanos;
    private long sentNanos;

    Synchronisation(Place place, Entries entries, CallLedger ledger, boolean backsUp) {
        this.backsUp = backsUp;
        this.place = place;
        this.entries = entries;
        this.ledger = ledger;
    }

    /** Begins under the owner's number, or goes on if that one is running. */
    public void begin(long ownersNumber) {
        if (running && number == ownersNumber) {
            return;
        }
        if (ownersNumber <= finished) {
            // It was asked again while the answer was on its way: the owner has no list for it any more.
            place.send(place.owner(), new Synchronised(ownersNumber));
            return;
        }
        stop();
        running = true;
        number = ownersNumber;
        // What the owner knows now comes with its first page; what it commits from here on is added here, before that
        // page or after.
        ledger.clear();
        ask();
    }

    public void stop() {
        running = false;
        resting = false;
        cursor = 0;
        settled.clear();
        wanted.clear();
    }

    /** Another owner numbers anew, and what is here may be given up. */
    void forget() {
        stop();
        finished = NONE_FINISHED;
    }

    public boolean isRunning() {
        return running;
    }

    /** Takes a page; returns true if it was the last one, and this member is complete now. */
    public boolean onCompared(Compared page) {
        if (!running || page.number() != number || page.cursor() != cursor) {
            return false;
        }
        if (page.calls() != null) {
            ledger.load(page.calls());
        }
        // Without progress the rest waits for writes on their way: the next tick asks again.
        boolean progress = !page.listed().isEmpty() || !page.values().isEmpty();
        page.values().forEach(this::take);
        page.listed().forEach(this::compare);
        cursor = page.next();
        // Each key is listed in one page, and its value comes with another.
        restUntilNanos =
                place.restAfter((page.listed().size() + page.values().size()) / 2, place.nowNanos() - sentNanos);
        if (cursor < 0 && wanted.isEmpty()) {
            dropWhatTheOwnerLacks();
            stop();
            finished = number;
            place.send(place.owner(), new Synchronised(number));
            return true;
        }
        if (progress) {
            resting = true;
            place.wakeAt(restUntilNanos);
        }
        return false;
    }

    public void onTick() {
        if (!running) {
            return;
        }
        long now = place.nowNanos();
        if (resting ? now - restUntilNanos >= 0 : now - sentNanos >= place.resendNanos()) {
            ask();
        } else if (resting) {
            place.wakeAt(restUntilNanos);
        }
    }

    /** An update of the key came: it wins over what is listed. */
    void onTouched(Key key) {
        if (running) {
            settled.add(key);
            wanted.remove(key);
        }
    }

    private void ask() {
        sentNanos = place.nowNanos();
        if (place.isHeldBack(place.owner())) {
            // Nobody waits for a new replica: a later tick asks.
            return;
        }
        resting = false;
        List<Key> keys = new ArrayList<>();
        for (Map.Entry<Key, Version> entry : wanted.entrySet()) {
            if (keys.size() < MAX_WANTED) {
                keys.add(entry.getKey());
            }
        }
        place.send(place.owner(), new Compare(number, cursor, keys));
    }

    private void compare(Listed listed) {
        Entry entry = entries.find(listed.key());
        if (isBeingWritten(entry)) {
            // Left to that write: what is listed would stand beside it, readable.
            settled.add(listed.key());
        }
        if (settled.contains(listed.key())) {
            return;
        }
        byte[] value = entry == null || entry.tenure() < entries.floor() ? null : entry.value();
        if (entry != null && value != null && !listed.version().isAfter(entry.version())) {
            if (!entry.isReadable() && !backsUp) {
                // A write of a former owner that was not taken up stood in its way.
                entries.put(listed.key(), value, entry.version(), place.tenure(), entry.expiresNanos());
            }
            settled.add(listed.key());
        } else {
            wanted.put(listed.key(), listed.version());
        }
    }

    private void take(KeyRecord record) {
        if (wanted.remove(record.key()) != null && settled.add(record.key())) {
            if (record.value() == null) {
                entries.remove(record.key());
            } else {
                long deadline = Deadline.after(record.leftNanos(), place.nowNanos());
                if (backsUp) {
                    entries.putUnreadable(record.key(), record.value(), record.version(), place.tenure(), deadline);
                } else {
                    entries.put(record.key(), record.value(), record.version(), place.tenure(), deadline);
                }
            }
        }
    }

    private void dropWhatTheOwnerLacks() {
        for (Entry entry : entries.all()) {
            if (!settled.contains(entry.key()) && !isOfThisTenure(entry)) {
                entries.remove(entry.key());
            }
        }
    }

    /**
     * Whether the present owner sent it, perhaps before this began: it was on its way when the owner listed what it has, so it is in no list. What the owner took back since is not readable.
     */
    private boolean isOfThisTenure(Entry entry) {
        return isBeingWritten(entry) || entry.isReadable() && entry.tenure() == place.tenure();
    }

    /** Whether the present owner's write of the entry's key is on its way. */
    private boolean isBeingWritten(@Nullable Entry entry) {
        Pending pending = entry == null ? null : entry.pending();
        return pending != null && pending.tenure() == place.tenure();
    }
}
