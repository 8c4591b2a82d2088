package io.asdr.protocol.owner;

import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.ChainMessage.Replicate;
import io.asdr.protocol.message.HandoverMessage.KeyRecord;
import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Replication on a timer (R51): keys that were written since the replicas were told last are pooled, and told when the time has come, one page at a time to each replica until it answers.
 *
 * <p>What is told is the value of that moment, so of several writes of a key the last one travels.
 */
final class Backups {

    private static final int PAGE_KEYS = 64;
    private static final int PAGE_BYTES = 64 * 1024;

    private static final class Replica {
        private final TreeMap<Key, Version> untold = new TreeMap<>();
        private final TreeMap<Key, Version> told = new TreeMap<>();
        private long number;
        private long sentNanos;

        /** What was told may not have come. */
        void takeBack() {
            told.forEach(untold::putIfAbsent);
            told.clear();
        }
    }

    private final Place place;
    private final Entries entries;
    private final ChainInEffect chain;
    private final long intervalNanos;
    private final TreeMap<MemberId, Replica> replicas = new TreeMap<>();
    private long numbers;
    private boolean pooling;
    private long dueNanos;

    Backups(Place place, Entries entries, ChainInEffect chain, long intervalNanos) {
        this.place = place;
        this.entries = entries;
        this.chain = chain;
        this.intervalNanos = intervalNanos;
    }

    /** A write was committed; of a removal, too, the version is told. */
    void onCommitted(Key key, Version version) {
        for (MemberId member : chain.members()) {
            replicas.computeIfAbsent(member, id -> new Replica()).untold.put(key, version);
        }
        if (!pooling) {
            pooling = true;
            dueNanos = place.nowNanos() + intervalNanos;
        }
        place.wakeAt(dueNanos);
    }

    /** What is on its way in the view before does not count. */
    void onView() {
        replicas.keySet().retainAll(chain.members());
        replicas.values().forEach(Replica::takeBack);
    }

    void onTick() {
        long now = place.nowNanos();
        if (pooling && now - dueNanos < 0) {
            place.wakeAt(dueNanos);
            return;
        }
        pooling = false;
        // Who was released since is told nothing any more.
        replicas.keySet().retainAll(chain.members());
        replicas.forEach((member, replica) -> {
            if (replica.told.isEmpty() || now - replica.sentNanos >= place.resendNanos()) {
                replica.takeBack();
                tell(member, replica);
            }
        });
    }

    void onReplicated(MemberId from, long number) {
        Replica replica = replicas.get(from);
        if (replica != null && number == replica.number) {
            replica.told.clear();
            tell(from, replica);
        }
    }

    boolean isBusy() {
        return replicas.values().stream().anyMatch(replica -> !replica.untold.isEmpty() || !replica.told.isEmpty());
    }

    /** How many keys were written that some replica has not heard of. */
    int pooledCount() {
        TreeSet<Key> pooled = new TreeSet<>();
        replicas.values().forEach(replica -> {
            pooled.addAll(replica.untold.keySet());
            pooled.addAll(replica.told.keySet());
        });
        return pooled.size();
    }

    private void tell(MemberId member, Replica replica) {
        List<KeyRecord> records = new ArrayList<>();
        int bytes = 0;
        while (!replica.untold.isEmpty() && records.size() < PAGE_KEYS && bytes < PAGE_BYTES) {
            var next = replica.untold.pollFirstEntry();
            replica.told.put(next.getKey(), next.getValue());
            KeyRecord record = record(next.getKey(), next.getValue());
            records.add(record);
            bytes += record.key().bytes().length + (record.value() == null ? 0 : record.value().length);
        }
        if (!records.isEmpty()) {
            replica.sentNanos = place.nowNanos();
            replica.number = ++numbers;
            place.send(member, new Replicate(replica.number, records));
        }
    }

    private KeyRecord record(Key key, Version version) {
        Entry entry = entries.find(key);
        if (entry == null || !entry.hasValue()) {
            return new KeyRecord(key, null, version, null, 0);
        }
        return new KeyRecord(
                key, entry.value(), entry.version(), null, Deadline.left(entry.expiresNanos(), place.nowNanos()));
    }
}
