package io.asdr.testkit;

import io.asdr.NodeStatus;
import io.asdr.local.HeapEntry;
import io.asdr.protocol.Invariants;
import io.asdr.protocol.Partitions;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.Key;
import io.asdr.runtime.EngineListener;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.View;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Watches a simulated cluster and says at once what is wrong.
 *
 * <p>A STRICT table is judged always, a SERVE table until a living member is out of the others' view: from then on each side serves what it has.
 *
 * <p>After each input: whatever copy can be read anywhere is the newest committed value (P1), and the {@link Invariants} hold. At a loss: more members fell than there are replicas (P2). Nothing that a
 * reader's copy restored is stale (P5). At a view: the {@link ViewRules} hold.
 */
final class Judge {

    /** Versions of two partitions may be the same. */
    private record Written(Place place, Version version) {}

    private record Place(int table, int partition, Key key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTable = Integer.compare(table, other.table);
            int byPartition = byTable != 0 ? byTable : Integer.compare(partition, other.partition);
            return byPartition != 0 ? byPartition : key.compareTo(other.key);
        }
    }

    private static final int CALM_LEASES = 3;
    private static final int INPUTS_BETWEEN_FULL_CHECKS = 8;

    private final Simulation simulation;
    private final History history;
    private final Profile profile;
    private final Occurrences occurrences;
    private final Trace trace;
    private final TreeMap<Place, Version> committed = new TreeMap<>();
    private final Map<Written, byte[]> values = new HashMap<>();
    private final boolean isAsync;
    private final TreeSet<Place> restored = new TreeSet<>();
    private final TreeSet<Place> again = new TreeSet<>();
    private final List<String> violations = new ArrayList<>();
    private final ViewRecord views = new ViewRecord(this::alive);
    private final ViewRules viewRules = new ViewRules();
    private final Scene scene = new Scene(this::alive);
    private @Nullable SimulatedCluster cluster;
    private @Nullable List<Operation> untilSplit;
    private boolean lostMajority;
    private boolean committing;
    private long inputs;

    Judge(Simulation simulation, History history, Profile profile, Occurrences occurrences, Trace trace) {
        this.simulation = simulation;
        this.history = history;
        this.profile = profile;
        this.isAsync = profile.table().config().replicationInterval() != null;
        this.occurrences = occurrences;
        this.trace = trace;
    }

    void watch(SimulatedCluster watched) {
        cluster = watched;
    }

    /** A member is about to end, or has ended, without having handed over what it had. */
    void onFall(SimulatedNode node) {
        onDisturbance();
        views.onFallen(node.id());
    }

    /** Something is about to go wrong. */
    void onDisturbance() {
        if (isHealed()) {
            views.onWhole(Math.min(profile.table().replicasThatCount(), alive().size() - 1));
            trace.say(() -> "all is whole");
        }
    }

    /** A member has left, having handed over all that it had. */
    void onLeft(SimulatedNode node) {
        views.onLeft(node.id());
    }

    /** A member goes on, and could read. */
    void onResumed() {
        checkFresh();
    }

    boolean isHealed() {
        return alive().stream().noneMatch(node -> node.node().status() == NodeStatus.JOINING)
                && Invariants.isHealed(alive().stream()
                        .map(node -> node.product().engine().allPartitions())
                        .toList());
    }

    /** Whether all is healed, every call is served, and nothing of the kind goes on any more. */
    boolean isQuiet() {
        return isHealed()
                && alive().stream()
                        .allMatch(node -> node.node().status() == NodeStatus.READY
                                && node.product().engine().allPartitions().stream()
                                        .noneMatch(Partitions::isBusy));
    }

    /** Whether a member knows of a table that moves to another key format. */
    boolean isMoving() {
        return alive().stream().anyMatch(Judge::isMoving);
    }

    private static boolean isMoving(SimulatedNode node) {
        return node.node().status() != NodeStatus.JOINING
                && node.product().view().settings().tables().stream().anyMatch(View.TableSettings::isMoving);
    }

    /** Whether the cluster has been whole for so long that nobody relies on an older view. */
    boolean isCalm() {
        return isHealed()
                && alive().stream().noneMatch(SimulatedNode::isPaused)
                && simulation.nowNanos() - views.newestNanos()
                        > CALM_LEASES * profile.lease().toNanos();
    }

    /** Whether a STRICT table can go on without {@code gone}: in the present view, and in each older one that somebody may still rely on. */
    boolean keepsMajorities(SimulatedNode gone) {
        if (isCalm()) {
            views.forgetOlder();
        }
        return views.keepsMajorities(gone.id());
    }

    List<MemberId> byAge() {
        return views.byAge();
    }

    /** Whether a member ended by itself, because it could not go on, on which a majority hung: then nobody can demand that a STRICT table goes on. */
    boolean lostMajority() {
        return lostMajority;
    }

    boolean wasSplit() {
        return views.wasSplit();
    }

    /** What the clients saw before the table was split, if it is one that may serve old values then. */
    @Nullable
    List<Operation> untilSplit() {
        return untilSplit;
    }

    List<String> violations() {
        return violations;
    }

    String describeUnhealed() {
        return scene.unhealed();
    }

    String describeBusy() {
        return scene.busy();
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
                    occurrences.count(Occurrence.VIEW_SKIPPED);
                }
                if (before != null && gap) {
                    occurrences.count(Occurrence.VIEW_WITH_GAP);
                }
                trace.say(() -> name + " installed " + describe(view) + (gap ? " with a gap" : ""));
                onInstalled(name, before, view, gap);
                checkAll();
            }

            @Override
            public void onCounted(Event event) {
                trace.say(() -> name + " " + event);
                note(event);
            }

            @Override
            public void onExpelled(String reason) {
                trace.say(() -> name + " is expelled: " + reason);
                fallByItself(name);
            }

            @Override
            public void onFatal(String reason) {
                trace.say(() -> name + " can't go on: " + reason);
            }

            @Override
            public void onInput(Partitions lane) {
                Invariants.check(lane).forEach(Judge.this::violated);
                afterInput(name);
            }

            @Override
            public void onFault(Throwable fault) {
                StackTraceElement[] trace = fault.getStackTrace();
                violated(name + ": " + fault + (trace.length == 0 ? "" : " at " + trace[0]));
            }
        };
    }

    private void onInstalled(String name, @Nullable View before, View view, boolean gap) {
        for (SimulatedNode node : alive()) {
            if (!node.node().name().equals(name)) {
                continue;
            }
            viewRules.onView(node.id(), before, view, gap).forEach(broken -> violated(name + ": " + broken));
            if (views.onView(node.id(), before, view, gap, simulation.nowNanos())) {
                occurrences.count(Occurrence.PUT_OUT_ALIVE);
                noteSplit();
            }
        }
    }

    private void noteSplit() {
        if (isJudged() && !profile.table().isStrict()) {
            untilSplit = history.operations();
        }
    }

    /** A lane acts in a view before its node tells of it: whether one of these puts a living member out. */
    private boolean isBeingSplit(int partition) {
        return alive().stream()
                .filter(node -> views.hasInstalled(node.id()))
                .anyMatch(node -> views.putsOut(
                        node.id(), Invariants.view(node.product().engine().partitionsOf(partition))));
    }

    private static String describe(View view) {
        return view.id() + " of "
                + view.members().stream()
                        .map(member -> member.peer().name() + (member.leaving() ? " (leaving)" : ""))
                        .toList()
                + " after " + view.line();
    }

    private void fallByItself(String name) {
        for (SimulatedNode node : alive()) {
            if (node.node().name().equals(name)) {
                occurrences.count(Occurrence.EXPELLED);
                lostMajority |= profile.table().isStrict() && !keepsMajorities(node);
                onFall(node);
            }
        }
    }

    private boolean isJudged() {
        return profile.table().isStrict() || untilSplit == null;
    }

    /** A copy becomes stale by a commit, readable by what its own member does, or (rarely looked at) by a lease. */
    private void afterInput(String name) {
        inputs++;
        if (committing || inputs % INPUTS_BETWEEN_FULL_CHECKS == 0) {
            committing = false;
            checkFresh();
            return;
        }
        for (SimulatedNode node : alive()) {
            if (node.node().name().equals(name)) {
                checkFresh(node);
            }
        }
    }

    /** Whatever can be read here and now is the newest committed value: I1 of the model. A member that stands still reads nothing. */
    private void checkFresh() {
        for (SimulatedNode node : alive()) {
            if (!node.isPaused()) {
                checkFresh(node);
            }
        }
    }

    private void checkFresh(SimulatedNode node) {
        if (!isJudged()) {
            return;
        }
        for (Map.Entry<Place, Version> entry : committed.entrySet()) {
            Place place = entry.getKey();
            Entry found = node.product()
                    .engine()
                    .partitionsOf(place.partition())
                    .peek(place.table(), place.partition(), place.key());
            if (found instanceof HeapEntry copy
                    && copy.isServable(node.product().engine().clock())
                    && !copy.version().equals(entry.getValue())) {
                if (!profile.table().isStrict() && isBeingSplit(place.partition())) {
                    noteSplit();
                    return;
                }
                violated(node.node().name() + " can read version " + copy.version() + " of key " + place.key()
                        + ", committed is " + entry.getValue() + "\n"
                        + scene.key(place.table(), place.partition(), place.key()));
            }
        }
    }

    private void note(Event event) {
        if (event instanceof Event.Committed commit) {
            Place place = new Place(commit.table(), commit.partition(), commit.key());
            Version before = committed.get(place);
            if (isJudged() && before != null && !commit.version().isAfter(before)) {
                violated("key " + place.key() + ": version " + commit.version() + " committed after " + before);
            }
            committed.put(place, commit.value() == null ? Version.NONE : commit.version());
            if (isAsync && commit.value() != null) {
                values.put(new Written(place, commit.version()), commit.value());
            }
            // What an owner writes by itself with a value is what was there already, and so may be that there is none.
            boolean removes = commit.value() == null && before != null && !before.equals(Version.NONE);
            if (!commit.call().isCalled() && removes) {
                occurrences.count(Occurrence.REMOVED_BY_THE_TABLE);
                history.add(new Operation(
                        -1,
                        text(place.key()),
                        Operation.Kind.LOST,
                        List.of(),
                        simulation.nowNanos() - 1,
                        isMoving() ? Operation.OPEN : simulation.nowNanos(),
                        null));
            }
            committing = true;
        } else if (event instanceof Event.OwnerCase owned) {
            occurrences.count(
                    switch (owned.which()) {
                        case STAYS -> Occurrence.OWNER_STAYS;
                        case PROMOTED -> Occurrence.OWNER_PROMOTED;
                        case PULLS -> Occurrence.OWNER_PULLS;
                        case RESTORES -> Occurrence.OWNER_RESTORES;
                    });
        } else if (event instanceof Event.WrittenAgain written) {
            occurrences.count(Occurrence.PENDING_WRITTEN_AGAIN);
            again.add(new Place(written.table(), written.partition(), written.key()));
        } else if (event instanceof Event.MetIncomplete) {
            occurrences.count(Occurrence.INCOMPLETE_MET);
        } else if (event instanceof Event.ReleasedHere released && released.writeInFlight()) {
            occurrences.count(Occurrence.RELEASE_DURING_WRITE);
        } else if (event instanceof Event.Restored back) {
            occurrences.count(Occurrence.COPY_RESTORED);
            Place place = new Place(back.table(), back.partition(), back.key());
            restored.add(place);
            fallBack(place, back.version());
        } else if (event instanceof Event.StaleSeen) {
            occurrences.count(Occurrence.STALE_MESSAGE);
        } else if (event instanceof Event.AnsweredFromRecord) {
            occurrences.count(Occurrence.ANSWERED_FROM_RECORD);
        } else if (event instanceof Event.ClaimFreed) {
            occurrences.count(Occurrence.CLAIM_FREED);
        } else if (event instanceof Event.Lost lost) {
            occurrences.count(Occurrence.PARTITION_LOST);
            if (isJudged()) {
                onLost(lost);
            }
        } else {
            noteOfSectionSix(event);
        }
    }

    /** Where writes don't wait for replicas, what is restored may be older than what was committed last. */
    private void fallBack(Place place, Version version) {
        byte[] value = values.get(new Written(place, version));
        if (isAsync && value != null && !version.equals(committed.get(place))) {
            committed.put(place, version);
            history.add(new Operation(
                    -1,
                    text(place.key()),
                    Operation.Kind.LOST,
                    List.of(text(value)),
                    simulation.nowNanos() - 1,
                    isMoving() ? Operation.OPEN : simulation.nowNanos(),
                    null));
        }
    }

    private static String text(Key key) {
        return SpelledKeys.text(key.bytes(), Profile.NEXT_MAJOR);
    }

    /** Of a value: it is a string behind a byte for its length. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).substring(1);
    }

    private void noteOfSectionSix(Event event) {
        if (event instanceof Event.Approved approved) {
            occurrences.count(approved.approved() ? Occurrence.VIEW_APPROVED : Occurrence.VIEW_NOT_APPROVED);
            if (approved.approved()) {
                views.onApproved(approved.view());
            }
        } else if (event instanceof Event.Settled) {
            occurrences.count(Occurrence.VIEW_SETTLED);
        } else if (event instanceof Event.BaseDropped) {
            occurrences.count(Occurrence.BASE_DROPPED);
        } else if (event instanceof Event.MinorityEntered) {
            occurrences.count(Occurrence.MINORITY_ENTERED);
        } else if (event instanceof Event.MinorityLeft) {
            occurrences.count(Occurrence.MINORITY_LEFT);
        } else if (event instanceof Event.Held) {
            occurrences.count(profile.table().isStrict() ? Occurrence.HELD_STRICT : Occurrence.HELD_SERVE);
        } else if (event instanceof Event.Merging) {
            occurrences.count(Occurrence.MERGE_BEGUN);
        } else if (event instanceof Event.Merged) {
            occurrences.count(Occurrence.KEY_MERGED);
        }
    }

    /** P2, and what a loss means for the history: what was not restored is absent from now on. */
    private void onLost(Event.Lost lost) {
        if (!views.mayHaveLost()) {
            violated("partition " + lost.partition() + " was lost although only " + views.fallenCount()
                    + " members fell");
        }
        for (Place place : new ArrayList<>(committed.keySet())) {
            if (place.table() == lost.table() && place.partition() == lost.partition() && !restored.contains(place)) {
                // While a table moves, the other half of its partitions may have the key still, or have it already.
                boolean open = again.contains(place) || isMoving();
                committed.put(place, Version.NONE);
                history.add(new Operation(
                        -1,
                        text(place.key()),
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

    private void violated(String what) {
        if (violations.size() < 3) {
            violations.add("at " + simulation.nowNanos() / 1_000 + " us: " + what);
        }
    }

    private List<SimulatedNode> alive() {
        return cluster == null ? List.of() : cluster.alive();
    }
}
