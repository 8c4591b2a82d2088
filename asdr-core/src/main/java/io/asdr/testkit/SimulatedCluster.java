package io.asdr.testkit;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.KeyConverter;
import io.asdr.Ownership;
import io.asdr.TableConfig;
import io.asdr.runtime.EngineListener;
import io.asdr.runtime.Environment;
import io.asdr.runtime.KeyFormatEdge;
import io.asdr.runtime.Node;
import io.asdr.spi.KeyFormat;
import io.asdr.spi.MemberId;
import io.asdr.spi.OwnershipStrategy;
import io.asdr.testkit.SimulatedProcess.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A cluster of the product's own nodes in a {@link Simulation}: the same runtime, lanes and read index as in the real world, on simulated time, network and membership.
 *
 * <p>Blocking calls make the world go on until they are answered. All faults are here:
 *
 * <pre>{@code
 * cluster.cut(a, b);                        // what a sends to b is lost; b still reaches a
 * cluster.split(List.of(a, b), List.of(c)); // each side goes on by itself
 * cluster.heal();                           // whole links again, and whoever stands still goes on
 * cluster.pause(a);                         // a process that stands still, as at SIGSTOP or in a long collection
 * cluster.resume(a);                        // what the test does next comes before all that waits in the process
 * cluster.suspect(a);                       // the others take a living member for gone
 * a.clock().jumpWall(nanos);                // and a.clock().rate(millionths)
 * cluster.crash(a, detectionNanos);         // the process ends: its machine refuses connections
 * cluster.powerOff(a);                      // the machine ends: it answers nothing
 * cluster.crashAt(ProtocolStep.RECALLED_NOT_ANSWERED, a);
 * cluster.restart(a);                       // another member at the same address
 * }</pre>
 */
public final class SimulatedCluster {

    private static final Duration CONGESTION_HOLD = Duration.ofSeconds(10);

    /** How the cluster is built. */
    public record Setup(
            int laneCount,
            int partitionCount,
            OwnershipStrategy strategy,
            Duration lease,
            Duration callTimeout,
            Faults faults,
            SimulatedGroups.Timing groups,
            int initialMembers) {

        /** Few lanes and partitions, so that keys meet; nothing is lost. */
        public static final Setup SMALL = new Setup(
                3,
                8,
                Ownership.rendezvous(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Faults.NONE,
                SimulatedGroups.Timing.QUICK,
                1);

        /** The same for a cluster whose first view needs a majority of {@code members}. */
        public Setup withInitialMembers(int members) {
            return new Setup(laneCount, partitionCount, strategy, lease, callTimeout, faults, groups, members);
        }
    }

    /** A member of the cluster, dead or alive. */
    public static final class SimulatedNode {
        private final Node node;
        private final int keyMajor;
        private final SimulatedProcess process;
        private final SimulatedClock clock;

        private SimulatedNode(Node node, int keyMajor, SimulatedProcess process, SimulatedClock clock) {
            this.keyMajor = keyMajor;
            this.node = node;
            this.process = process;
            this.clock = clock;
        }

        public AsdrNode node() {
            return node;
        }

        /**
         * Waits until the member is in a view.
         *
         * @throws io.asdr.AsdrException if it can't be, or no view comes
         */
        public void awaitMember() {
            node.awaitMember();
        }

        /** The major of its own keys. */
        public int keyMajor() {
            return keyMajor;
        }

        /** With what applications don't see. */
        Node product() {
            return node;
        }

        public MemberId id() {
            return node.id();
        }

        public SimulatedClock clock() {
            return clock;
        }

        SimulatedProcess process() {
            return process;
        }

        /** Lets the member's application do something: now, or when its process goes on. */
        public void run(Runnable task) {
            process.run(Source.APPLICATION, task);
        }

        public boolean isCrashed() {
            return process.isGone();
        }

        public boolean isPaused() {
            return process.isPaused();
        }
    }

    /** What each simulated member says of its heap. */
    public static final int HEAP_PERCENT = 42;

    private static final long LONGEST_STEP_NANOS = 200_000;

    private final Simulation simulation;
    private final Setup setup;
    private final Links links = new Links();
    private final SimulatedNetwork network;
    private final SimulatedGroups groups;
    private final FrameKinds kinds = new FrameKinds();
    private final Function<String, EngineListener> observers;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private KeyFormat newcomersFormat = KeyFormat.FIRST;
    private List<KeyConverter> newcomersConverters = List.of();
    private int names;
    private int hosts;

    public SimulatedCluster(Simulation simulation, Setup setup) {
        this(simulation, setup, name -> EngineListener.NONE);
    }

    /** {@code observers} makes what hears everything that the node of that name reports. */
    SimulatedCluster(Simulation simulation, Setup setup, Function<String, EngineListener> observers) {
        this.simulation = simulation;
        this.setup = setup;
        this.observers = observers;
        this.network = new SimulatedNetwork(simulation, links, setup.faults());
        this.groups = new SimulatedGroups(simulation, links, setup.groups());
        network.noticeNanos(4 * setup.groups().detectionNanos());
    }

    public Simulation simulation() {
        return simulation;
    }

    public SimulatedNetwork network() {
        return network;
    }

    /** All members that there ever were, oldest first. */
    public List<SimulatedNode> nodes() {
        return List.copyOf(nodes);
    }

    /** Members that have not crashed, left or failed; they may stand still. */
    public List<SimulatedNode> alive() {
        List<SimulatedNode> alive = new ArrayList<>(nodes.size());
        for (SimulatedNode node : nodes) {
            if (!node.isCrashed() && !node.node.engine().isClosed()) {
                alive.add(node);
            }
        }
        return alive;
    }

    /** Adds a member and waits until it is ready. */
    public SimulatedNode start() {
        SimulatedNode node = join();
        if (!node.node.awaitReady(Duration.ofSeconds(60))) {
            throw new IllegalStateException("the node '" + node.node.name() + "' did not become ready");
        }
        return node;
    }

    /** Adds a member on a new host, which becomes ready later. */
    public SimulatedNode join() {
        return join(setup.laneCount(), 0);
    }

    /** Adds a member on a new host that has so many lanes and asks for that address; 0 for any. */
    public SimulatedNode join(int laneCount, int address) {
        return join("m" + ++names, "h" + ++hosts, laneCount, address);
    }

    /** Adds a member of that name on a new host, which becomes ready later. */
    public SimulatedNode join(String name) {
        return join(name, "h" + ++hosts, setup.laneCount(), 0);
    }

    /** Adds a member on a new host that is cut off from others as {@code neighbour} is; it becomes ready later. */
    public SimulatedNode joinBeside(SimulatedNode neighbour) {
        String host = "h" + ++hosts;
        links.like(host, neighbour.process.host());
        return joinOn(host);
    }

    /** Adds a member where another one was: at its address, but another incarnation. It becomes ready later. */
    public SimulatedNode restart(SimulatedNode former) {
        if (!former.isCrashed() && !former.node.engine().isClosed()) {
            throw new IllegalStateException("the node '" + former.node.name() + "' is still there");
        }
        links.up(former.process.host());
        return joinOn(former.process.host());
    }

    /** Adds a member on a new host that reads these key formats; it becomes ready later. */
    public SimulatedNode join(KeyFormat format, KeyConverter... converters) {
        return join("m" + ++names, "h" + ++hosts, setup.laneCount(), 0, format, List.of(converters));
    }

    private SimulatedNode joinOn(String host) {
        return join("m" + ++names, host, setup.laneCount(), 0);
    }

    private SimulatedNode join(String name, String host, int laneCount, int address) {
        return join(name, host, laneCount, address, newcomersFormat, newcomersConverters);
    }

    private SimulatedNode join(
            String name, String host, int laneCount, int address, KeyFormat format, List<KeyConverter> converters) {
        SimulatedProcess process = new SimulatedProcess(simulation, host);
        SimulatedClock clock = new SimulatedClock(simulation);
        Node node = Node.begin(
                new Node.Config(
                        "simulated",
                        name,
                        laneCount,
                        setup.partitionCount(),
                        setup.strategy(),
                        setup.lease(),
                        setup.callTimeout(),
                        Integer.MAX_VALUE,
                        setup.initialMembers(),
                        CONGESTION_HOLD,
                        address,
                        new KeyFormatEdge(format, converters)),
                environment(process, clock),
                groups.membership(process),
                network.transport(process),
                observers.apply(name));
        SimulatedNode simulated = new SimulatedNode(node, format.major(), process, clock);
        nodes.add(simulated);
        node.join();
        return simulated;
    }

    /** Who joins from now on without a format of its own reads these. */
    void newcomersRead(KeyFormat format, KeyConverter... converters) {
        newcomersFormat = format;
        newcomersConverters = List.of(converters);
    }

    /** Puts so much way between two members that every message from one to the other takes at least so long. */
    public void distance(SimulatedNode one, SimulatedNode other, long nanos) {
        network.links().length(one.process.host(), other.process.host(), nanos);
        network.links().length(other.process.host(), one.process.host(), nanos);
    }

    /** Lets the transport of {@code from} say that so much waits to be sent to {@code to}; nothing is slower for it. */
    public void queue(SimulatedNode from, SimulatedNode to, long bytes) {
        network.links().queue(from.process.host(), to.process.host(), bytes);
    }

    /** Ends a member's process at once; its machine tells the others so, and they have another group after {@code detectionNanos} at the latest. */
    public void crash(SimulatedNode node, long detectionNanos) {
        node.process.end();
        network.crash(node.id());
        groups.onGone(node.id(), detectionNanos);
    }

    /** Ends a member's machine at once: nobody is told, and nothing there answers. */
    public void powerOff(SimulatedNode node) {
        links.down(node.process.host());
        node.process.end();
        network.crash(node.id());
        groups.watch();
    }

    /** Crashes {@code node} when it is next at that step. */
    public void crashAt(ProtocolStep step, SimulatedNode node) {
        when(step, member -> {
            if (member == node) {
                crash(member, setup.groups().detectionNanos());
            }
            return member == node;
        });
    }

    /** Calls {@code action} with each member that is at that step, until it returns true. */
    public void when(ProtocolStep step, Predicate<SimulatedNode> action) {
        network.tap(new SimulatedNetwork.Tap() {
            @Override
            public void onSend(MemberId from, MemberId to, byte[] frame) {
                if (step.isAtSender() && kinds.of(frame) == step.message()) {
                    at(from);
                }
            }

            @Override
            public void onFrame(MemberId from, MemberId to, byte[] frame) {
                if (!step.isAtSender() && kinds.of(frame) == step.message()) {
                    at(to);
                }
            }

            private void at(MemberId member) {
                for (SimulatedNode node : alive()) {
                    if (node.id().equals(member) && action.test(node)) {
                        network.untap(this);
                    }
                }
            }
        });
    }

    /** The member's process stands still. Others find it silent, and its sockets take what is sent to it. */
    public void pause(SimulatedNode node) {
        node.process.pause();
        groups.watch();
    }

    /** The member's process goes on. Nothing in it has run yet when this returns: what the caller does next comes first. */
    public void resume(SimulatedNode node) {
        node.process.resume();
        groups.watch();
    }

    /** What {@code from} sends to {@code to} is lost from now on; the other direction stays as it is. */
    public void cut(SimulatedNode from, SimulatedNode to) {
        links.cut(from.process.host(), to.process.host());
    }

    public void mend(SimulatedNode from, SimulatedNode to) {
        links.mend(from.process.host(), to.process.host());
    }

    /** Cuts all links between members of different sides, in both directions. Who is on no side reaches all. */
    @SafeVarargs
    public final void split(List<SimulatedNode>... sides) {
        for (List<SimulatedNode> side : sides) {
            for (List<SimulatedNode> other : sides) {
                if (side != other) {
                    side.forEach(from -> other.forEach(to -> cut(from, to)));
                }
            }
        }
    }

    /** What is sent from one member to another meets these faults, and not those of the network. */
    public void faults(SimulatedNode from, SimulatedNode to, Faults faults) {
        links.faults(from.process.host(), to.process.host(), faults);
    }

    /** All links are whole again and no worse than others, and whoever stands still goes on. */
    public void heal() {
        links.clearFaults();
        links.mendAll();
        nodes.forEach(this::resume);
    }

    /** Whether what one of them sends can reach the other, both ways. */
    public boolean canTalk(SimulatedNode one, SimulatedNode other) {
        return links.isWhole(one.process.host(), other.process.host());
    }

    /** The others take a living member for gone, and make a group without it; it comes back with a merge. */
    public void suspect(SimulatedNode node) {
        groups.suspectFalsely(node.id());
    }

    /** Lets a member hand over and leave; the world goes on meanwhile. Returns how many partitions it could not hand over. */
    public int leave(SimulatedNode node, Duration timeout) {
        return node.node.leave(timeout);
    }

    /** Checks what every member can read of {@code key} here and now against its owner; returns the names of those that can read anything else. Requirement R54. */
    public <K, V> List<String> verify(TableConfig<K, V> config, K key) {
        List<AsdrTable<K, V>> tables = new ArrayList<>();
        Optional<V> owned = Optional.empty();
        for (SimulatedNode node : alive()) {
            AsdrTable<K, V> table = node.node.table(config);
            tables.add(table);
            owned = table.isOwnedHere(key) ? table.peek(key) : owned;
        }
        List<String> others = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            Optional<V> copy = tables.get(i).peek(key);
            if (copy.isPresent() && !copy.equals(owned)) {
                others.add(alive().get(i).node.name());
            }
        }
        return others;
    }

    private Environment environment(SimulatedProcess process, SimulatedClock clock) {
        return new Environment(
                clock,
                (delayNanos, task) ->
                        simulation.after(clock.trueNanos(delayNanos), () -> process.run(Source.TIMER, task)),
                (done, timeoutNanos) -> simulation.runUntil(
                        () -> !process.isPaused() && done.getAsBoolean(), clock.trueNanos(timeoutNanos)),
                inOrder(process),
                task -> simulation.after(callbackDelay(), () -> process.run(Source.CALLBACK, task)),
                simulation.random()::nextLong,
                () -> HEAP_PERCENT,
                () -> {});
    }

    /** Code of the application is quick most of the time. */
    private long callbackDelay() {
        return simulation.random().nextLong(simulation.chance(0.2) ? 40_000_000 : 10_000);
    }

    /** Each step a little after the one before, so that lanes see a view one after the other. */
    private Executor inOrder(SimulatedProcess process) {
        long[] lastStepNanos = new long[1];
        return task -> {
            long at = Math.max(lastStepNanos[0], simulation.nowNanos())
                    + simulation.random().nextLong(LONGEST_STEP_NANOS);
            lastStepNanos[0] = at;
            simulation.after(at - simulation.nowNanos(), () -> process.run(Source.STEP, task));
        };
    }
}
