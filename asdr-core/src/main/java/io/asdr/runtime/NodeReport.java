package io.asdr.runtime;

import io.asdr.NodeClosedException;
import io.asdr.spi.MemberStatus;
import io.asdr.spi.View;
import java.time.Instant;
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
                    (isSlow(leftNanos) ? "  slow" : "")
                            + (node.engine().isCongested(member.id()) ? "  congested" : ""));
            MemberStatus status = node.engine().statusOf(member.id());
            if (status != null) {
                line(
                        "    heap %d %%  busy lanes %d  waiting tasks %d  open calls %d  calls a second %d  errors %d",
                        status.heapPercent(),
                        status.busyLanes(),
                        status.waitingTasks(),
                        status.openCalls(),
                        status.callsPerSecond(),
                        status.errors());
            }
        }
    }

    /** Leases are renewed four times in their length: who has let two of them pass without an answer is slow. */
    private boolean isSlow(long leftNanos) {
        return leftNanos < node.leaseNanos() / 2;
    }

    private void addLanes() {
        line("lanes %d  busy %d", node.engine().lanes().size(), node.engine().busyCount());
    }

    private void addTable(TypedTable<?, ?> table) {
        ChainCounts chains = ChainCounts.of(node, table.id());
        line("table %s  owns %d partitions  replicates %d", table.name(), chains.owned(), chains.replicated());
        try {
            int notWhole = 0;
            int moving = 0;
            for (DataLane lane : node.engine().lanes()) {
                notWhole += node.inLane(lane.number(), present -> present.notWholeCount(table.id()));
                moving += node.inLane(lane.number(), present -> present.movingCount(table.id()));
            }
            line("  not whole %d  hand-overs under way %d", notWhole, moving);
            line("  %s", table.stats());
            for (LastPoisonings.Batch batch : node.lastPoisonings().of(table.id())) {
                line(
                        "  poisoned %d copies  %s by %s at %s",
                        batch.copies(),
                        batch.kind().what(),
                        batch.kind().by(),
                        Instant.ofEpochMilli(batch.wallMillis()));
            }
        } catch (NodeClosedException closed) {
            line("  closed");
        }
    }

    private void line(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
