package io.asdr.runtime;

import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.spi.View;
import java.util.Collection;

/** A page about a node, for people. */
final class NodeReport {

    private NodeReport() {}

    static String of(Node node, Collection<TypedTable<?, ?>> tables) {
        StringBuilder page = new StringBuilder();
        View view = node.view();
        page.append("node ")
                .append(node.name())
                .append("  ")
                .append(node.status())
                .append('\n');
        page.append("view ").append(view.id().epoch()).append('\n');
        long now = node.engine().nanos();
        for (View.Member member : view.members()) {
            long leftNanos = node.engine().horizons().of(member.id()).untilNanos() - now;
            page.append(String.format(
                    "  %-24s address %5d  %-24s lease %5d ms%s%n",
                    member.peer().name(),
                    member.address(),
                    member.peer().endpoint(),
                    leftNanos / 1_000_000,
                    member.leaving() ? "  leaving" : ""));
        }
        for (TypedTable<?, ?> table : tables) {
            int owned = 0;
            PartitionTable owners = node.table();
            for (int partition = 0; partition < owners.partitionCount(table.id()); partition++) {
                owned += owners.owner(table.id(), partition).equals(node.id()) ? 1 : 0;
            }
            page.append("table ")
                    .append(table.name())
                    .append("  owns ")
                    .append(owned)
                    .append(" partitions  ");
            page.append(table.stats()).append('\n');
        }
        return page.toString();
    }
}
