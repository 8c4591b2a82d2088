package io.asdr;

/**
 * Counts of one table at one member since it was opened there. Immutable; {@link #minus} gives the counts of an interval.
 *
 * @param ownerHits reads served from this heap as owner
 * @param replicaHits reads served from this heap as replica
 * @param copyHits reads served from this heap as a reader's copy
 * @param remoteReads reads that asked another member
 * @param writes calls that may change an entry, made by this member
 * @param loads loaders that ran here
 * @param recalls copies given up here because the owner asked for it
 * @param poisonedCopies copies here that a view change made unusable
 * @param promotedCopies copies here that a view change made part of a replica
 * @param poisonedByReturn those of {@code poisonedCopies} that became so because this member was out of the view for a while
 * @param poisonedByMerge those of {@code poisonedCopies} that became so because this member came from another part of a split cluster
 * @param poisonedByApplication keys that the application poisoned here
 * @param expired entries that this member removed as owner because their time to live was over
 * @param agedOut entries that this member removed as owner because nobody used them for {@code maxIdle}
 * @param evicted entries that this member removed as owner because there were more than {@code maxEntries}
 * @param droppedCopies copies here that were dropped because there were more than {@code maxCopies}
 * @param renewals messages by which this member told owners which of its copies it uses
 * @param refreshes requests for the new value of a copy that was given up for a write, made before anybody read it again
 * @param unusable reads here that found a value which {@code usable} does not count
 * @param refractoryRefusals calls of this member that were refused because their entry had been written a moment before
 * @param resends requests of this member that were sent again since no answer had come in time: it was lost, or its owner is slow, or waits for others
 * @param heldBack times that renewals or a refresh waited here because the owner was congested
 * @param movedKeys keys that this member brought to another key format
 * @param retained references to entries that are open here now (not a count since the start)
 * @param pooledWrites entries that this member wrote as owner and has yet to tell a replica of, now: what {@code replicaAcks(ASYNC)} would lose with this member (not a count since the start)
 * @param entries entries that are here now, of every kind (not a count since the start); of these three, {@code minus} keeps the later value
 */
public record TableStats(
        long ownerHits,
        long replicaHits,
        long copyHits,
        long remoteReads,
        long writes,
        long loads,
        long recalls,
        long poisonedCopies,
        long promotedCopies,
        long poisonedByReturn,
        long poisonedByMerge,
        long poisonedByApplication,
        long expired,
        long agedOut,
        long evicted,
        long droppedCopies,
        long renewals,
        long refreshes,
        long unusable,
        long refractoryRefusals,
        long resends,
        long heldBack,
        long movedKeys,
        long retained,
        long pooledWrites,
        long entries) {

    /** Nothing was counted. */
    public static final TableStats NONE =
            new TableStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** What was counted since {@code earlier}. */
    public TableStats minus(TableStats earlier) {
        return new TableStats(
                ownerHits - earlier.ownerHits,
                replicaHits - earlier.replicaHits,
                copyHits - earlier.copyHits,
                remoteReads - earlier.remoteReads,
                writes - earlier.writes,
                loads - earlier.loads,
                recalls - earlier.recalls,
                poisonedCopies - earlier.poisonedCopies,
                promotedCopies - earlier.promotedCopies,
                poisonedByReturn - earlier.poisonedByReturn,
                poisonedByMerge - earlier.poisonedByMerge,
                poisonedByApplication - earlier.poisonedByApplication,
                expired - earlier.expired,
                agedOut - earlier.agedOut,
                evicted - earlier.evicted,
                droppedCopies - earlier.droppedCopies,
                renewals - earlier.renewals,
                refreshes - earlier.refreshes,
                unusable - earlier.unusable,
                refractoryRefusals - earlier.refractoryRefusals,
                resends - earlier.resends,
                heldBack - earlier.heldBack,
                movedKeys - earlier.movedKeys,
                retained,
                pooledWrites,
                entries);
    }

    /** The counts of both, of two members say. */
    public TableStats plus(TableStats other) {
        return new TableStats(
                ownerHits + other.ownerHits,
                replicaHits + other.replicaHits,
                copyHits + other.copyHits,
                remoteReads + other.remoteReads,
                writes + other.writes,
                loads + other.loads,
                recalls + other.recalls,
                poisonedCopies + other.poisonedCopies,
                promotedCopies + other.promotedCopies,
                poisonedByReturn + other.poisonedByReturn,
                poisonedByMerge + other.poisonedByMerge,
                poisonedByApplication + other.poisonedByApplication,
                expired + other.expired,
                agedOut + other.agedOut,
                evicted + other.evicted,
                droppedCopies + other.droppedCopies,
                renewals + other.renewals,
                refreshes + other.refreshes,
                unusable + other.unusable,
                refractoryRefusals + other.refractoryRefusals,
                resends + other.resends,
                heldBack + other.heldBack,
                movedKeys + other.movedKeys,
                retained + other.retained,
                pooledWrites + other.pooledWrites,
                entries + other.entries);
    }

    /** Reads served from this heap. */
    public long localHits() {
        return ownerHits + replicaHits + copyHits;
    }
}
