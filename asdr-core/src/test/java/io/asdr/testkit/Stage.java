package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.AsdrTable;
import io.asdr.CallTimeoutException;
import io.asdr.KeyConverter;
import io.asdr.NodeStatus;
import io.asdr.NotInMajorityException;
import io.asdr.event.AsdrEvent;
import io.asdr.protocol.Partitions;
import io.asdr.protocol.effect.Event;
import io.asdr.runtime.EngineListener;
import io.asdr.spi.KeyFormat;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import io.asdr.testkit.Operation.Kind;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a scenario plays: a simulated cluster with one table, whose calls are all in one history and which a {@link Judge} watches from the first input to the last.
 *
 * <p>A scenario brings the faults, through {@link #disturb} so that the judge knows of them, asserts that it came where it wanted to, and ends with {@link #settle}.
 */
public final class Stage {

    /** Service must be back so long after all is healed (FAULTS 4). */
    public static final long RECOVERY_NANOS = 5_000_000_000L;

    private static final long MILLI = 1_000_000;
    private static final long START_NANOS = 60_000 * MILLI;
    private static final long MERGE_NANOS = 1_000 * MILLI;
    private static final int MOST_KEYS = 1_000;

    /** A call that a scenario goes on beside. */
    public static final class Call {
        private boolean done;
        private @Nullable String result;
        private @Nullable Throwable failure;

        private Call() {}

        public boolean isDone() {
            return done;
        }

        /** What the call returned. */
        @Nullable
        public String result() {
            assertThat(done).as("the call has ended").isTrue();
            assertThat(failure).as("what the call threw").isNull();
            return result;
        }

        /** What the call threw, or null. */
        @Nullable
        public Throwable failure() {
            return failure;
        }
    }

    private final Simulation simulation;
    private final History history = new History();
    private final Profile profile;
    private final Judge judge;
    private final SimulatedCluster cluster;
    private final Clients clients;
    private final List<Event> events = new ArrayList<>();
    private final Map<String, List<AsdrEvent>> told = new LinkedHashMap<>();
    private final Map<String, List<String>> expelled = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private int callers;

    /** A cluster whose members are all ready, with the table open at each. */
    public Stage(Plan plan) {
        this(plan, plan.members());
    }

    private Stage(Plan plan, int started) {
        simulation = new Simulation(plan.seed());
        profile = plan.profile();
        Occurrences occurrences = new Occurrences();
        judge = new Judge(simulation, history, profile, occurrences, Trace.none(simulation));
        cluster = new SimulatedCluster(simulation, plan.setup(), name -> observer(name, judge.listener(name)));
        judge.watch(cluster);
        clients = new Clients(simulation, cluster, profile, history, occurrences, problems::add);
        for (int i = 0; i < started; i++) {
            join();
        }
        if (started > 0) {
            assertThat(runUntil(this::isWhole, START_NANOS))
                    .as("a cluster forms")
                    .isTrue();
            cluster.alive().forEach(this::table);
            assertThat(runUntil(this::isQuiet, START_NANOS))
                    .as("the table is open")
                    .isTrue();
        }
    }

    /** Nobody is there yet. */
    public static Stage empty(Plan plan) {
        return new Stage(plan, 0);
    }

    public Simulation simulation() {
        return simulation;
    }

    /** For what is no fault. */
    public SimulatedCluster cluster() {
        return cluster;
    }

    /** For the next fault. */
    public SimulatedCluster disturb() {
        judge.onDisturbance();
        return cluster;
    }

    /** Adds a member; it becomes ready later. */
    public SimulatedNode join() {
        return hear(cluster.join());
    }

    /** Adds a member with so many lanes that asks for this address (0: for any); it becomes ready later. */
    public SimulatedNode join(int laneCount, int address) {
        return hear(cluster.join(laneCount, address));
    }

    /** Adds a member of that name; it becomes ready later. */
    public SimulatedNode join(String name) {
        return hear(cluster.join(name));
    }

    /** Adds a member that reads these key formats. */
    public SimulatedNode join(KeyFormat format, KeyConverter... converters) {
        return hear(cluster.join(format, converters));
    }

    /** Adds a member at the address of one that ended. */
    public SimulatedNode restart(SimulatedNode former) {
        return hear(cluster.restart(former));
    }

    /** Adds a member that is cut off from others as {@code neighbour} is. */
    public SimulatedNode joinBeside(SimulatedNode neighbour) {
        return hear(cluster.joinBeside(neighbour));
    }

    private SimulatedNode hear(SimulatedNode node) {
        List<AsdrEvent> heard = new ArrayList<>();
        told.put(node.node().name(), heard);
        node.node().onEvent(heard::add);
        return node;
    }

    /** Ends processes at the same moment. */
    public void crash(SimulatedNode... nodes) {
        for (SimulatedNode node : nodes) {
            judge.onFall(node);
            cluster.crash(node, profile.groups().detectionNanos());
        }
    }

    /** Crashes {@code node} when it is next at that step. */
    public void crashAt(ProtocolStep step, SimulatedNode node) {
        cluster.when(step, member -> {
            if (member == node) {
                crash(node);
            }
            return member == node;
        });
    }

    /** Lets a member hand over and leave. */
    public void leave(SimulatedNode node) {
        int held = cluster.leave(node, Duration.ofSeconds(20));
        assertThat(held)
                .as("partitions that %s could not hand over", node.node().name())
                .isZero();
        judge.onLeft(node);
    }

    /** Keeps back messages of these kinds from one member to another. */
    public HeldFrames hold(SimulatedNode from, SimulatedNode to, Class<?>... messages) {
        return hold(from, to, sent -> Arrays.stream(messages).anyMatch(message -> message.isInstance(sent)));
    }

    /** Keeps back the messages from one member to another that {@code wanted} takes. */
    public HeldFrames hold(SimulatedNode from, SimulatedNode to, Predicate<Object> wanted) {
        return new HeldFrames(cluster, from, to, wanted);
    }

    /** All messages of these kinds that members send from now on, in lines like {@code m1>m2 Get}. */
    public List<String> listen(Class<?>... messages) {
        List<String> said = new ArrayList<>();
        cluster.network().tap(new SimulatedNetwork.Tap() {
            @Override
            public void onSend(MemberId from, MemberId to, byte[] frame) {
                Object message = FrameKinds.decode(frame);
                if (Arrays.stream(messages).anyMatch(kind -> kind.isInstance(message))) {
                    said.add(name(from) + ">" + name(to) + " "
                            + message.getClass().getSimpleName());
                }
            }

            @Override
            public void onFrame(MemberId from, MemberId to, byte[] frame) {
                // It was heard when it was sent.
            }
        });
        return said;
    }

    private String name(MemberId id) {
        return cluster.nodes().stream()
                .filter(node -> node.id().equals(id))
                .map(node -> node.node().name())
                .findFirst()
                .orElseThrow();
    }

    /** Names of the members that can read another value of {@code key} than its owner has. */
    public List<String> verify(String key) {
        return cluster.verify(profile.table().config(), key);
    }

    public SimulatedNode member(int index) {
        return cluster.nodes().get(index);
    }

    public SimulatedNode member(String name) {
        return cluster.alive().stream()
                .filter(node -> node.node().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public AsdrTable<String, String> table(SimulatedNode node) {
        return node.node().table(profile.table().config(node.keyMajor()));
    }

    /** The members that keep {@code key}, owner first, as the oldest living member sees it. */
    public List<SimulatedNode> chain(String key) {
        return table(cluster.alive().get(0)).explain(key).chain().stream()
                .map(this::member)
                .toList();
    }

    public SimulatedNode owner(String key) {
        return chain(key).get(0);
    }

    /** A key with such a chain, another one each time, and none that {@link #load} writes. */
    public String key(Predicate<List<SimulatedNode>> chain) {
        for (int number = profile.load().keys(); number < MOST_KEYS; number++) {
            String key = "k" + number;
            if (!keys.contains(key) && chain.test(chain(key))) {
                keys.add(key);
                return key;
            }
        }
        throw new IllegalStateException("no key has such a chain");
    }

    public String keyOwnedBy(SimulatedNode owner) {
        return key(chain -> chain.get(0) == owner);
    }

    /** A key that {@code owner} owns and of which {@code reader} can only have a copy. */
    public String keyOwnedBy(SimulatedNode owner, SimulatedNode reader) {
        return key(chain -> chain.get(0) == owner && !chain.contains(reader));
    }

    @Nullable
    public String get(SimulatedNode node, String key) {
        return record(Kind.GET, key, null, () -> table(node).get(key));
    }

    @Nullable
    public String put(SimulatedNode node, String key, String value) {
        return record(Kind.PUT, key, value, () -> table(node).put(key, value));
    }

    @Nullable
    public String putIfAbsent(SimulatedNode node, String key, String value) {
        return record(Kind.PUT_IF_ABSENT, key, value, () -> table(node).putIfAbsent(key, value));
    }

    @Nullable
    public String remove(SimulatedNode node, String key) {
        return record(Kind.REMOVE, key, null, () -> table(node).remove(key));
    }

    private @Nullable String record(Kind kind, String key, @Nullable String value, Supplier<@Nullable String> called) {
        History.Call call = begin(kind, key, value);
        try {
            String result = called.get();
            call.end(simulation.nowNanos(), result);
            return result;
        } catch (NotInMajorityException | CallTimeoutException withoutEffect) {
            call.discard();
            throw withoutEffect;
        }
    }

    private History.Call begin(Kind kind, String key, @Nullable String value) {
        keys.add(key);
        return value == null
                ? history.begin(simulation.nowNanos(), ++callers, key, kind)
                : history.begin(simulation.nowNanos(), ++callers, key, kind, value);
    }

    public Call getLater(SimulatedNode node, String key) {
        return watch(begin(Kind.GET, key, null), table(node).async().get(key));
    }

    public Call putLater(SimulatedNode node, String key, String value) {
        return watch(begin(Kind.PUT, key, value), table(node).async().put(key, value));
    }

    public Call putIfAbsentLater(SimulatedNode node, String key, String value) {
        return watch(begin(Kind.PUT_IF_ABSENT, key, value), table(node).async().putIfAbsent(key, value));
    }

    private Call watch(History.Call recorded, CompletionStage<@Nullable String> stage) {
        Call call = new Call();
        stage.whenComplete((result, failure) -> {
            Throwable thrown = failure instanceof CompletionException ? failure.getCause() : failure;
            if (thrown == null) {
                recorded.end(simulation.nowNanos(), result);
            } else if (thrown instanceof NotInMajorityException) {
                recorded.discard();
            }
            call.done = true;
            call.result = result;
            call.failure = thrown;
        });
        return call;
    }

    /** Begins a load of all kinds of calls on the first keys, through all members. */
    public void load() {
        for (int number = 0; number < profile.load().keys(); number++) {
            keys.add("k" + number);
        }
        clients.start();
    }

    /** How many calls have been answered. */
    public long answered() {
        return history.operations().stream()
                .filter(operation -> !operation.isOpen())
                .count();
    }

    /** The calls of all clients, in the order of invocation. */
    public List<Operation> operations() {
        return history.operations();
    }

    public void runMillis(long millis) {
        simulation.runFor(millis * MILLI);
    }

    public boolean runUntil(BooleanSupplier done, long nanos) {
        return simulation.runUntil(done, nanos);
    }

    /** Goes on until {@code call} has ended. */
    public void await(Call call) {
        assertThat(runUntil(call::isDone, START_NANOS)).as("the call ends").isTrue();
    }

    /** Goes on until {@code node} is in a view of just these members. */
    public void awaitView(SimulatedNode node, SimulatedNode... members) {
        Set<String> wanted = new TreeSet<>();
        for (SimulatedNode member : members) {
            wanted.add(member.node().name());
        }
        assertThat(runUntil(() -> new TreeSet<>(view(node)).equals(wanted), START_NANOS))
                .as("%s gets the view %s; it has %s", node.node().name(), wanted, view(node))
                .isTrue();
    }

    /** Goes on until all members have one view, and nothing moves any more. */
    public void awaitQuiet() {
        assertThat(runUntil(this::isQuiet, START_NANOS)).as("all is whole").isTrue();
    }

    /** Names of the members in the view of {@code node}; none if it has no view. */
    public List<String> view(SimulatedNode node) {
        return node.node().status() == NodeStatus.JOINING
                ? List.of()
                : node.node().members();
    }

    /** How often something happened anywhere. */
    @SuppressWarnings("exports") // The events of the protocol are no part of what the module exports; tests are in it.
    public long count(Class<? extends Event> kind) {
        return events.stream().filter(kind::isInstance).count();
    }

    /** What {@code node} told its application, of one kind. */
    public <E extends AsdrEvent> List<E> told(SimulatedNode node, Class<E> kind) {
        return told.getOrDefault(node.node().name(), List.of()).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Why {@code node} could not stay; empty if it could. */
    public List<String> expelled(SimulatedNode node) {
        return expelled.getOrDefault(node.node().name(), List.of());
    }

    /** All members have one view, and it has no others. */
    public boolean isWhole() {
        List<SimulatedNode> alive = cluster.alive();
        return alive.stream()
                .allMatch(node -> view(node).size() == alive.size()
                        && node.node()
                                .view()
                                .id()
                                .equals(alive.get(0).node().view().id()));
    }

    private boolean isQuiet() {
        return isWhole() && judge.isQuiet();
    }

    /** All is healed: service is back in time, all members read the same, and the history is one that the table may have. */
    public void settle() {
        cluster.heal();
        clients.stop();
        boolean quiet = runUntil(() -> isQuiet() && clients.areDone(), RECOVERY_NANOS);
        assertThat(judge.violations()).isEmpty();
        assertThat(quiet)
                .as(() -> "service is back in time:\n" + judge.describeUnhealed() + judge.describeBusy())
                .isTrue();
        if (profile.table().mergePolicy().choice() != null) {
            // What the application chose is written by its executor.
            simulation.runFor(MERGE_NANOS);
        }
        for (String key : keys) {
            Set<@Nullable String> seen = new LinkedHashSet<>();
            cluster.alive().forEach(node -> seen.add(get(node, key)));
            assertThat(seen).as("what the members read of %s", key).hasSize(1);
        }
        judge.checkAll();
        assertThat(judge.violations()).isEmpty();
        assertThat(problems).isEmpty();
        List<Operation> untilSplit = judge.untilSplit();
        Verdict verdict = new LinearizabilityChecker().check(untilSplit == null ? operations() : untilSplit);
        assertThat(verdict.isLinearizable()).as(verdict::toString).isTrue();
    }

    /** Whether every partition is served, and stands on its whole chain. */
    public boolean isHealed() {
        return judge.isHealed();
    }

    /** Whether {@code node} serves everything. */
    public static boolean isReady(SimulatedNode node) {
        return node.node().status() == NodeStatus.READY;
    }

    private EngineListener observer(String name, EngineListener watching) {
        return new EngineListener() {
            @Override
            public void onView(@Nullable View before, View view, boolean gap) {
                watching.onView(before, view, gap);
            }

            @Override
            public void onCounted(Event event) {
                events.add(event);
                watching.onCounted(event);
            }

            @Override
            public void onExpelled(String reason) {
                expelled.computeIfAbsent(name, member -> new ArrayList<>()).add(reason);
                watching.onExpelled(reason);
            }

            @Override
            public void onInput(Partitions lane) {
                watching.onInput(lane);
            }

            @Override
            public void onFault(Throwable fault) {
                watching.onFault(fault);
            }
        };
    }
}
