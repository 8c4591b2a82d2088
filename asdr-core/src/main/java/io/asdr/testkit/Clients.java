package io.asdr.testkit;

import io.asdr.AsyncTable;
import io.asdr.CallTimeoutException;
import io.asdr.NodeStatus;
import io.asdr.NotInMajorityException;
import io.asdr.TableConfig;
import io.asdr.testkit.Operation.Kind;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The application in a random run: clients, each making one call after the other at some member, and what they noted in the history. */
final class Clients {

    private static final int READER = -3;
    private static final long CRASH_NOTICED_NANOS = 50_000_000;
    private static final long PAUSE_NOTICED_NANOS = 10_000_000;
    private static final long LONGEST_RETREAT_NANOS = 60_000_000;

    private final Simulation simulation;
    private final SimulatedCluster cluster;
    private final Profile.Load load;
    private final IntFunction<TableConfig<String, String>> configs;
    private final History history;
    private final Occurrences occurrences;
    private final Consumer<String> onProblem;
    private int callsLeft;
    private int callsOpen;
    private int values;

    Clients(
            Simulation simulation,
            SimulatedCluster cluster,
            Profile profile,
            History history,
            Occurrences occurrences,
            Consumer<String> onProblem) {
        this.simulation = simulation;
        this.cluster = cluster;
        this.load = profile.load();
        Map<Integer, TableConfig<String, String>> made = new HashMap<>();
        this.configs = major -> made.computeIfAbsent(major, profile.table()::config);
        this.history = history;
        this.occurrences = occurrences;
        this.onProblem = onProblem;
        this.callsLeft = load.calls();
    }

    void start() {
        for (int client = 0; client < load.clients(); client++) {
            callLater(client, pick(usable()));
        }
    }

    /** Begins no more calls. */
    void stop() {
        callsLeft = 0;
    }

    boolean areDone() {
        return callsLeft <= 0 && callsOpen == 0;
    }

    int openCount() {
        return callsOpen;
    }

    /** Members that take calls: in a view, whether in a majority or not, standing still or not. */
    List<SimulatedNode> usable() {
        List<SimulatedNode> usable = new ArrayList<>();
        for (SimulatedNode node : cluster.alive()) {
            NodeStatus status = node.node().status();
            if (status == NodeStatus.READY || status == NodeStatus.MINORITY) {
                usable.add(node);
            }
        }
        return usable;
    }

    /** Reads all keys at {@code node}, before anything else happens there. */
    void readAtOnce(SimulatedNode node) {
        if (!usable().contains(node)) {
            return;
        }
        occurrences.count(Occurrence.READ_FIRST_AFTER_PAUSE);
        AsyncTable<String, String> table = node.node()
                .<String, String>table(configs.apply(node.keyMajor()))
                .async();
        for (int number = 0; number < load.keys(); number++) {
            String key = "k" + number;
            callsOpen++;
            end(READER, node, begin(READER, key, Kind.GET), table.get(key));
        }
    }

    private void callLater(int client, @Nullable SimulatedNode at) {
        callIn(simulation.random().nextLong(load.thinkNanos()), client, at);
    }

    private void callIn(long delayNanos, int client, @Nullable SimulatedNode at) {
        simulation.after(delayNanos, () -> call(client, at));
    }

    private void call(int client, @Nullable SimulatedNode at) {
        if (callsLeft <= 0) {
            return;
        }
        List<SimulatedNode> usable = usable();
        boolean moves = at == null || !usable.contains(at) || simulation.chance(at.isPaused() ? 0.5 : 0.05);
        SimulatedNode member = moves ? pick(usable) : at;
        if (member == null || member.isPaused()) {
            callIn(1 + simulation.random().nextLong(PAUSE_NOTICED_NANOS), client, member);
            return;
        }
        callsLeft--;
        callsOpen++;
        String key = "k"
                + (simulation.random().nextBoolean() ? 0 : simulation.random().nextInt(load.keys()));
        try {
            call(client, member, key, simulation.random().nextInt(20));
        } catch (RuntimeException refused) {
            // The member was closing: nothing was begun.
            ended(client, member);
        }
    }

    private void call(int client, SimulatedNode member, String key, int draw) {
        AsyncTable<String, String> table = member.node()
                .<String, String>table(configs.apply(member.keyMajor()))
                .async();
        String value = "v" + ++values;
        if (draw < 7) {
            end(client, member, begin(client, key, Kind.GET), table.get(key));
        } else if (draw < 9) {
            end(client, member, begin(client, key, Kind.PUT, value), table.put(key, value));
        } else if (draw < 10) {
            end(
                    client,
                    member,
                    begin(client, key, Kind.SET, value),
                    table.set(key, value).thenApply(nothing -> null));
        } else if (draw < 11) {
            end(client, member, begin(client, key, Kind.PUT_IF_ABSENT, value), table.putIfAbsent(key, value));
        } else if (draw < 12) {
            end(client, member, begin(client, key, Kind.REPLACE, value), table.replace(key, value));
        } else if (draw < 14) {
            end(client, member, begin(client, key, Kind.REMOVE), table.remove(key));
        } else if (draw < 18) {
            History.Call call = begin(client, key, Kind.PUT_IF_ABSENT, value);
            end(
                    client,
                    member,
                    call,
                    table.computeIfAbsent(key, k -> value).thenApply(found -> value.equals(found) ? null : found));
        } else {
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
                ended(client, member);
            } else if (isKind(failure, NotInMajorityException.class)) {
                occurrences.count(Occurrence.CALL_REFUSED_IN_MINORITY);
                call.discard();
                retreat(client, member);
            } else {
                if (isTimeout(failure) && !member.isCrashed()) {
                    onProblem.accept("a call had no answer in time: " + failure.getMessage());
                }
                ended(client, member);
            }
        });
        watch(client, member, over);
    }

    /** A call of a member that crashed never ends; its client goes on elsewhere. */
    private void watch(int client, SimulatedNode member, boolean[] over) {
        simulation.after(CRASH_NOTICED_NANOS, () -> {
            if (over[0]) {
                return;
            }
            if (member.isCrashed()) {
                over[0] = true;
                ended(client, null);
            } else {
                watch(client, member, over);
            }
        });
    }

    private void ended(int client, @Nullable SimulatedNode member) {
        callsOpen--;
        if (client != READER) {
            callLater(client, member);
        }
    }

    /** Refused: it tries again later, often elsewhere. */
    private void retreat(int client, SimulatedNode member) {
        callsOpen--;
        if (client != READER) {
            boolean stays = simulation.random().nextBoolean();
            callIn(
                    load.thinkNanos() / 2 + simulation.random().nextLong(LONGEST_RETREAT_NANOS),
                    client,
                    stays ? member : null);
        }
    }

    private @Nullable SimulatedNode pick(List<SimulatedNode> nodes) {
        return nodes.isEmpty() ? null : nodes.get(simulation.random().nextInt(nodes.size()));
    }

    private static boolean isKind(Throwable failure, Class<? extends Throwable> kind) {
        return kind.isInstance(failure) || kind.isInstance(failure.getCause());
    }

    private static boolean isTimeout(Throwable failure) {
        return isKind(failure, CallTimeoutException.class)
                || String.valueOf(failure.getMessage()).contains("had no answer in");
    }
}
