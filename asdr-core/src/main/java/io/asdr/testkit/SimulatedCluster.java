package io.asdr.testkit;

import io.asdr.AsdrNode;
import io.asdr.Ownership;
import io.asdr.runtime.EngineListener;
import io.asdr.runtime.Environment;
import io.asdr.runtime.Node;
import io.asdr.spi.Clock;
import io.asdr.spi.MemberId;
import io.asdr.spi.OwnershipStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A cluster of the product's own nodes in a {@link Simulation}: the same runtime, lanes and read index as in the real world, on simulated time, network and membership.
 *
 * <p>Blocking calls make the world go on until they are answered.
 */
public final class SimulatedCluster {

    /** How the cluster is built. */
    public record Setup(
            int laneCount,
            int partitionCount,
            OwnershipStrategy strategy,
            Duration lease,
            Duration callTimeout,
            Faults faults,
            long groupDelayNanos,
            int initialMembers) {

        /** Few lanes and partitions, so that keys meet; nothing is lost. */
        public static final Setup SMALL = new Setup(
                3, 8, Ownership.rendezvous(), Duration.ofSeconds(1), Duration.ofSeconds(10), Faults.NONE, 5_000_000, 1);
    }

    /** A member of the cluster, dead or alive. */
    public static final class SimulatedNode {
        private final Node node;
        private final Gate gate;

        private SimulatedNode(Node node, Gate gate) {
            this.node = node;
            this.gate = gate;
        }

        public AsdrNode node() {
            return node;
        }

        /** With what applications don't see. */
        Node product() {
            return node;
        }

        public MemberId id() {
            return node.id();
        }

        public boolean isCrashed() {
            return gate.crashed;
        }
    }

    private static final long LONGEST_STEP_NANOS = 200_000;

    private final Simulation simulation;
    private final Setup setup;
    private final SimulatedNetwork network;
    private final SimulatedGroups groups;
    private final Function<String, EngineListener> observers;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private int names;

    public SimulatedCluster(Simulation simulation, Setup setup) {
        this(simulation, setup, name -> EngineListener.NONE);
    }

    /** {@code observers} makes what hears everything that the node of that name reports. */
    SimulatedCluster(Simulation simulation, Setup setup, Function<String, EngineListener> observers) {
        this.simulation = simulation;
        this.setup = setup;
        this.observers = observers;
        this.network = new SimulatedNetwork(simulation, setup.faults());
        this.groups = new SimulatedGroups(simulation, setup.groupDelayNanos());
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

    /** Members that have not crashed, left or failed. */
    public List<SimulatedNode> alive() {
        return nodes.stream()
                .filter(node -> !node.isCrashed() && !node.node.engine().isClosed())
                .toList();
    }

    /** Adds a member and waits until it is ready. */
    public SimulatedNode start() {
        SimulatedNode node = join();
        if (!node.node.awaitReady(Duration.ofSeconds(60))) {
            throw new IllegalStateException("the node '" + node.node.name() + "' did not become ready");
        }
        return node;
    }

    /** Adds a member, which becomes ready later. */
    public SimulatedNode join() {
        String name = "m" + ++names;
        Gate gate = new Gate();
        Node node = Node.begin(
                new Node.Config(
                        "simulated",
                        name,
                        setup.laneCount(),
                        setup.partitionCount(),
                        setup.strategy(),
                        setup.lease(),
                        setup.callTimeout(),
                        Integer.MAX_VALUE,
                        setup.initialMembers()),
                environment(gate),
                groups.membership(),
                network.transport(),
                observers.apply(name));
        SimulatedNode simulated = new SimulatedNode(node, gate);
        nodes.add(simulated);
        node.join();
        return simulated;
    }

    /** Ends a member at once; the others hear of it after {@code detectionNanos} at the latest. */
    public void crash(SimulatedNode node, long detectionNanos) {
        node.gate.crashed = true;
        network.crash(node.id());
        groups.crash(node.id(), detectionNanos);
    }

    /** Lets a member hand over and leave; the world goes on meanwhile. Returns how many partitions it could not hand over. */
    public int leave(SimulatedNode node, Duration timeout) {
        return node.node.leave(timeout);
    }

    private Environment environment(Gate gate) {
        Clock clock = new Clock() {
            @Override
            public long nanos() {
                return simulation.nowNanos();
            }

            @Override
            public long millis() {
                return simulation.nowNanos() / 1_000_000;
            }
        };
        return new Environment(
                clock,
                (delayNanos, task) -> simulation.after(delayNanos, gate.unlessCrashed(task)),
                (done, timeoutNanos) -> await(done, timeoutNanos),
                gate.inOrder(simulation),
                task -> simulation.after(callbackDelay(), gate.unlessCrashed(task)),
                simulation.random()::nextLong,
                () -> {});
    }

    /** Code of the application is quick most of the time. */
    private long callbackDelay() {
        return simulation.random().nextLong(simulation.chance(0.2) ? 40_000_000 : 10_000);
    }

    private boolean await(BooleanSupplier done, long timeoutNanos) {
        return simulation.runUntil(done, timeoutNanos);
    }

    /** Stops what a crashed member would still do. */
    private static final class Gate {
        private boolean crashed;
        private long lastStepNanos;

        Runnable unlessCrashed(Runnable task) {
            return () -> {
                if (!crashed) {
                    task.run();
                }
            };
        }

        /** Each step a little after the one before, so that lanes see a view one after the other. */
        Executor inOrder(Simulation simulation) {
            return task -> {
                long at = Math.max(lastStepNanos, simulation.nowNanos())
                        + simulation.random().nextLong(LONGEST_STEP_NANOS);
                lastStepNanos = at;
                simulation.after(at - simulation.nowNanos(), unlessCrashed(task));
            };
        }
    }
}
