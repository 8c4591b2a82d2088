package io.asdr.testkit;

import io.asdr.NodeStatus;
import io.asdr.local.HeapEntry;
import io.asdr.protocol.Invariants;
import io.asdr.protocol.Partitions;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.Key;
import io.asdr.runtime.EngineListener;
import io.asdr.spi.Version;
import io.asdr.spi.View;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Watches a simulated cluster and says at once what is wrong.
 *
 * <p>After each input: whatever copy can be read anywhere is the newest committed value (P1), and the {@link Invariants} hold. At a loss: more members fell than there are replicas (P2). Nothing that a
 * reader's copy restored is stale (P5).
 */
final class Judge {

    private record Place(int table, int partition, Key key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTable = Integer.compare(table, other.table);
            int byPartition = byTable != 0 ? byTable : Integer.compare(partition, other.partition);
            return byPartition != 0 ? byPartition : key.compareTo(other.key);
        }
    }

    private final Simulation simulation;
    private final History history;
    private final int replicas;
    private final TreeMap<Place, Version> committed = new TreeMap<>();
    private final TreeSet<Place> restored = new TreeSet<>();
    private final TreeSet<Place> again = new TreeSet<>();
    private final EnumMap<Occurrence, Integer> occurrences = new EnumMap<>(Occurrence.class);
    private final List<String> violations = new ArrayList<>();
    private @Nullable SimulatedCluster cluster;
    private int fallen;

    Judge(Simulation simulation, History history, int replicas) {
        this.simulation = simulation;
        this.history = history;
        this.replicas = replicas;
    }

    void watch(SimulatedCluster watched) {
        cluster = watched;
    }

    /** A member is about to crash. */
    void onCrash() {
        fallen = isHealed() ? 1 : fallen + 1;
    }

    boolean isHealed() {
        return alive().stream().noneMatch(node -> node.node().status() == NodeStatus.JOINING)
                && Invariants.isHealed(alive().stream()
                        .map(node -> node.product().engine().allPartitions())
                        .toList());
    }

    List<String> violations() {
        return violations;
    }

    Map<Occurrence, Integer> occurrences() {
        return occurrences;
    }

    /** Checks everything, everywhere. */
    void checkAll() {
        for (SimulatedNode node : alive()) {
            for (Partitions lane : node.product().engine().allPartitions()) {
                Invariants.check(lane).forEach(this::violated);
            }
        }
        checkFresh();
    }

    EngineListener listener(String name) {
        return new EngineListener() {
            @Override
            public void onView(@Nullable View before, View view, boolean gap) {
                boolean skipped = before != null && !gap && !view.line().get(0).equals(before.id());
                if (skipped) {
                    count(Occurrence.VIEW_SKIPPED);
                }
                checkAll();
            }

            @Override
            public void onCounted(Event event) {
                note(event);
            }

            @Override
            public void onInput(Partitions lane) {
                Invariants.check(lane).forEach(Judge.this::violated);
                checkFresh();
            }

            @Override
            public void onFault(Throwable fault) {
                StackTraceElement[] trace = fault.getStackTrace();
                violated(name + ": " + fault + (trace.length == 0 ? "" : " at " + trace[0]));
            }
        };
    }

    /** Whatever can be read here and now is the newest committed value: I1 of the model. */
    private void checkFresh() {
        for (SimulatedNode node : alive()) {
            for (Map.Entry<Place, Version> entry : committed.entrySet()) {
                Place place = entry.getKey();
                Entry found = node.product()
                        .engine()
                        .partitionsOf(place.partition())
                        .peek(place.table(), place.partition(), place.key());
                if (found instanceof HeapEntry copy
                        && copy.isServable(node.product().engine().clock())
                        && !copy.version().equals(entry.getValue())) {
                    violated(node.node().name() + " can read version " + copy.version() + " of key " + place.key()
                            + ", committed is " + entry.getValue() + "\n" + describe(place));
                }
            }
        }
    }

    /** What each member is to the partitions that are not healed. */
    String describeUnhealed() {
        StringBuilder text = new StringBuilder();
        for (SimulatedNode node : alive()) {
            for (Partitions lane : node.product().engine().allPartitions()) {
                for (String line : Invariants.describeUnhealed(lane)) {
                    text.append("    ")
                            .append(node.node().name())
                            .append(' ')
                            .append(node.node().status())
                            .append(' ')
                            .append(line)
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    /** What goes on at the owners. */
    String describeBusy() {
        StringBuilder text = new StringBuilder();
        for (SimulatedNode node : alive()) {
            for (Partitions lane : node.product().engine().allPartitions()) {
                Invariants.describeOwned(lane)
                        .forEach(line -> text.append("    ").append(line).append('\n'));
            }
        }
        return text.toString();
    }

    private String describe(Place place) {
        StringBuilder text = new StringBuilder();
        for (SimulatedNode node : alive()) {
            Partitions lane = node.product().engine().partitionsOf(place.partition());
            Entry entry = lane.peek(place.table(), place.partition(), place.key());
            text.append("    ").append(node.node().name()).append(' ');
            text.append(Invariants.describe(lane, place.table(), place.partition()));
            text.append(
                    entry == null
                            ? " no entry"
                            : " entry " + entry.version() + " of tenure " + entry.tenure()
                                    + (entry.isReadable() ? "" : " retired") + " pending " + entry.pending());
            text.append('\n');
        }
        return text.toString();
    }

    private void note(Event event) {
        if (event instanceof Event.Committed commit) {
            Place place = new Place(commit.table(), commit.partition(), commit.key());
            Version before = committed.get(place);
            if (before != null && !commit.version().isAfter(before)) {
                violated("key " + place.key() + ": version " + commit.version() + " committed after " + before);
            }
            committed.put(place, commit.value() == null ? Version.NONE : commit.version());
        } else if (event instanceof Event.OwnerCase owned) {
            count(
                    switch (owned.which()) {
                        case STAYS -> Occurrence.OWNER_STAYS;
                        case PROMOTED -> Occurrence.OWNER_PROMOTED;
                        case PULLS -> Occurrence.OWNER_PULLS;
                        case RESTORES -> Occurrence.OWNER_RESTORES;
                    });
        } else if (event instanceof Event.WrittenAgain written) {
            count(Occurrence.PENDING_WRITTEN_AGAIN);
            again.add(new Place(written.table(), written.partition(), written.key()));
        } else if (event instanceof Event.MetIncomplete) {
            count(Occurrence.INCOMPLETE_MET);
        } else if (event instanceof Event.ReleasedHere released && released.writeInFlight()) {
            count(Occurrence.RELEASE_DURING_WRITE);
        } else if (event instanceof Event.Restored back) {
            count(Occurrence.COPY_RESTORED);
            restored.add(new Place(back.table(), back.partition(), back.key()));
        } else if (event instanceof Event.StaleSeen) {
            count(Occurrence.STALE_MESSAGE);
        } else if (event instanceof Event.AnsweredFromRecord) {
            count(Occurrence.ANSWERED_FROM_RECORD);
        } else if (event instanceof Event.ClaimFreed) {
            count(Occurrence.CLAIM_FREED);
        } else if (event instanceof Event.Lost lost) {
            onLost(lost);
        }
    }

    /** P2, and what a loss means for the history: what was not restored is absent from now on. */
    private void onLost(Event.Lost lost) {
        if (fallen <= replicas) {
            violated("partition " + lost.partition() + " was lost although only " + fallen + " members fell");
        }
        for (Place place : new ArrayList<>(committed.keySet())) {
            if (place.table() == lost.table() && place.partition() == lost.partition() && !restored.contains(place)) {
                boolean open = again.contains(place);
                committed.put(place, Version.NONE);
                history.add(new Operation(
                        -1,
                        new String(place.key().bytes(), java.nio.charset.StandardCharsets.UTF_8).substring(1),
                        Operation.Kind.LOST,
                        List.of(),
                        simulation.nowNanos() - 1,
                        open ? Operation.OPEN : simulation.nowNanos(),
                        null));
            }
        }
        restored.clear();
        again.clear();
    }

    private void count(Occurrence occurrence) {
        occurrences.merge(occurrence, 1, Integer::sum);
    }

    private void violated(String what) {
        if (violations.size() < 3) {
            violations.add("at " + simulation.nowNanos() / 1_000 + " us: " + what);
        }
    }

    private List<SimulatedNode> alive() {
        return cluster == null ? List.of() : cluster.alive();
    }
}
