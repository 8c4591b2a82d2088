package io.asdr.testkit;

import io.asdr.AsdrTable;
import io.asdr.AsyncTable;
import io.asdr.CallTimeoutException;
import io.asdr.CopyMode;
import io.asdr.NodeStatus;
import io.asdr.Ownership;
import io.asdr.TableConfig;
import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.spi.MemberId;
import io.asdr.spi.OwnershipStrategy;
import io.asdr.spi.ViewId;
import io.asdr.testkit.Operation.Kind;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.wire.Frames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One random life of a cluster, from one seed: clients read and write while members crash, join and leave and messages are lost, late and repeated. Then everything is healed, all calls must end, and the
 * history must be linearizable.
 */
public final class RandomRun {

    /**
     * What may happen in a run.
     *
     * @param members at the start
     * @param clients each makes one call after the other
     * @param keys half of the calls are on the first
     * @param calls of all clients together
     * @param crashes at most
     * @param joins at most
     * @param leaves at most
     * @param stepCrash chance that a crash comes at a protocol step: when a frame of some kind arrives
     * @param replicas of the table
     */
    public record Profile(
            int members,
            int clients,
            int keys,
            int calls,
            int crashes,
            int joins,
            int leaves,
            double stepCrash,
            int replicas,
            CopyMode copies,
            OwnershipStrategy strategy,
            int partitions,
            long thinkNanos,
            Faults faults) {

        /** A profile drawn from the seed. */
        public static Profile of(long seed) {
            SplittableRandom random = new SplittableRandom(seed ^ 0x5EED);
            OwnershipStrategy[] strategies = {
                Ownership.rendezvous(),
                Ownership.rendezvous(),
                Ownership.rendezvous(),
                Ownership.modulo(),
                Ownership.range(),
                Ownership.nodeChain()
            };
            return new Profile(
                    3 + random.nextInt(3),
                    4 + random.nextInt(3),
                    3 + random.nextInt(6),
                    200 + random.nextInt(60),
                    random.nextInt(4),
                    random.nextInt(4),
                    random.nextInt(2),
                    0.5,
                    random.nextInt(3),
                    random.nextInt(8) == 0 ? CopyMode.NONE : CopyMode.COHERENT,
                    strategies[random.nextInt(strategies.length)],
                    2 + random.nextInt(4),
                    2_000_000 + random.nextInt(12_000_000),
                    random.nextInt(3) == 0 ? Faults.NONE : Faults.SOME);
        }
    }

    /**
     * What a run showed.
     *
     * @param problems empty if all is well
     */
    public record Outcome(long seed, List<String> problems, Map<Occurrence, Integer> occurrences, History history) {

        /** The problems and the seed, for a failing test. */
        public String describe() {
            return "seed " + seed + " (run it alone with -Dseed=" + seed + "):\n" + String.join("\n", problems);
        }
    }

    private static final int MOST_MEMBERS = 5;
    private static final long SOON_NANOS = 15_000_000;
    private static final long DETECTION_NANOS = 30_000_000;
    private static final long SETTLE_NANOS = 60_000_000_000L;
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(20);

    private final long seed;
    private final Profile profile;
    private final Simulation simulation;
    private final History history = new History();
    private final Judge judge;
    private final SimulatedCluster cluster;
    private final TableConfig<String, String> config;
    private final List<String> problems = new ArrayList<>();
    private final TreeSet<Byte> kinds = new TreeSet<>();
    private int callsLeft;
    private int callsOpen;
    private int values;
    private boolean leaving;
    private boolean finished;
    private @Nullable Byte crashAt;
    private boolean crashAtClaim;
    private final SimulatedNetwork.Tap tap = this::onFrame;

    private RandomRun(long seed, Profile profile) {
        this.seed = seed;
        this.profile = profile;
        this.simulation = new Simulation(seed);
        this.judge = new Judge(simulation, history, profile.replicas());
        this.cluster = new SimulatedCluster(
                simulation,
                new SimulatedCluster.Setup(
                        1 + (int) (seed & 3),
                        profile.partitions(),
                        profile.strategy(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        Faults.NONE,
                        SimulatedGroups.Timing.QUICK,
                        1),
                judge::listener);
        this.config = TableConfig.of("t", String.class, String.class)
                .replicas(profile.replicas())
                .copies(profile.copies())
                .build();
        this.callsLeft = profile.calls();
        judge.watch(cluster);
    }

    /** Runs the life of {@code seed} with the profile that it draws. */
    public static Outcome run(long seed) {
        return run(seed, Profile.of(seed));
    }

    public static Outcome run(long seed, Profile profile) {
        return new RandomRun(seed, profile).live();
    }

    private Outcome live() {
        for (int i = 0; i < profile.members(); i++) {
            cluster.start();
        }
        for (SimulatedNode node : cluster.alive()) {
            node.node().table(config);
        }
        cluster.network().faults(profile.faults());
        for (int client = 0; client < profile.clients(); client++) {
            int number = client;
            simulation.after(simulation.random().nextLong(profile.thinkNanos()), () -> call(number, pick(ready())));
        }
        scheduleFaults();
        boolean ended = simulation.runUntil(
                () -> callsLeft <= 0 && callsOpen == 0 || !judge.violations().isEmpty(), SETTLE_NANOS);
        finished = true;
        cluster.network().untap(tap);
        cluster.network().faults(Faults.NONE);
        ended = ended && simulation.runUntil(() -> callsOpen == 0 && !leaving, SETTLE_NANOS);
        if (judge.violations().isEmpty()) {
            if (!ended) {
                problems.add(callsOpen + " calls did not end");
            } else if (!simulation.runUntil(judge::isHealed, SETTLE_NANOS)) {
                problems.add("the cluster did not heal:\n" + judge.describeUnhealed());
            } else {
                readEverything();
            }
        }
        judge.checkAll();
        problems.addAll(judge.violations());
        if (problems.isEmpty()) {
            Verdict verdict = new LinearizabilityChecker().check(history);
            if (!verdict.isLinearizable()) {
                problems.add(verdict.toString());
            }
        }
        return new Outcome(seed, problems, judge.occurrences(), history);
    }

    /** Every member must see the same, and what the history explains. */
    private void readEverything() {
        for (SimulatedNode node : cluster.alive()) {
            AsdrTable<String, String> table = node.node().table(config);
            for (int key = 0; key < profile.keys(); key++) {
                History.Call call = history.begin(simulation.nowNanos(), -2, "k" + key, Kind.GET);
                call.end(simulation.nowNanos(), table.get("k" + key));
            }
        }
    }

    private void scheduleFaults() {
        long span = profile.thinkNanos() * profile.calls() / profile.clients();
        cluster.network().tap(tap);
        long moment = 0;
        for (int i = 0; i < profile.crashes() + profile.joins(); i++) {
            // Often right after the one before: so views are skipped, and exchanges cut short.
            moment = moment > 0 && simulation.chance(0.4)
                    ? moment + simulation.random().nextLong(SOON_NANOS)
                    : simulation.random().nextLong(span);
            simulation.after(moment, i % 2 == 0 && i / 2 < profile.crashes() ? this::crash : this::join);
        }
        for (int i = 0; i < profile.leaves(); i++) {
            simulation.after(simulation.random().nextLong(span), this::leave);
        }
    }

    private void join() {
        if (cluster.alive().size() < MOST_MEMBERS && !finished) {
            cluster.join();
        }
    }

    /** Crashes a member now, or at a protocol step: when the next message of some kind arrives, its sender or its receiver. */
    private void crash() {
        if (simulation.chance(0.25)) {
            crashAtClaim = true;
        } else if (simulation.chance(profile.stepCrash()) && !kinds.isEmpty()) {
            List<Byte> seen = List.copyOf(kinds);
            crashAt = seen.get(simulation.random().nextInt(seen.size()));
        } else {
            crash(pick(ready()));
        }
    }

    /** Crashes a member soon after it got the right to build a value. */
    private void onClaimed(MemberId builder) {
        if (crashAtClaim) {
            crashAtClaim = false;
            simulation.after(simulation.random().nextLong(SOON_NANOS / 10), () -> crash(builder));
        }
    }

    private void crash(MemberId member) {
        cluster.alive().stream()
                .filter(node -> node.id().equals(member))
                .findFirst()
                .ifPresent(this::crash);
    }

    private void onFrame(MemberId from, MemberId to, byte[] frame) {
        byte kind = frame[0];
        kinds.add(kind);
        if (crashAtClaim && isClaimed(frame)) {
            onClaimed(to);
        }
        if (crashAt != null && crashAt == kind && simulation.chance(0.5)) {
            crashAt = null;
            crash(simulation.chance(0.5) ? from : to);
        }
    }

    private static boolean isClaimed(byte[] frame) {
        boolean[] claimed = {false};
        Frames.decode(ByteBuffer.wrap(frame), new Frames.Handler() {
            @Override
            public void onPartitionMessage(ViewId view, int table, int partition, PartitionMessage message) {
                claimed[0] = message instanceof CallMessage.Reply reply
                        && reply.outcome().status() == io.asdr.protocol.message.Outcome.Status.CLAIMED;
            }

            @Override
            public void onMemberMessage(MemberMessage message) {
                claimed[0] = false;
            }
        });
        return claimed[0];
    }

    /** Two members that are ready must stay: else what goes on is another cluster. */
    private void crash(SimulatedNode node) {
        boolean counts = node.node().status() == NodeStatus.READY;
        if (ready().size() > (counts ? 2 : 1) && !finished) {
            judge.onCrash();
            cluster.crash(node, 1 + simulation.random().nextLong(DETECTION_NANOS));
        }
    }

    private void leave() {
        if (ready().size() > 2 && !leaving && !finished) {
            leaving = true;
            SimulatedNode node = pick(ready());
            int held = cluster.leave(node, LEAVE_TIMEOUT);
            leaving = false;
            if (held > 0 && !node.isCrashed()) {
                problems.add(node.node().name() + " could not hand over " + held + " partitions");
                problems.add(judge.describeUnhealed());
            }
        }
    }

    private List<SimulatedNode> ready() {
        return cluster.alive().stream()
                .filter(node -> node.node().status() == NodeStatus.READY)
                .toList();
    }

    private SimulatedNode pick(List<SimulatedNode> nodes) {
        return nodes.get(simulation.random().nextInt(nodes.size()));
    }

    private void call(int client, SimulatedNode at) {
        if (callsLeft <= 0) {
            return;
        }
        SimulatedNode member = at.isCrashed() || at.node().status() != NodeStatus.READY || simulation.chance(0.05)
                ? pick(ready())
                : at;
        callsLeft--;
        callsOpen++;
        String key = "k"
                + (simulation.random().nextBoolean() ? 0 : simulation.random().nextInt(profile.keys()));
        int draw = simulation.random().nextInt(20);
        try {
            AsyncTable<String, String> table =
                    member.node().<String, String>table(config).async();
            if (draw < 7) {
                end(client, member, begin(client, key, Kind.GET), table.get(key));
            } else if (draw < 9) {
                String value = value();
                end(client, member, begin(client, key, Kind.PUT, value), table.put(key, value));
            } else if (draw < 10) {
                String value = value();
                end(
                        client,
                        member,
                        begin(client, key, Kind.SET, value),
                        table.set(key, value).thenApply(v -> null));
            } else if (draw < 11) {
                String value = value();
                end(client, member, begin(client, key, Kind.PUT_IF_ABSENT, value), table.putIfAbsent(key, value));
            } else if (draw < 12) {
                String value = value();
                end(client, member, begin(client, key, Kind.REPLACE, value), table.replace(key, value));
            } else if (draw < 14) {
                end(client, member, begin(client, key, Kind.REMOVE), table.remove(key));
            } else if (draw < 18) {
                String value = value();
                History.Call call = begin(client, key, Kind.PUT_IF_ABSENT, value);
                end(
                        client,
                        member,
                        call,
                        table.computeIfAbsent(key, k -> value).thenApply(found -> value.equals(found) ? null : found));
            } else {
                String value = value();
                String[] before = new String[1];
                History.Call call = begin(client, key, Kind.PUT, value);
                end(
                        client,
                        member,
                        call,
                        table.compute(key, (k, present) -> {
                                    before[0] = present;
                                    return value;
                                })
                                .thenApply(written -> before[0]));
            }
        } catch (RuntimeException refused) {
            // The member was closing: nothing was begun.
            ended(client, member);
        }
    }

    private History.Call begin(int client, String key, Kind kind, String... arguments) {
        return history.begin(simulation.nowNanos(), client, key, kind, arguments);
    }

    private void end(int client, SimulatedNode member, History.Call call, CompletionStage<@Nullable String> stage) {
        boolean[] over = {false};
        stage.whenComplete((result, failure) -> {
            if (over[0]) {
                return;
            }
            over[0] = true;
            if (failure == null) {
                call.end(simulation.nowNanos(), result);
            } else if (isTimeout(failure) && !member.isCrashed()) {
                problems.add("a call had no answer in time: " + failure.getMessage() + "\n" + judge.describeBusy());
            }
            ended(client, member);
        });
        watch(client, member, over);
    }

    /** A call of a member that crashed never ends; its client goes on elsewhere. */
    private void watch(int client, SimulatedNode member, boolean[] over) {
        simulation.after(50_000_000, () -> {
            if (over[0]) {
                return;
            }
            if (member.isCrashed()) {
                over[0] = true;
                ended(client, member);
            } else {
                watch(client, member, over);
            }
        });
    }

    private void ended(int client, SimulatedNode member) {
        callsOpen--;
        simulation.after(simulation.random().nextLong(profile.thinkNanos()), () -> call(client, member));
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof CallTimeoutException
                || failure.getCause() instanceof CallTimeoutException
                || String.valueOf(failure.getMessage()).contains("had no answer in");
    }

    private String value() {
        return "v" + ++values;
    }
}
