package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.AsdrTable;
import io.asdr.NodeClosedException;
import io.asdr.NodeStatus;
import io.asdr.NotInMajorityException;
import io.asdr.TableConfig;
import io.asdr.TableConfigMismatchException;
import io.asdr.event.AsdrEvent;
import io.asdr.event.AsdrEvent.MinorityEntered;
import io.asdr.event.AsdrEvent.MinorityLeft;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an application sees of a split: status, exceptions and events. */
class TableApiTest {

    @Test
    @Tag("fault-6")
    void refusesReadsAndWritesInTheMinorityUntilTheSplitIsHealed() {
        Stage stage = new Stage(Plan.strict(3));
        SimulatedNode a = stage.member(0);
        SimulatedNode b = stage.member(1);
        SimulatedNode c = stage.member(2);
        String cached = stage.keyOwnedBy(a, c);
        String owned = stage.keyOwnedBy(c);
        stage.put(a, cached, "old");
        stage.put(a, owned, "old");
        assertThat(stage.get(c, cached)).isEqualTo("old");
        assertThat(stage.table(c).peek(cached)).as("a near copy").contains("old");

        stage.disturb().split(List.of(a, b), List.of(c));
        stage.awaitView(c, c);
        stage.awaitView(a, a, b);
        stage.runMillis(2_000);

        assertThat(c.node().status()).isEqualTo(NodeStatus.MINORITY);
        assertThat(c.node().awaitReady(Duration.ofSeconds(1))).isFalse();
        assertThat(a.node().status()).isEqualTo(NodeStatus.READY);
        assertThat(stage.table(c).peek(cached)).as("the lease is over").isEmpty();
        assertThat(stage.table(c).peek(owned)).as("the lease is over").isEmpty();
        for (String key : List.of(cached, owned)) {
            assertThatThrownBy(() -> stage.get(c, key)).isInstanceOf(NotInMajorityException.class);
            assertThatThrownBy(() -> stage.put(c, key, "lost")).isInstanceOf(NotInMajorityException.class);
            assertThat(stage.put(a, key, "new")).isEqualTo("old");
            assertThat(stage.get(b, key)).isEqualTo("new");
        }
        assertThat(stage.told(c, MinorityEntered.class))
                .singleElement()
                .satisfies(entered ->
                        assertThat(entered.members()).containsExactly(c.node().name()));
        assertThat(stage.told(a, MinorityEntered.class)).isEmpty();

        stage.settle();
        assertThat(c.node().awaitReady(Duration.ofSeconds(1))).isTrue();
        assertThat(stage.told(c, MinorityLeft.class)).hasSize(1);
        assertThat(stage.get(c, cached)).isEqualTo("new");
    }

    @Test
    void goesThroughTheStatesOfANodesLife() {
        Stage stage = Stage.empty(Plan.strict(3));
        SimulatedNode a = stage.join();
        SimulatedNode b = stage.join();
        assertThat(b.node().status()).isEqualTo(NodeStatus.JOINING);
        assertThat(b.node().awaitReady(Duration.ofNanos(1))).isFalse();

        SimulatedNode c = stage.join();
        assertThat(c.node().awaitReady(Duration.ofSeconds(5))).isTrue();
        assertThat(a.node().awaitReady(Duration.ofSeconds(5))).isTrue();
        stage.table(a).put("k", "v");
        assertThat(b.node().status()).isEqualTo(NodeStatus.READY);
        List<NodeStatus> seen = new ArrayList<>();
        stage.simulation().after(1, () -> seen.add(c.node().status()));
        stage.leave(c);
        seen.add(c.node().status());

        assertThat(seen).containsExactly(NodeStatus.LEAVING, NodeStatus.CLOSED);
        assertThatThrownBy(() -> stage.table(c).get("k")).isInstanceOf(NodeClosedException.class);
        assertThat(c.node().awaitReady(Duration.ofSeconds(1))).isFalse();
        stage.settle();
    }

    @Test
    void beginsStrictTablesWithAMajorityOfTheInitialMembersOnly() {
        Stage stage = Stage.empty(Plan.strict(3).initialMembers(3));
        SimulatedNode a = stage.join();
        stage.runMillis(3_000);
        TableConfig<String, String> serve =
                TableConfig.of("s", String.class, String.class).build();
        assertThat(a.node().table(serve).put("k", "v")).isNull();
        assertThat(a.node().table(serve).get("k")).as("SERVE works alone").isEqualTo("v");
        assertThat(a.node().status()).isEqualTo(NodeStatus.READY);

        assertThatThrownBy(() -> stage.table(a).put("k", "v")).isInstanceOf(NotInMajorityException.class);
        assertThatThrownBy(() -> stage.table(a).get("k")).isInstanceOf(NotInMajorityException.class);
        assertThat(a.node().status()).isEqualTo(NodeStatus.MINORITY);

        SimulatedNode b = stage.join();
        assertThat(stage.runUntil(() -> Stage.isReady(a) && Stage.isReady(b), Stage.RECOVERY_NANOS))
                .isTrue();
        assertThat(stage.put(b, "k", "v")).isNull();
        assertThat(stage.get(a, "k")).isEqualTo("v");
        stage.settle();
    }

    @Test
    void saysHowManyPartitionsALeaverCouldNotHandOver() {
        Stage stage = new Stage(Plan.serve(3).detectionMillis(4_000));
        SimulatedNode leaver = stage.member(2);
        String key = stage.keyOwnedBy(leaver);
        stage.put(leaver, key, "v");

        stage.disturb().split(List.of(stage.member(0), stage.member(1)), List.of(leaver));
        int held = stage.cluster().leave(leaver, Duration.ofSeconds(1));

        assertThat(held).isPositive();
        assertThat(leaver.node().status()).isEqualTo(NodeStatus.CLOSED);
        stage.settle();
        assertThat(stage.get(stage.member(0), key)).as("its replica").isEqualTo("v");
    }

    @Test
    void closesTheNodeOfTheSmallerOfTwoClustersWithStrictTables() {
        Stage stage = new Stage(Plan.strict(3).initialMembers(1));
        SimulatedNode a = stage.member(0);
        stage.put(a, "k1", "one");
        SimulatedNode exile = SideBySide.begin(stage);
        stage.table(exile).put("other", "lost");

        stage.cluster().heal();
        assertThat(stage.runUntil(() -> exile.node().status() == NodeStatus.CLOSED, Stage.RECOVERY_NANOS))
                .isTrue();

        assertThat(stage.expelled(exile)).singleElement().asString().contains("initialMembers");
        stage.settle();
        assertThat(stage.get(a, "k1")).isEqualTo("one");
    }

    @Test
    void keepsATableThatOnlyTheSmallerSideOpened() {
        Stage stage = new Stage(Plan.serve(4));
        SimulatedNode a = stage.member(0);
        SimulatedNode exile = stage.member(3);
        stage.disturb().split(stage.cluster().nodes().subList(0, 3), List.of(exile));
        stage.awaitView(exile, exile);
        stage.awaitView(a, a, stage.member(1), stage.member(2));
        AsdrTable<String, String> mine = exile.node().table(named("mine", 1));
        AsdrTable<String, String> theirs = a.node().table(named("theirs", 1));
        mine.put("k", "of the exile");
        theirs.put("k", "of the others");

        stage.settle();

        assertThat(mine.get("k")).isEqualTo("of the exile");
        assertThat(theirs.get("k")).isEqualTo("of the others");
        assertThat(a.node().table(named("mine", 1)).get("k")).isEqualTo("of the exile");
        assertThat(exile.node().table(named("theirs", 1)).get("k")).isEqualTo("of the others");
    }

    /** The keys of a cluster that began apart are in other partitions. */
    @Test
    @Tag("R32")
    void beginsATableAnewThatOnlyAClusterThatBeganApartHad() {
        Stage stage = new Stage(Plan.serve(3));
        SimulatedNode a = stage.member(0);
        SimulatedNode exile = SideBySide.begin(stage);
        AsdrTable<String, String> mine = exile.node().table(named("mine", 1));
        mine.put("k", "of the exile");

        stage.settle();

        assertThat(mine.get("k")).isNull();
        assertThat(mine.size()).isZero();
        assertThat(stage.told(exile, AsdrEvent.PartitionLost.class))
                .extracting(AsdrEvent.PartitionLost::table)
                .containsExactly("mine");
        mine.put("k", "of all");
        assertThat(a.node().table(named("mine", 1)).get("k")).isEqualTo("of all");
    }

    @Test
    void tellsAHandleThatTheClusterHasItsTableOtherwise() {
        Stage stage = new Stage(Plan.serve(3));
        SimulatedNode a = stage.member(0);
        SimulatedNode exile = SideBySide.begin(stage);
        AsdrTable<String, String> old = exile.node().table(named("changed", 0));
        old.put("k", "of the exile");
        assertThat(old.get("k")).isEqualTo("of the exile");
        assertThat(old.peek("k")).contains("of the exile");
        a.node().table(named("changed", 2)).put("k", "of the others");

        stage.settle();

        assertThat(old.peek("k")).isEmpty();
        assertThatThrownBy(() -> old.get("k"))
                .isInstanceOf(TableConfigMismatchException.class)
                .hasMessageContaining("replicas")
                .hasMessageContaining("open it again");
        assertThatThrownBy(() -> old.once().put("k", "v")).isInstanceOf(TableConfigMismatchException.class);
        assertThat(exile.node().table(named("changed", 2)).get("k")).isEqualTo("of the others");
    }

    private static TableConfig<String, String> named(String name, int replicas) {
        return TableConfig.of(name, String.class, String.class)
                .replicas(replicas)
                .build();
    }
}
