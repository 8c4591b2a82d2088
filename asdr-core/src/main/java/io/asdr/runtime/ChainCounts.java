package io.asdr.runtime;

import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import java.util.List;

/** In how many chains of a table a member is, by the view that it has. */
record ChainCounts(int owned, int replicated) {

    static ChainCounts of(Node node, int tableId) {
        PartitionTable present = node.table();
        int owned = 0;
        int replicated = 0;
        for (View.TableSettings settings : present.view().settings().tables()) {
            if (settings.id() != tableId) {
                continue;
            }
            for (int partition = 0; partition < present.partitionCount(tableId); partition++) {
                List<MemberId> chain = present.chain(partition, settings);
                if (chain.get(0).equals(node.id())) {
                    owned++;
                } else if (chain.contains(node.id())) {
                    replicated++;
                }
            }
        }
        return new ChainCounts(owned, replicated);
    }
}
