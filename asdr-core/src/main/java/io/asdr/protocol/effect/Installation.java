package io.asdr.protocol.effect;

import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a lane needs to know to install a view.
 *
 * @param before the view that this member had, or null
 * @param number this member's number of the view: one more for each that it installs
 * @param gap whether this member comes to the view as a new one
 * @param approved whether the view holds majorities of this member's bases: in a view that does not, an owner of a STRICT table commits nothing
 * @param departed until when the leases run that this member gave to members outside the view
 * @param wallAheadNanos by how much this member's wall clock is ahead of its monotonic one
 */
public record Installation(
        PartitionTable table,
        @Nullable View before,
        int number,
        boolean gap,
        boolean approved,
        Map<MemberId, Long> departed,
        long wallAheadNanos) {

    public View view() {
        return table.view();
    }
}
