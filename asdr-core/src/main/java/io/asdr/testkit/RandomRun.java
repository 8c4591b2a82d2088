package io.asdr.testkit;

import io.asdr.AsdrTable;
import io.asdr.spi.KeyFormat;
import io.asdr.testkit.Operation.Kind;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One random life of a cluster, from one seed: clients read and write while all sorts of things go wrong. Then everything is healed: all calls must end, every partition must become complete, all members must read
 * the same, and the history must be linearizable (for a SERVE table that was split: up to then).
 */
public final class RandomRun {

    /**
     * What a run showed.
     *
     * @param problems empty if all is well
     */
    public record Outcome(
            long seed, Profile profile, List<String> problems, Map<Occurrence, Integer> occurrences, History history) {

        /** The problems and the seed, for a failing test. */
        public String describe() {
            return "seed " + seed + " (run it alone with -Dseed=" + seed + "), " + profile + ":\n"
                    + String.join("\n", problems);
        }
    }

    private static final long SETTLE_NANOS = 60_000_000_000L;
    private static final long AFTERMATH_NANOS = 2_000_000_000L;
    private static final long FIRST_ALONE_NANOS = 200_000_000;
    private static final KeyFormat NEXT = new KeyFormat(Profile.NEXT_MAJOR, 0);
    private static final int LAST_READER = -2;

    private final long seed;
    private final Profile profile;
    private final Simulation simulation;
    private final History history = new History();
    private final Occurrences occurrences = new Occurrences();
    private final Judge judge;
    private final SimulatedCluster cluster;
    private final Clients clients;
    private final FaultInjector faults;
    private final List<String> problems = new ArrayList<>();

    private RandomRun(long seed, Profile profile, @Nullable Consumer<String> lines) {
        this.seed = seed;
        this.profile = profile;
        this.simulation = new Simulation(seed);
        Trace trace = lines == null ? Trace.none(simulation) : Trace.to(simulation, lines);
        this.judge = new Judge(simulation, history, profile, occurrences, trace);
        this.cluster = new SimulatedCluster(
                simulation,
                new SimulatedCluster.Setup(
                        1 + (int) (seed & 3),
                        profile.partitions(),
                        profile.strategy(),
                        profile.lease(),
                        Duration.ofSeconds(30),
                        Faults.NONE,
                        profile.groups(),
                        profile.table().isStrict() ? profile.members() : 1),
                judge::listener);
        this.clients = new Clients(simulation, cluster, profile, history, occurrences, this::clientProblem);
        this.faults =
                new FaultInjector(simulation, cluster, profile, judge, clients, occurrences, trace, this::problem);
        judge.watch(cluster);
    }

    /** Runs the life of {@code seed} with the profile that it draws. */
    public static Outcome run(long seed) {
        return run(seed, Profile.of(seed));
    }

    public static Outcome run(long seed, Profile profile) {
        return new RandomRun(seed, profile, null).live();
    }

    /** Runs the life of {@code seed}, and tells {@code lines} what happens in it. */
    public static Outcome run(long seed, Profile profile, Consumer<String> lines) {
        return new RandomRun(seed, profile, lines).live();
    }

    private Outcome live() {
        for (int i = 0; i < profile.members(); i++) {
            faults.onJoined(cluster.join());
            if (i == 0 && profile.movesKeys()) {
                // It makes the first view, and all read its format.
                simulation.runFor(FIRST_ALONE_NANOS);
                cluster.newcomersRead(NEXT, SpelledKeys.converter(Profile.NEXT_MAJOR, KeyFormat.FIRST.major()));
            }
        }
        simulation.runUntil(() -> clients.usable().size() == profile.members() && judge.isHealed(), SETTLE_NANOS);
        openEverywhere();
        simulation.runUntil(judge::isQuiet, SETTLE_NANOS);
        clients.start();
        faults.start();
        simulation.runUntil(
                () -> clients.areDone() || !judge.violations().isEmpty() || !problems.isEmpty(), SETTLE_NANOS);
        clients.stop();
        faults.finish();
        if (problems.isEmpty() && judge.violations().isEmpty()) {
            settle();
        }
        judge.checkAll();
        problems.addAll(judge.violations());
        if (problems.isEmpty()) {
            checkHistory();
        }
        cluster.network().count(occurrences);
        return new Outcome(seed, profile, problems, occurrences.toMap(), history);
    }

    private void openEverywhere() {
        for (SimulatedNode node : cluster.alive()) {
            open(node);
        }
    }

    private AsdrTable<String, String> open(SimulatedNode node) {
        return node.node().table(profile.table().config(node.keyMajor()));
    }

    /** All keys have come to the format that all members have, unless one is left that has the first. */
    private boolean isMoved() {
        boolean mixed =
                cluster.alive().stream().map(SimulatedNode::keyMajor).distinct().count() > 1;
        return mixed
                || cluster.alive().stream()
                        .allMatch(node -> node.product().view().settings().tables().stream()
                                .allMatch(table -> table.keyMajor() == node.keyMajor() && !table.isMoving()));
    }

    /** Everything is healed: nothing may be left of what went wrong. */
    private void settle() {
        boolean ended = simulation.runUntil(() -> clients.areDone() && !faults.isLeaving(), SETTLE_NANOS);
        if (!judge.violations().isEmpty() || !problems.isEmpty() || judge.lostMajority()) {
            return;
        }
        if (!ended) {
            problem(clients.openCount() + " calls did not end:\n" + judge.describeBusy());
        } else if (!simulation.runUntil(judge::isHealed, SETTLE_NANOS)) {
            problem("the cluster did not heal:\n" + judge.describeUnhealed());
        } else if (!endsMove()) {
            problem("the table does not come to the key format that all members have:\n" + judge.describeBusy());
        } else if (!simulation.runUntil(judge::isQuiet, SETTLE_NANOS)) {
            problem("the cluster does not come to rest:\n" + judge.describeBusy());
        } else {
            // What a merge policy of the application chose is written by its executor.
            simulation.runFor(AFTERMATH_NANOS);
            readEverything();
        }
    }

    private boolean endsMove() {
        // Only who has opened a table brings its keys to the next format.
        openEverywhere();
        if (!simulation.runUntil(this::isMoved, SETTLE_NANOS)) {
            return false;
        }
        if (profile.movesKeys()
                && cluster.alive().get(0).product().view().settings().tables().stream()
                        .allMatch(table -> table.keyMajor() == Profile.NEXT_MAJOR)) {
            occurrences.count(Occurrence.KEYS_MOVED);
        }
        return true;
    }

    /** Every member must see the same. */
    private void readEverything() {
        for (int number = 0; number < profile.load().keys(); number++) {
            String key = "k" + number;
            int removed = occurrences.of(Occurrence.REMOVED_BY_THE_TABLE);
            List<@Nullable String> seen = new ArrayList<>();
            for (SimulatedNode node : cluster.alive()) {
                AsdrTable<String, String> table = open(node);
                History.Call call = history.begin(simulation.nowNanos(), LAST_READER, key, Kind.GET);
                try {
                    String value = table.get(key);
                    call.end(simulation.nowNanos(), value);
                    seen.add(value);
                } catch (RuntimeException refused) {
                    problem(node.node().name() + " does not serve key " + key + " after all was healed: " + refused);
                }
            }
            // What the table lets go between two reads may differ; whether it may is for the history to say.
            if (removed == occurrences.of(Occurrence.REMOVED_BY_THE_TABLE)
                    && seen.stream().anyMatch(value -> !Objects.equals(value, seen.get(0)))) {
                problem("after all was healed, members read different values of key " + key + ": " + seen + "\n"
                        + judge.describeBusy());
            }
        }
    }

    private void checkHistory() {
        List<Operation> whole = history.operations();
        List<Operation> untilSplit = judge.untilSplit();
        Verdict verdict = new LinearizabilityChecker().check(untilSplit == null ? whole : untilSplit);
        if (!verdict.isLinearizable()) {
            problem(verdict.toString());
        }
        checkWritten(whole);
    }

    /** Nobody ever read what nobody wrote. */
    private void checkWritten(List<Operation> operations) {
        TreeSet<String> written = new TreeSet<>();
        for (Operation operation : operations) {
            operation.arguments().forEach(value -> written.add(operation.key() + " " + value));
        }
        for (Operation operation : operations) {
            String result = operation.result();
            if (result != null
                    && !operation.kind().answersYesOrNo()
                    && !written.contains(operation.key() + " " + result)) {
                problem("a value that nobody wrote: " + operation);
            }
        }
    }

    private void clientProblem(String what) {
        if (!judge.lostMajority()) {
            problem(what + "\n" + judge.describeBusy());
        }
    }

    private void problem(String what) {
        if (problems.size() < 3) {
            problems.add("at " + simulation.nowNanos() / 1_000 + " us: " + what);
        }
    }
}
