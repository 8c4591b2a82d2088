package io.asdr.protocol.entry;

import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The entries of one partition of one table, whatever this member is to them. Belongs to the partition's lane; what readers see of it changes in place. */
public interface Entries {

    @Nullable
    Entry find(Key key);

    /**
     * Stores a committed value as a new entry. The entry before is retired first.
     *
     * @param value null for an entry without a value (a tombstone, or the place of a pending write): not readable
     */
    default Entry put(Key key, byte @Nullable [] value, Version version, int tenure) {
        return put(key, value, version, tenure, 0);
    }

    /** The same for a value that ends, see {@link Deadline}. */
    Entry put(Key key, byte @Nullable [] value, Version version, int tenure, long expiresNanos);

    /** Stores a committed value that nobody may read here. */
    Entry putUnreadable(Key key, byte[] value, Version version, int tenure, long expiresNanos);

    /** Retires and forgets the key's entry. */
    void remove(Key key);

    /** Retires and forgets everything. */
    void clear();

    /** All entries, in an order that depends on nothing but the keys and the history. A copy. */
    List<Entry> all();

    /** How many entries there are, those without a value too. */
    int size();

    /** How many of them end by themselves. */
    int expiring();

    /**
     * Visits some entries; each stays where it is until the visit is over.
     *
     * @param cursor where to go on: 0 begins
     * @param most how many to visit, about
     * @return where to go on next time; 0 once all have been visited
     */
    int visit(int cursor, int most, Consumer<Entry> visitor);

    /** Whether a reader here may keep another copy of this table. */
    boolean hasRoom();

    /** The entry was named to make room, as a reader's copy or as the owner's: its lane deals with that now. */
    void onNamed(Entry victim, boolean copy);

    /** An entry that was named can't go now. */
    void spare(Entry victim);

    /** The oldest tenure whose entries are good here. */
    int floor();

    /** Poisons every entry of an older tenure at once. */
    void raiseFloor(int tenure);

    /** Says whose promises readers rely on from now on, and what this member is to the partition. Called after the floor was raised. */
    void serve(MemberId owner, Role role);

    /** The same for a replica of a STRICT table that relies on the promises of both owners, or of none where {@code before} is null. */
    void serveAsReplica(MemberId owner, @Nullable MemberId before);

    /** What a member is to a partition. */
    enum Role {
        OWNER,
        REPLICA,
        READER,
        /** An owner that may not read yet: nothing is readable. */
        WAITING_OWNER
    }
}
