package io.asdr.runtime;

import io.asdr.TableStats;
import io.asdr.local.ReadCounts;
import io.asdr.protocol.effect.Event;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of one table at this member. Thread-safe. */
final class TableMeters {

    final LongAdder remoteReads = new LongAdder();
    final LongAdder writes = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder recalls = new LongAdder();
    final LongAdder poisonedCopies = new LongAdder();
    final LongAdder promotedCopies = new LongAdder();
    final LongAdder poisonedByReturn = new LongAdder();
    final LongAdder poisonedByMerge = new LongAdder();
    final LongAdder poisonedByApplication = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder agedOut = new LongAdder();
    final LongAdder evicted = new LongAdder();
    final LongAdder droppedCopies = new LongAdder();
    final LongAdder renewals = new LongAdder();
    final LongAdder movedKeys = new LongAdder();
    final LongAdder refreshes = new LongAdder();
    final LongAdder unusable = new LongAdder();
    final LongAdder refractoryRefusals = new LongAdder();
    final LongAdder resends = new LongAdder();
    final LongAdder heldBack = new LongAdder();
    /** References that are open now. */
    final LongAdder retained = new LongAdder();

    void poisoned(Event.Poisoned poisoned) {
        switch (poisoned.cause()) {
            case RETURN -> poisonedByReturn.add(poisoned.copies());
            case MERGE -> poisonedByMerge.add(poisoned.copies());
            case APPLICATION -> poisonedByApplication.add(poisoned.copies());
            case WRITE -> recalls.add(poisoned.copies());
            // Counted by what the view did.
            case VIEW_CHANGE -> {}
        }
    }

    /** The count of entries that the table itself removed for that reason. */
    LongAdder removed(Event.Cause cause) {
        return switch (cause) {
            case EXPIRED -> expired;
            case IDLE -> agedOut;
            case EVICTED -> evicted;
        };
    }

    TableStats stats(ReadCounts reads, long pooledWrites, long entries) {
        return new TableStats(
                reads.owner(),
                reads.replica(),
                reads.copy(),
                remoteReads.sum(),
                writes.sum(),
                loads.sum(),
                recalls.sum(),
                poisonedCopies.sum(),
                promotedCopies.sum(),
                poisonedByReturn.sum(),
                poisonedByMerge.sum(),
                poisonedByApplication.sum(),
                expired.sum(),
                agedOut.sum(),
                evicted.sum(),
                droppedCopies.sum(),
                renewals.sum(),
                refreshes.sum(),
                unusable.sum(),
                refractoryRefusals.sum(),
                resends.sum(),
                heldBack.sum(),
                movedKeys.sum(),
                retained.sum(),
                pooledWrites,
                entries);
    }
}
