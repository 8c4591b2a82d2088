package io.asdr.runtime;

import io.asdr.TableStats;
import io.asdr.local.ReadCounts;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of one table at this member. Thread-safe. */
final class TableMeters {

    final LongAdder remoteReads = new LongAdder();
    final LongAdder writes = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder recalls = new LongAdder();
    final LongAdder poisonedCopies = new LongAdder();
    final LongAdder promotedCopies = new LongAdder();

    TableStats stats(ReadCounts reads, long entries) {
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
                entries);
    }
}
