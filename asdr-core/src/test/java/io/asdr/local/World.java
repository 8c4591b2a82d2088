package io.asdr.local;

import io.asdr.protocol.entry.Entries.Role;
import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import org.jspecify.annotations.Nullable;

/**
 * One key of one partition at one member, and what the rest of the cluster may do about it by the rules of the protocol. Values are numbers: the n-th that was committed.
 *
 * <p>Time is what the world says. A read is right if its value was current at some moment between its begin and its end.
 */
final class World implements Stops {

    static final MemberId SELF = new MemberId(1);
    static final MemberId OWNER = new MemberId(2);
    static final MemberId NEXT_OWNER = new MemberId(3);
    static final Object KEY = "key";

    private static final Key ENCODED = new Key(new byte[] {7}, 7);
    private static final long LEASE_NANOS = 1_000;
    private static final long DRIFT_NANOS = 100;

    final Horizons horizons = new Horizons(0);
    final ReadIndex index = new ReadIndex();
    final PartitionStore store;
    // Volatile: readers on other threads compare what they got with these.
    private volatile long nowNanos = 1;
    private volatile int begun = 1;
    private volatile int committed = 1;
    private volatile int viewNumber = 1;
    private final HeapEntry first;
    private Runnable onLoaded = () -> {};

    /** A copy of the first value, under a contract and a lease, and in a STRICT table under a quorum lease too. It is not in the index yet. */
    World(boolean strict, MemberId owner, Role role) {
        store = new PartitionStore(horizons, index, strict, this);
        renew(owner);
        renewQuorum();
        serve(owner, role);
        first = put(committed);
        first.decoded(committed);
    }

    void onLoaded(Runnable next) {
        onLoaded = next;
    }

    @Override
    public void onLoaded() {
        onLoaded.run();
    }

    @Override
    public long nanos() {
        return nowNanos;
    }

    @Override
    public long millis() {
        return nowNanos / 1_000_000;
    }

    /** The last value that no read may miss that begins now. */
    int committed() {
        return committed;
    }

    /** The last value that a read may return that ends now. */
    int begun() {
        return begun;
    }

    /** A reader looks into the index, as {@code get} does. */
    @Nullable
    Object get() {
        return index.read(KEY, this);
    }

    /** What was found here, or else what the owner has. */
    int orOwner(@Nullable Object found) {
        return found == null ? committed : (Integer) found;
    }

    /** A reader that has the entry asks whether it may hand its value out, as {@code accept} and {@code peek} do. */
    @Nullable
    Object peek() {
        HeapEntry entry = index.find(KEY);
        Object value = entry == null ? null : entry.decoded();
        return entry != null && value != null && entry.isServable(this) ? value : null;
    }

    /** A newer value begins to be written, and is committed at once. */
    void commit() {
        int next = committed + 1;
        begun = next;
        committed = next;
    }

    /** Stores the committed value, and lets readers find it: an answer with a contract, or a replica that was told of the commit. */
    void keep() {
        HeapEntry entry = put(committed);
        entry.decoded(committed);
        index.fill(KEY, entry);
    }

    /** The owner commits: the new value takes the old one's place. */
    void replace() {
        int next = committed + 1;
        begun = next;
        HeapEntry entry = put(next);
        committed = next;
        // Readers get it from the lane, so not before it is left.
        entry.decoded(next);
    }

    private HeapEntry put(int value) {
        return (HeapEntry) store.put(ENCODED, new byte[] {1}, new Version(new ViewId(1, OWNER), value), viewNumber);
    }

    /** Gives the copy up. */
    void recall() {
        store.remove(ENCODED);
    }

    /** An update comes to a replica: the value is unreadable from here on. */
    void update() {
        HeapEntry entry = store.find(ENCODED);
        if (entry != null) {
            entry.retire();
        }
    }

    /** Gives everything up. */
    void release() {
        store.clear();
    }

    /** Time goes by until whoever gave a lease knows that it has ended. */
    void outlastLeases() {
        long now = nowNanos;
        nowNanos = now + LEASE_NANOS + DRIFT_NANOS;
    }

    /** A view poisons what was here before. */
    void poison() {
        int next = viewNumber + 1;
        store.raiseFloor(next);
        viewNumber = next;
    }

    void serve(MemberId owner, Role role) {
        store.serve(owner, role);
    }

    /** A new lease begins. */
    void renew(MemberId granter) {
        horizons.move(granter, nowNanos + LEASE_NANOS);
    }

    /** Majorities gave leases: this member may act and read in STRICT tables. */
    void renewQuorum() {
        horizons.moveQuorum(nowNanos + LEASE_NANOS);
    }

    /** Ends a lease before its time: the clocks disagreed, or this member stood still. */
    void end(MemberId granter) {
        horizons.move(granter, nowNanos);
    }

    void close() {
        horizons.close();
    }

    /** Who got the first value brings it into the index. */
    void fill() {
        index.fill(KEY, first);
    }

    /** The entry that readers find, or null. */
    @Nullable
    HeapEntry found() {
        return index.find(KEY);
    }
}
