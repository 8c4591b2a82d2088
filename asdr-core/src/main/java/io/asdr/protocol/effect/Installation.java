package io.asdr.protocol.effect;

import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import java.util.Map;

/**
 * What a lane needs to know to install a view.
 *
 * @param number this member's number of the view: one more for each that it installs
 * @param serve from where this member comes to it in SERVE tables
 * @param strict from where it comes to it in STRICT tables: views that may not act leave these as they were
 * @param approved whether the view holds majorities of this member's bases: in a view that does not, an owner of a STRICT table commits nothing
 * @param departed until when the leases run that this member gave to members outside the view
 * @param wallAheadNanos by how much this member's wall clock is ahead of its monotonic one
 */
public record Installation(
        PartitionTable table,
        int number,
        Passage serve,
        Passage strict,
        boolean approved,
        Map<MemberId, Long> departed,
        long wallAheadNanos) {

    public View view() {
        return table.view();
    }
}
