package io.asdr.protocol.entry;

import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key as this member has it. Any thread may read its value while {@link #isReadable()}; all else belongs to the partition's lane.
 *
 * <p>Invariant: an entry that became unreadable never becomes readable again. A new value is a new entry.
 */
public interface Entry {

    Key key();

    /** A copy of the committed value, or null where there is none: a pending write without a value before it, or a tombstone. */
    byte @Nullable [] value();

    /** Whether there is a committed value. */
    boolean hasValue();

    Version version();

    /** The tenure in which this member got the entry, as its number of the view. */
    int tenure();

    /** Whether the value has not been retired. It may still be poisoned by the floor, or the lease may have ended. */
    boolean isReadable();

    /** Makes the value unreadable for ever. */
    void retire();

    /** A newer value that is being written, or null. Set only on an entry that was retired. */
    @Nullable
    Pending pending();

    void pending(@Nullable Pending pending);

    /** When the value ends, see {@link Deadline}; 0 if never. */
    long expiresNanos();

    default boolean isExpired(long nowNanos) {
        return Deadline.isOver(expiresNanos(), nowNanos);
    }

    /** Notes a use, as a read here does by itself. Any thread. */
    void markUsed();

    /** Whether the entry was used since this was asked last. */
    boolean takeUsed();

    /** How often the entry was used lately, as far as that is counted. */
    int uses();

    /** When the entry was last seen to have been used; when it came, at first. */
    long usedNanos();

    void usedNanos(long nowNanos);

    /** At the owner: the members that hold a copy under a contract. */
    List<MemberId> holders();

    /** {@code grant} numbers the copy that the member got, in the order in which it asked; 0 where nobody will ask for that. */
    void addHolder(MemberId member, long grant);

    /** Forgets a holder that has nothing any more of what it got up to that number. */
    void removeHolder(MemberId member, long grant);
}
