package io.asdr.local;

import io.asdr.local.TableRoom.Victims;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.Key;
import io.asdr.spi.Clock;
import io.asdr.spi.MemberId;
import io.asdr.spi.TableOptions;
import io.asdr.spi.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The entries of one partition: a hash table that only its lane changes. Floor and lease stand here once for all of them. */
public final class PartitionStore implements Entries {

    private static final int FIRST_BUCKETS = 4;

    private final Horizons horizons;
    private final ReadIndex index;
    private final boolean strict;
    private final Clock clock;
    /** Longer ago than any idle time. */
    private final long neverNanos;

    private final @Nullable TableRoom room;
    private final Victims victims;
    private final int partition;
    private @Nullable HeapEntry[] buckets = new HeapEntry[FIRST_BUCKETS];
    private int size;
    private int expiring;
    // Volatile: a reader loads it after the value; it only grows.
    private volatile int floor;
    // Volatile: a reader loads it first. It is replaced after the floor was raised, so who loads the new one sees the
    // new floor.
    private volatile Horizon lease;
    private volatile Role role = Role.READER;

    /** {@code strict}: whether the table is STRICT, so that all reads need the quorum lease too. */
    public PartitionStore(Horizons horizons, ReadIndex index, boolean strict, Clock clock) {
        this(horizons, index, strict, clock, 0, null, (victim, copy) -> {});
    }

    /** {@code victims} is told of entries, of any partition of the table, that are to make room. */
    PartitionStore(
            Horizons horizons,
            ReadIndex index,
            boolean strict,
            Clock clock,
            int partition,
            @Nullable TableRoom room,
            Victims victims) {
        this.partition = partition;
        this.room = room;
        this.victims = victims;
        this.horizons = horizons;
        this.index = index;
        this.strict = strict;
        this.clock = clock;
        this.neverNanos = clock.nanos() - TableOptions.ENDLESS_NANOS;
        this.lease = horizons.never();
    }

    @Override
    public @Nullable HeapEntry find(Key key) {
        for (HeapEntry entry = buckets[bucket(key.hash())]; entry != null; entry = entry.next) {
            if (entry.matches(key)) {
                return entry;
            }
        }
        return null;
    }

    @Override
    public Entry put(Key key, byte @Nullable [] value, Version version, int tenure, long expiresNanos) {
        return put(key, value, version, tenure, expiresNanos, value != null);
    }

    @Override
    public Entry putUnreadable(Key key, byte[] value, Version version, int tenure, long expiresNanos) {
        return put(key, value, version, tenure, expiresNanos, false);
    }

    private Entry put(
            Key key, byte @Nullable [] value, Version version, int tenure, long expiresNanos, boolean readable) {
        // Only the owner takes what comes for a use.
        long usedNanos = isOwner(role) ? clock.nanos() : neverNanos;
        HeapEntry entry = new HeapEntry(this, key, value, version, tenure, expiresNanos, usedNanos);
        if (!readable) {
            // Before anybody can find it.
            entry.retire();
        }
        HeapEntry before = unlink(key);
        if (before != null) {
            succeed(before, entry);
        }
        link(entry);
        if (room != null) {
            room.admit(before, entry, role, victims);
        }
        return entry;
    }

    /** Retires an entry; where readers have it in the index, the one that succeeds it takes its place there. */
    private void succeed(HeapEntry before, HeapEntry entry) {
        Object indexKey = before.indexKey();
        if (entry.isReadable() && indexKey != null && before.isReadable()) {
            // The key stays in the index: first the old value becomes unreadable, then the new one takes its place.
            entry.indexKey(indexKey);
            before.indexKey(null);
            before.retire();
            index.replace(indexKey, before, entry);
        } else {
            before.retire();
        }
    }

    @Override
    public void remove(Key key) {
        HeapEntry entry = unlink(key);
        if (entry != null) {
            entry.retire();
            forget(entry);
        }
    }

    @Override
    public void clear() {
        for (Entry entry : all()) {
            entry.retire();
            forget((HeapEntry) entry);
        }
        buckets = new HeapEntry[FIRST_BUCKETS];
        size = 0;
        expiring = 0;
    }

    @Override
    public List<Entry> all() {
        List<Entry> all = new ArrayList<>(size);
        for (HeapEntry first : buckets) {
            for (HeapEntry entry = first; entry != null; entry = entry.next) {
                all.add(entry);
            }
        }
        return all;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int expiring() {
        return expiring;
    }

    @Override
    public int visit(int cursor, int most, Consumer<Entry> visitor) {
        int bucket = cursor;
        int left = most;
        while (bucket < buckets.length && left > 0) {
            for (HeapEntry entry = buckets[bucket]; entry != null; entry = entry.next) {
                visitor.accept(entry);
                left--;
            }
            bucket++;
            left--;
        }
        return bucket < buckets.length ? bucket : 0;
    }

    @Override
    public boolean hasRoom() {
        return room == null || room.hasRoom();
    }

    int partition() {
        return partition;
    }

    @Override
    public void onNamed(Entry victim, boolean copy) {
        if (room != null && copy) {
            room.onNamedCopy();
        } else {
            ((HeapEntry) victim).leaving(true);
        }
    }

    @Override
    public void spare(Entry victim) {
        if (room != null) {
            room.spare((HeapEntry) victim, role);
        }
    }

    private void forget(HeapEntry entry) {
        if (room != null) {
            room.forget(entry, role);
        }
    }

    /** What were copies of readers counts as the owner's or a replica's from now on, or the other way round: as entries that have just come. */
    private void recount(Role next) {
        TableRoom counts = room;
        if (counts == null || next == role || isOwner(next) && isOwner(role)) {
            role = next;
            return;
        }
        List<Entry> all = all();
        all.forEach(entry -> forget((HeapEntry) entry));
        role = next;
        for (Entry entry : all) {
            HeapEntry before = (HeapEntry) entry;
            HeapEntry again = before.copy();
            again.next = before.next;
            replaceInBucket(before, again);
            succeed(before, again);
            counts.admit(null, again, next, victims);
        }
    }

    private void replaceInBucket(HeapEntry before, HeapEntry after) {
        int bucket = bucket(before.hash());
        HeapEntry first = buckets[bucket];
        if (first == before) {
            buckets[bucket] = after;
            return;
        }
        for (HeapEntry entry = first; entry != null; entry = entry.next) {
            if (entry.next == before) {
                entry.next = after;
            }
        }
    }

    private static boolean isOwner(Role role) {
        return role == Role.OWNER || role == Role.WAITING_OWNER;
    }

    @Override
    public int floor() {
        return floor;
    }

    @Override
    public void raiseFloor(int tenure) {
        floor = Math.max(floor, tenure);
    }

    @Override
    public void serve(MemberId owner, Role next) {
        recount(next);
        lease = switch (next) {
            case WAITING_OWNER -> horizons.never();
            case OWNER -> strict ? horizons.quorum() : horizons.of(owner);
            case REPLICA, READER -> strict ? horizons.strictOf(owner) : horizons.of(owner);
        };
    }

    @Override
    public void serveAsReplica(MemberId owner, @Nullable MemberId before) {
        recount(Role.REPLICA);
        lease = before == null ? horizons.never() : horizons.strictOfBoth(owner, before);
    }

    /** What this member is to the partition; any thread. */
    public Role role() {
        return role;
    }

    Horizon lease() {
        return lease;
    }

    ReadIndex index() {
        return index;
    }

    private int bucket(long hash) {
        // The partition was chosen by other bits of the spread hash.
        return (int) (hash ^ hash >>> 32) & buckets.length - 1;
    }

    private void link(HeapEntry entry) {
        if (size >= buckets.length) {
            grow();
        }
        int bucket = bucket(entry.hash());
        entry.next = buckets[bucket];
        buckets[bucket] = entry;
        size++;
        expiring += entry.expiresNanos() == 0 ? 0 : 1;
    }

    private @Nullable HeapEntry unlink(Key key) {
        int bucket = bucket(key.hash());
        HeapEntry before = null;
        for (HeapEntry entry = buckets[bucket]; entry != null; entry = entry.next) {
            if (entry.matches(key)) {
                if (before == null) {
                    buckets[bucket] = entry.next;
                } else {
                    before.next = entry.next;
                }
                entry.next = null;
                size--;
                expiring -= entry.expiresNanos() == 0 ? 0 : 1;
                return entry;
            }
            before = entry;
        }
        return null;
    }

    private void grow() {
        @Nullable HeapEntry[] old = buckets;
        buckets = new HeapEntry[old.length * 2];
        for (HeapEntry first : old) {
            HeapEntry entry = first;
            while (entry != null) {
                HeapEntry following = entry.next;
                int bucket = bucket(entry.hash());
                entry.next = buckets[bucket];
                buckets[bucket] = entry;
                entry = following;
            }
        }
    }
}
