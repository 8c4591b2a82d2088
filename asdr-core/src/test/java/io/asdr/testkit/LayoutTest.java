package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.Ownership;
import io.asdr.TableConfig;
import io.asdr.codec.Codec;
import io.asdr.protocol.Partitions;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.ownership.Partitioner;
import io.asdr.runtime.EngineListener;
import io.asdr.spi.MemberId;
import io.asdr.spi.OwnershipStrategy;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where keys live: first the member, then its lane, both by one hash; and who keeps them besides. */
class LayoutTest {

    private static final int LANES = 3;
    private static final int PARTITIONS = 64;
    private static final int KEYS = 200;
    private static final TableConfig<String, Integer> CONFIG =
            TableConfig.of("t", String.class, Integer.class).replicas(0).build();

    /** The oldest member owns everything: a look-up table with one line. */
    private static final class OldestOwns implements OwnershipStrategy {
        @Override
        public String id() {
            return "oldest";
        }

        @Override
        public int[] ranking(int partition, int partitionCount, List<MemberId> members, int length) {
            return IntStream.range(0, length).toArray();
        }
    }

    private final Simulation simulation = new Simulation(1);
    private final List<SimulatedCluster> started = new ArrayList<>();

    /** Of each member, the lanes that had work. */
    private final Map<String, Map<Partitions, Boolean>> worked = new TreeMap<>();

    private SimulatedCluster cluster(OwnershipStrategy strategy) {
        SimulatedCluster cluster = new SimulatedCluster(
                simulation,
                new SimulatedCluster.Setup(
                        LANES,
                        PARTITIONS,
                        strategy,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Faults.NONE,
                        SimulatedGroups.Timing.QUICK,
                        1),
                name -> new EngineListener() {
                    @Override
                    public void onInput(Partitions lane) {
                        worked.computeIfAbsent(name, n -> new IdentityHashMap<>())
                                .put(lane, true);
                    }
                });
        started.add(cluster);
        return cluster;
    }

    private static List<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(number -> "k" + number).toList();
    }

    private static Key encoded(String key) {
        Codec<String> codec = Codec.of(String.class);
        return new Key(codec.toBytes(key), codec.stableHash(key));
    }

    private int partition(String key) {
        long seed = started.get(0).alive().get(0).node().view().settings().seed();
        return Partitioner.partition(encoded(key).hash() ^ seed, PARTITIONS);
    }

    private static Partitions lane(SimulatedNode node, int partition) {
        return node.product().engine().allPartitions().get(Partitioner.lane(partition, LANES));
    }

    static Stream<OwnershipStrategy> strategies() {
        return Stream.of(
                Ownership.rendezvous(), Ownership.modulo(), Ownership.range(), Ownership.nodeChain(), new OldestOwns());
    }

    @ParameterizedTest
    @MethodSource("strategies")
    @Tag("R12")
    void theStrategySaysWhoOwnsAPartition(OwnershipStrategy strategy) {
        SimulatedCluster cluster = cluster(strategy);
        List<SimulatedNode> members = List.of(cluster.start(), cluster.start(), cluster.start());
        List<MemberId> ids = members.stream().map(SimulatedNode::id).toList();

        for (String key : keys()) {
            int owner = strategy.ranking(partition(key), PARTITIONS, ids, 1)[0];
            for (SimulatedNode node : members) {
                assertThat(node.node().table(CONFIG).ownerOf(key))
                        .isEqualTo(members.get(owner).node().name());
            }
        }
        members.get(2).node().table(CONFIG).put("k1", 1);
        assertThat(members.get(1).node().table(CONFIG).get("k1")).isEqualTo(1);
    }

    @Test
    @Tag("R2")
    @Tag("R26")
    @Tag("R36")
    @Tag("R39")
    void aKeyIsInOneLaneOfOneMember() {
        SimulatedCluster cluster = cluster(Ownership.rendezvous());
        List<SimulatedNode> members = List.of(cluster.start(), cluster.start(), cluster.start());
        for (String key : keys()) {
            members.get(0).node().table(CONFIG).put(key, 1);
        }

        TreeSet<String> places = new TreeSet<>();
        for (String key : keys()) {
            String owner = members.get(0).node().table(CONFIG).ownerOf(key);
            List<String> found = places(members, key);
            assertThat(found).containsExactly(owner + " " + Partitioner.lane(partition(key), LANES));
            places.addAll(found);
        }
        assertThat(places).as("each lane of each member has some").hasSize(members.size() * LANES);
    }

    /** Members and lanes that have an entry of {@code key}. */
    private List<String> places(List<SimulatedNode> members, String key) {
        List<String> found = new ArrayList<>();
        for (SimulatedNode node : members) {
            int table = node.node().view().settings().tables().get(0).id();
            for (int lane = 0; lane < LANES; lane++) {
                Partitions partitions = node.product().engine().allPartitions().get(lane);
                if (partitions.peek(table, partition(key), encoded(key)) != null) {
                    found.add(node.node().name() + " " + lane);
                }
            }
        }
        return found;
    }

    @Test
    @Tag("R108")
    void aMessageGoesToTheMemberWhichHandsItToTheLane() {
        SimulatedCluster cluster = cluster(Ownership.rendezvous());
        List<SimulatedNode> members = List.of(cluster.start(), cluster.start());
        SimulatedNode caller = members.get(0);
        SimulatedNode owner = members.get(1);
        caller.node().table(CONFIG);
        simulation.runFor(5_000_000_000L);

        for (String key : keys()) {
            if (!caller.node().table(CONFIG).isOwnedHere(key)) {
                worked.clear();
                caller.node().table(CONFIG).put(key, 1);
                assertThat(worked.get(owner.node().name()))
                        .as("lanes of the owner that %s met", key)
                        .containsOnlyKeys(lane(owner, partition(key)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Tag("R50")
    void keepsAsManyReplicasAsTheTableSays(int replicas) {
        Stage stage = new Stage(Plan.serve(4).replicas(replicas));
        String key = stage.keyOwnedBy(stage.member(0));
        stage.put(stage.member(0), key, "v1");
        List<SimulatedNode> chain = stage.chain(key);
        stage.runMillis(100);

        assertThat(chain).hasSize(replicas + 1);
        for (SimulatedNode node : stage.cluster().alive()) {
            String state = node == chain.get(0) ? "OWNED" : chain.contains(node) ? "REPLICA" : "ABSENT";
            assertThat(stage.table(node).explain(key).state()).isEqualTo(state);
        }
        stage.crash(chain.subList(0, Math.max(1, replicas)).toArray(SimulatedNode[]::new));
        stage.settle();

        assertThat(stage.get(stage.cluster().alive().get(0), key)).isEqualTo(replicas == 0 ? null : "v1");
    }
}
