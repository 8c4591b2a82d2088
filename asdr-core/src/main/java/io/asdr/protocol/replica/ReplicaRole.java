package io.asdr.protocol.replica;

import io.asdr.protocol.calls.CallLedger;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.entry.Pending;
import io.asdr.protocol.message.ChainMessage.Commit;
import io.asdr.protocol.message.ChainMessage.Committed;
import io.asdr.protocol.message.ChainMessage.Update;
import io.asdr.protocol.message.ChainMessage.Updated;
import io.asdr.protocol.message.Key;
import io.asdr.spi.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a member of the chain in effect does: keeps each write beside the committed value, unreadable, until its owner says that it is committed (PROTOCOL 4; P2).
 *
 * <p>Invariant: a value is readable here only if its owner committed it, and no newer one is pending.
 */
public final class ReplicaRole {

    private final Place place;
    private final Entries entries;
    private final CallLedger ledger;
    private final TreeMap<Version, Key> pendings = new TreeMap<>();
    private final TreeMap<Version, Key> tombstones = new TreeMap<>();
    private final Synchronisation synchronisation;
    private Version closed = Version.NONE;

    /** {@code backsUp}: whether the owner does not wait for this replica, so that it must not read what it is told. */
    public ReplicaRole(Place place, Entries entries, CallLedger ledger, boolean backsUp) {
        this.place = place;
        this.entries = entries;
        this.ledger = ledger;
        this.synchronisation = new Synchronisation(place, entries, ledger, backsUp);
    }

    public Synchronisation synchronisation() {
        return synchronisation;
    }

    /** Another owner: what the former one had not committed, only the new one can. */
    public void onOwnerChanged() {
        closed = Version.NONE;
        pendings.clear();
        tombstones.values().forEach(this::dropTombstone);
        tombstones.clear();
        synchronisation.forget();
    }

    /** Keeps the value as pending if it is newer than what is here, and answers in any case. */
    public void onUpdate(Update update) {
        if (update.version().isAfter(closed)) {
            keep(update);
        }
        place.send(place.owner(), new Updated(update.version()));
        onClosed(update.closed());
    }

    public void onCommit(Commit commit) {
        for (Committed committed : commit.committed()) {
            Key key = pendings.get(committed.version());
            if (key != null && key.equals(committed.key())) {
                settle(committed.version(), key);
            }
        }
        onClosed(commit.closed());
    }

    /**
     * The owner answered a read of {@code key} with a contract: no write of it was on its way then, so what is pending here up to {@code version} is over, and what an older owner left
     * pending will not come.
     */
    public void onConfirmed(Key key, Version version) {
        Entry entry = entries.find(key);
        Pending pending = entry == null ? null : entry.pending();
        if (pending == null || pending.version().isAfter(version)) {
            return;
        }
        if (pending.tenure() == place.tenure() || pending.version().equals(version)) {
            settle(pending.version(), key);
        } else {
            ledger.recordUnknown(pending.call());
        }
    }

    /** Everything here was given up. */
    public void onReleased() {
        pendings.clear();
        tombstones.clear();
        synchronisation.forget();
    }

    private void keep(Update update) {
        Entry entry = entries.find(update.key());
        if (entry != null && entry.tenure() < entries.floor()) {
            entries.remove(update.key());
            entry = null;
        }
        Pending before = entry == null ? null : entry.pending();
        boolean newer = entry == null || update.version().isAfter(entry.version());
        if (!newer || before != null && before.version().isAfter(update.version())) {
            return;
        }
        synchronisation.onTouched(update.key());
        if (before != null && before.tenure() != place.tenure()) {
            // The owner may have had it as committed when it became the owner.
            if (!before.call().equals(update.call())) {
                ledger.recordUnknown(before.call());
            }
        } else if (before != null && update.version().isAfter(before.version())) {
            // The owner writes one at a time: it sent this one because the one before is committed.
            settle(before.version(), update.key());
            entry = entries.find(update.key());
        }
        if (entry == null) {
            entry = entries.put(update.key(), null, Version.NONE, place.tenure());
        }
        entry.retire();
        entry.pending(new Pending(
                update.version(),
                update.value(),
                update.call(),
                update.callerLowMark(),
                update.result(),
                Deadline.after(update.leftNanos(), place.nowNanos()),
                place.tenure()));
        pendings.put(update.version(), update.key());
    }

    private void onClosed(Version upTo) {
        if (!upTo.isAfter(closed)) {
            return;
        }
        closed = upTo;
        List<Version> over = new ArrayList<>(pendings.headMap(upTo, true).keySet());
        for (Version version : over) {
            Key key = pendings.get(version);
            if (key != null) {
                settle(version, key);
            }
        }
        if (!synchronisation.isRunning()) {
            var droppable = tombstones.headMap(upTo, true);
            droppable.values().forEach(this::dropTombstone);
            droppable.clear();
        }
    }

    /** Makes a pending value the committed one. */
    private void settle(Version version, Key key) {
        pendings.remove(version);
        Entry entry = entries.find(key);
        Pending pending = entry == null ? null : entry.pending();
        if (pending == null || !pending.version().equals(version)) {
            return;
        }
        ledger.mark(pending.call().caller(), pending.callerLowMark());
        ledger.recordCommitted(pending.call(), pending.result());
        entries.put(key, pending.value(), version, place.tenure(), pending.expiresNanos());
        if (pending.value() == null) {
            tombstones.put(version, key);
        }
    }

    private void dropTombstone(Key key) {
        Entry entry = entries.find(key);
        if (entry != null && !entry.hasValue() && entry.pending() == null) {
            entries.remove(key);
        }
    }

    /** For people and checks. */
    public @Nullable Version closed() {
        return closed;
    }
}
