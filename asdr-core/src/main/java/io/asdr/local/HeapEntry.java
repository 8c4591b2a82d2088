package io.asdr.local;

import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.entry.Pending;
import io.asdr.protocol.message.Key;
import io.asdr.spi.Clock;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry on this heap, key and value in one array.
 *
 * <p>A reader loads, in this order: the horizon's end, the value, whether it is retired, the floor, and the clock last. The value can only become unreadable, but a horizon can be renewed: a
 * reader that was stopped between two loads would return an old value under a new lease if it read the clock first.
 */
public final class HeapEntry implements Entry, Resident {

    private static final long[] NO_HOLDERS = {};

    private final PartitionStore store;
    private final byte[] data;
    private final int keyLength;
    private final boolean present;
    private final long hash;
    private final ViewId view;
    private final long counter;
    private final int tenure;
    private final long expiresNanos;
    private long usedNanos;
    private long[] holders = NO_HOLDERS;
    /** Under which number each holder got its copy; empty where nobody asks for that. */
    private long[] grants = NO_HOLDERS;

    private @Nullable Pending pending;
    // Volatile: set once by the lane; a reader that sees false read a value that was good after it loaded the horizon.
    private volatile boolean retired;
    // Plain, as above: see Resident.
    private byte uses;
    private byte place;
    private boolean leaving;
    // Plain: readers set it, the lane's scan takes it back; a use that is lost in the race is noted at the next.
    private boolean used;
    // Volatile: set by a reader with a decoded object, whose fields must be visible to the next one.
    private volatile @Nullable Object decoded;
    // Volatile: who fills the index writes this, then reads `retired`; who retires does the reverse; so one of the two
    // removes the key.
    private volatile @Nullable Object indexKey;
    /** The next entry of the same bucket; belongs to the lane. */
    @Nullable
    HeapEntry next;

    HeapEntry(
            PartitionStore store,
            Key key,
            byte @Nullable [] value,
            Version version,
            int tenure,
            long expiresNanos,
            long usedNanos) {
        this.store = store;
        this.keyLength = key.bytes().length;
        this.present = value != null;
        this.hash = key.hash();
        this.view = version.view();
        this.counter = version.counter();
        this.tenure = tenure;
        this.expiresNanos = expiresNanos;
        this.usedNanos = usedNanos;
        int valueLength = value == null ? 0 : value.length;
        byte[] both = Arrays.copyOf(key.bytes(), keyLength + valueLength);
        if (value != null) {
            System.arraycopy(value, 0, both, keyLength, valueLength);
        }
        this.data = both;
        this.retired = value == null;
    }

    /**
     * What may be read here and now, or null. Any thread; allocates nothing, locks nothing.
     *
     * @return the decoded value; null if nothing may be read, or if it was not decoded yet
     */
    @Nullable
    Object read(Clock clock) {
        long untilNanos = store.lease().untilNanos();
        Object value = decoded;
        if (value == null || retired || tenure < store.floor()) {
            return null;
        }
        return isLive(untilNanos, clock.nanos()) ? value : null;
    }

    /** Whether the value may be read here and now. For a reader that got the value from this entry before. */
    public boolean isServable(Clock clock) {
        long untilNanos = store.lease().untilNanos();
        return !retired && tenure >= store.floor() && isLive(untilNanos, clock.nanos());
    }

    /** The value is looked at last: it has its end from the beginning. */
    private boolean isLive(long untilNanos, long nowNanos) {
        return Horizon.isLive(untilNanos, nowNanos) && !isExpired(nowNanos);
    }

    /** How long the lease on which this entry may be read runs still, in nanoseconds; negative if it has ended. */
    public long leaseLeftNanos(Clock clock) {
        return store.lease().untilNanos() - clock.nanos();
    }

    public @Nullable Object decoded() {
        return decoded;
    }

    /** Keeps a decoded value for later readers. */
    public void decoded(Object value) {
        decoded = value;
    }

    /** What this member is to the entry's partition. */
    public PartitionStore store() {
        return store;
    }

    void indexKey(@Nullable Object key) {
        indexKey = key;
    }

    @Nullable
    Object indexKey() {
        return indexKey;
    }

    boolean matches(Key key) {
        return hash == key.hash() && Arrays.equals(data, 0, keyLength, key.bytes(), 0, key.bytes().length);
    }

    @Override
    public long hash() {
        return hash;
    }

    @Override
    public Key key() {
        return new Key(Arrays.copyOf(data, keyLength), hash);
    }

    @Override
    public byte @Nullable [] value() {
        return present ? Arrays.copyOfRange(data, keyLength, data.length) : null;
    }

    @Override
    public boolean hasValue() {
        return present;
    }

    @Override
    public Version version() {
        return new Version(view, counter);
    }

    @Override
    public int tenure() {
        return tenure;
    }

    @Override
    public boolean isReadable() {
        return !retired;
    }

    @Override
    public void retire() {
        retired = true;
        Object key = indexKey;
        if (key != null) {
            store.index().remove(key, this);
        }
    }

    @Override
    public @Nullable Pending pending() {
        return pending;
    }

    @Override
    public void pending(@Nullable Pending next) {
        pending = next;
    }

    @Override
    public long expiresNanos() {
        return expiresNanos;
    }

    @Override
    public void markUsed() {
        // The line is shared by all readers: it is written only where that changes something.
        if (!used) {
            used = true;
        }
        hit();
    }

    @Override
    public boolean takeUsed() {
        boolean taken = used;
        used = false;
        return taken;
    }

    /** The same again as another object, readable if this one is. */
    HeapEntry copy() {
        HeapEntry copy = new HeapEntry(store, key(), value(), version(), tenure, expiresNanos, usedNanos);
        copy.holders = holders;
        copy.grants = grants;
        copy.pending = pending;
        copy.decoded = decoded;
        copy.used = used;
        copy.uses = uses;
        copy.retired = retired;
        return copy;
    }

    @Override
    public int uses() {
        return uses;
    }

    @Override
    public void uses(int next) {
        uses = (byte) next;
    }

    @Override
    public int place() {
        return place;
    }

    @Override
    public void place(int next) {
        place = (byte) next;
    }

    /** Whether its owner is about to remove it, to make room; belongs to the lane. */
    boolean isLeaving() {
        return leaving;
    }

    void leaving(boolean next) {
        leaving = next;
    }

    @Override
    public long usedNanos() {
        return usedNanos;
    }

    @Override
    public void usedNanos(long nowNanos) {
        usedNanos = nowNanos;
    }

    @Override
    public List<MemberId> holders() {
        List<MemberId> members = new ArrayList<>(holders.length);
        for (long holder : holders) {
            members.add(new MemberId(holder));
        }
        return members;
    }

    @Override
    public void addHolder(MemberId member, long grant) {
        int at = 0;
        while (at < holders.length && holders[at] != member.incarnation()) {
            at++;
        }
        if (at == holders.length) {
            holders = Arrays.copyOf(holders, at + 1);
            holders[at] = member.incarnation();
        }
        if (grant != 0) {
            grants = Arrays.copyOf(grants, holders.length);
            grants[at] = Math.max(grants[at], grant);
        }
    }

    @Override
    public void removeHolder(MemberId member, long grant) {
        for (int at = 0; at < holders.length; at++) {
            if (holders[at] == member.incarnation() && at < grants.length && grants[at] <= grant) {
                int last = holders.length - 1;
                holders[at] = holders[last];
                grants = Arrays.copyOf(grants, holders.length);
                grants[at] = grants[last];
                holders = Arrays.copyOf(holders, last);
                grants = Arrays.copyOf(grants, last);
                return;
            }
        }
    }
}
