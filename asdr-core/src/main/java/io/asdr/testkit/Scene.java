package io.asdr.testkit;

import io.asdr.protocol.Invariants;
import io.asdr.protocol.Partitions;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.Key;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import java.util.List;
import java.util.function.Supplier;

/** What a simulated cluster looks like now, in words: for whoever has to find out what went wrong. */
final class Scene {

    private final Supplier<List<SimulatedNode>> alive;

    Scene(Supplier<List<SimulatedNode>> alive) {
        this.alive = alive;
    }

    /** What each member is to the partitions that are not healed. */
    String unhealed() {
        StringBuilder text = new StringBuilder();
        for (SimulatedNode node : alive.get()) {
            text.append("    ").append(head(node)).append('\n');
            for (Partitions lane : node.product().engine().allPartitions()) {
                for (String line : Invariants.describeUnhealed(lane)) {
                    text.append("        ").append(line).append('\n');
                }
            }
        }
        return text.toString();
    }

    /** What goes on at the owners. */
    String busy() {
        StringBuilder text = new StringBuilder();
        for (SimulatedNode node : alive.get()) {
            text.append("    ").append(head(node)).append('\n');
            for (Partitions lane : node.product().engine().allPartitions()) {
                Invariants.describeOwned(lane)
                        .forEach(line -> text.append("        ").append(line).append('\n'));
            }
        }
        return text.toString();
    }

    /** What each member has of one key. */
    String key(int table, int partition, Key key) {
        StringBuilder text = new StringBuilder();
        for (SimulatedNode node : alive.get()) {
            Partitions lane = node.product().engine().partitionsOf(partition);
            Entry entry = lane.peek(table, partition, key);
            text.append("    ").append(head(node)).append(' ');
            text.append(Invariants.describe(lane, table, partition));
            text.append(
                    entry == null
                            ? " no entry"
                            : " entry " + entry.version() + " of tenure " + entry.tenure()
                                    + (entry.isReadable() ? "" : " retired") + " pending " + entry.pending());
            text.append('\n');
        }
        return text.toString();
    }

    private static String head(SimulatedNode node) {
        return node.node().name() + ' ' + node.node().status() + (node.isPaused() ? " stands still" : "");
    }
}
