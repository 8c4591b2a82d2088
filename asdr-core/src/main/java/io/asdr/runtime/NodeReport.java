package io.asdr.runtime;

import io.asdr.NodeClosedException;
import io.asdr.spi.View;
import java.util.Collection;
import java.util.Locale;

/** A page about a node, for people. */
final class NodeReport {

    private final Node node;
    private final StringBuilder page = new StringBuilder();

    private NodeReport(Node node) {
        this.node = node;
    }

    static String of(Node node, Collection<TypedTable<?, ?>> tables) {
        NodeReport report = new NodeReport(node);
        report.addMembers();
        report.addLanes();
        tables.forEach(report::addTable);
        return report.page.toString();
    }

    private void addMembers() {
        View view = node.view();
        line("node %s  %s", node.name(), node.status());
        line("view %d of %d members", view.id().epoch(), view.members().size());
        long now = node.engine().nanos();
        for (View.Member member : view.members()) {
            long leftNanos = node.engine().horizons().of(member.id()).untilNanos() - now;
            line(
                    "  %-24s address %5d  %-24s lease %5d ms%s%s",
                    member.peer().name(),
                    member.address(),
                    member.peer().endpoint(),
                    leftNanos / 1_000_000,
                    member.leaving() ? "  leaving" : "",
                    isSlow(leftNanos) ? "  slow" : "");
        }
    }

    /** Leases are renewed four times in their length: who has let two of them pass without an answer is slow. */
    private boolean isSlow(long leftNanos) {
        return leftNanos < node.leaseNanos() / 2;
    }

    private void addLanes() {
        long busy = node.engine().lanes().stream().filter(DataLane::isBusy).count();
        line("lanes %d  busy %d", node.engine().lanes().size(), busy);
    }

    private void addTable(TypedTable<?, ?> table) {
        ChainCounts chains = ChainCounts.of(node, table.id());
        line(
                "table %s  owns %d partitions  replicates %d  %s",
                table.name(), chains.owned(), chains.replicated(), moves(table.id()));
        line("  %s", table.stats());
    }

    private String moves(int table) {
        int notWhole = 0;
        int moving = 0;
        try {
            for (DataLane lane : node.engine().lanes()) {
                notWhole += node.inLane(lane.number(), present -> present.notWholeCount(table));
                moving += node.inLane(lane.number(), present -> present.movingCount(table));
            }
        } catch (NodeClosedException closed) {
            return "closed";
        }
        return "not whole " + notWhole + "  hand-overs under way " + moving;
    }

    private void line(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
