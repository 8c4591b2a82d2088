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
 * @param entries entries that are here now, of every kind (not a count since the start; {@code minus} keeps the later value)
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
        long entries) {

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
                entries);
    }

    /** Reads served from this heap. */
    public long localHits() {
        return ownerHits + replicaHits + copyHits;
    }
}
