package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.AsdrTable;
import io.asdr.NotInMajorityException;
import io.asdr.WhenSplit;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where keys live: together by a part of them, at a member that is named, by the cluster's seed, and in as many lanes as each member has (PROTOCOL 1). */
class PlacementTest {

    private static String part(String key) {
        return key.substring(0, key.indexOf('-'));
    }

    private static Plan together(WhenSplit whenSplit) {
        return Plan.of(whenSplit, 3).table(table -> table.affinity(PlacementTest::part));
    }

    /** Keys that begin with a p are the second member's. */
    private static Plan pinned(WhenSplit whenSplit) {
        return Plan.of(whenSplit, 3).table(table -> table.pin(key -> key.startsWith("p"), "m2"));
    }

    private static List<String> keys(String part) {
        return Stream.of("1", "2", "3", "4", "5", "6")
                .map(number -> part + "-" + number)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R37")
    void keepsKeysOfOnePartTogetherWhateverGoesWrong(WhenSplit whenSplit) {
        Stage stage = new Stage(together(whenSplit));
        for (String part : List.of("a", "b", "c")) {
            keys(part).forEach(key -> stage.put(stage.member(0), key, "v-" + key));
        }
        Set<List<SimulatedNode>> chains = new HashSet<>();
        for (char part = 'a'; part <= 'z'; part++) {
            chains.add(assertTogether(stage, String.valueOf(part)));
        }
        assertThat(chains).as("parts are spread").hasSizeGreaterThan(2);

        SimulatedNode owner = stage.owner("a-1");
        stage.crash(owner);
        stage.awaitQuiet();
        assertTogether(stage, "a");
        stage.join();
        stage.awaitQuiet();
        List<SimulatedNode> chain = assertTogether(stage, "a");
        stage.disturb().pause(chain.get(0));
        stage.runMillis(300);
        stage.settle();

        for (String part : List.of("a", "b", "c")) {
            assertTogether(stage, part);
            keys(part)
                    .forEach(key -> assertThat(stage.get(stage.cluster().alive().get(1), key))
                            .isEqualTo("v-" + key));
        }
    }

    private static List<SimulatedNode> assertTogether(Stage stage, String part) {
        Set<List<SimulatedNode>> chains = new HashSet<>();
        Set<Integer> partitions = new HashSet<>();
        keys(part).forEach(key -> chains.add(stage.chain(key)));
        keys(part)
                .forEach(key -> partitions.add(
                        stage.table(stage.cluster().alive().get(0)).explain(key).partition()));
        assertThat(partitions).as("partitions of " + part).hasSize(1);
        assertThat(chains).as("chains of " + part).hasSize(1);
        return chains.iterator().next();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R38")
    void givesPinnedKeysToTheirMemberWhileItIsThere(WhenSplit whenSplit) {
        Stage stage = new Stage(pinned(whenSplit));
        List<String> keys = keys("p");
        SimulatedNode named = stage.member(1);
        keys.forEach(key -> stage.put(stage.member(0), key, "v1"));
        keys.forEach(key -> assertThat(stage.owner(key)).isSameAs(named));
        assertThat(stage.table(stage.member(0)).size()).isEqualTo(keys.size());
        assertThat(stage.table(stage.member(2)).keys()).containsExactlyInAnyOrderElementsOf(keys);
        SimulatedNode second = stage.chain("p-1").get(1);
        assertThat(stage.table(second).explain("p-1").pinnedTo()).isEqualTo("m2");
        assertThat(stage.table(second).explain("q-1").pinnedTo()).isEmpty();

        stage.crash(named);
        stage.awaitQuiet();
        keys.forEach(
                key -> assertThat(stage.owner(key)).as("the second is the head").isSameAs(second));
        keys.forEach(key -> assertThat(stage.get(second, key)).isEqualTo("v1"));
        stage.put(stage.member(0), "p-1", "v2");

        SimulatedNode back = stage.join("m2");
        stage.awaitQuiet();
        keys.forEach(key -> assertThat(stage.owner(key)).as("its own again").isSameAs(back));
        assertThat(stage.get(back, "p-1")).isEqualTo("v2");
        assertThat(stage.get(back, "p-2")).isEqualTo("v1");

        stage.leave(back);
        stage.awaitQuiet();
        assertThat(stage.owner("p-1")).isNotSameAs(back);
        stage.settle();
        assertThat(stage.get(stage.member(0), "p-1")).isEqualTo("v2");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R38")
    void servesPinnedKeysThroughASplit(WhenSplit whenSplit) {
        Stage stage = new Stage(pinned(whenSplit));
        List<SimulatedNode> all = stage.cluster().nodes();
        SimulatedNode named = all.get(1);
        stage.put(all.get(0), "p-1", "v1");
        stage.load();
        stage.runMillis(200);

        stage.disturb().split(List.of(named), List.of(all.get(0), all.get(2)));
        stage.awaitView(all.get(0), all.get(0), all.get(2));
        stage.runMillis(1_500);
        assertThat(stage.get(all.get(2), "p-1")).isEqualTo("v1");
        stage.put(all.get(0), "p-1", "v2");
        assertThat(stage.owner("p-1")).isNotSameAs(named);
        if (whenSplit == WhenSplit.STRICT) {
            assertThatThrownBy(() -> stage.get(named, "p-1")).isInstanceOf(NotInMajorityException.class);
        }

        stage.settle();
        assertThat(stage.owner("p-1")).isSameAs(named);
        assertThat(stage.get(named, "p-1")).isEqualTo("v2");
    }

    @Test
    @Tag("R38")
    void ownsKeysOfAPinToNobodyLikeOthersAndClearsThemToo() {
        Stage stage = new Stage(Plan.serve(3)
                .table(table -> table.pin(key -> key.startsWith("p"), "nobody")
                        .pin(key -> key.startsWith("p") || key.startsWith("q"), "m3")));
        stage.put(stage.member(0), "p-1", "v1");
        stage.put(stage.member(0), "q-1", "v1");
        stage.put(stage.member(0), "r-1", "v1");

        assertThat(stage.owner("q-1")).isSameAs(stage.member(2));
        assertThat(stage.get(stage.member(1), "p-1")).isEqualTo("v1");
        assertThat(stage.chain("p-1")).hasSize(2);

        stage.remove(stage.member(1), "r-1");
        stage.remove(stage.member(1), "p-1");
        stage.table(stage.member(1)).set("p-2", "v2");
        stage.table(stage.member(0)).clear();
        assertThat(stage.table(stage.member(2)).size()).isZero();
        assertThat(stage.table(stage.member(1)).get("p-2")).isNull();
    }

    @Test
    @Tag("R38")
    void failsCallsWhoseFunctionsFailAndDoesNothing() {
        RuntimeException failure = new IllegalStateException("the application's");
        Stage stage = new Stage(Plan.serve(3)
                .table(table -> table.pin(
                        key -> {
                            if (key.startsWith("bad")) {
                                throw failure;
                            }
                            return false;
                        },
                        "m1")));
        AsdrTable<String, String> table = stage.table(stage.member(0));

        assertThatThrownBy(() -> table.put("bad", "v")).isSameAs(failure);
        assertThatThrownBy(() -> table.get("bad")).isSameAs(failure);

        assertThat(table.size()).isZero();
        stage.put(stage.member(1), "good", "v");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R32")
    void keepsTheSeedThatTheFirstMemberDrewForAllThatCome(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        long seed = stage.member(0).node().view().settings().seed();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            keys.add("k" + i);
            stage.put(stage.member(0), "k" + i, "v");
        }

        for (int i = 0; i < 3; i++) {
            SimulatedNode old = stage.member(i);
            stage.join();
            stage.awaitQuiet();
            if (i % 2 == 0) {
                stage.crash(old);
            } else {
                stage.leave(old);
            }
            stage.awaitQuiet();
        }

        for (SimulatedNode node : stage.cluster().alive()) {
            assertThat(node.node().view().settings().seed()).isEqualTo(seed);
            keys.forEach(key -> assertThat(stage.get(node, key)).isEqualTo("v"));
        }
        stage.settle();
    }

    @Test
    @Tag("R32")
    void placesKeysInAnotherClusterOtherwise() {
        Stage one = new Stage(Plan.serve(3).seed(1));
        Stage other = new Stage(Plan.serve(3).seed(2));
        assertThat(one.member(0).node().view().settings().seed())
                .isNotEqualTo(other.member(0).node().view().settings().seed());

        Set<String> together = partitionMates(one, "k0");

        assertThat(together).isNotEqualTo(partitionMates(other, "k0"));
        assertThat(together)
                .as("the same in each run of a seed")
                .isEqualTo(partitionMates(new Stage(Plan.serve(3).seed(1)), "k0"));
    }

    private static Set<String> partitionMates(Stage stage, String key) {
        Set<String> mates = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            if (stage.chain("k" + i)
                    .get(0)
                    .node()
                    .name()
                    .equals(stage.owner(key).node().name())) {
                mates.add("k" + i);
            }
        }
        return mates;
    }

    @Test
    @Tag("R29")
    void tellsEverywhereWhoOwnsAKey() {
        Stage stage = new Stage(Plan.serve(3));
        for (int i = 0; i < 20; i++) {
            String key = "k" + i;
            SimulatedNode owner = stage.owner(key);
            for (SimulatedNode node : stage.cluster().alive()) {
                assertThat(stage.table(node).ownerOf(key))
                        .isEqualTo(owner.node().name());
                assertThat(stage.table(node).isOwnedHere(key)).isEqualTo(node == owner);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R25")
    @Tag("R39")
    @Tag("R40")
    @Tag("R41")
    void worksWithMembersOfDifferentSizes(WhenSplit whenSplit) {
        Stage stage = Stage.empty(Plan.of(whenSplit, 3));
        SimulatedNode small = stage.join(1, 0);
        SimulatedNode middle = stage.join(3, 0);
        SimulatedNode large = stage.join(16, 0);
        assertThat(stage.runUntil(() -> stage.isWhole() && Stage.isReady(small), 60_000_000_000L))
                .isTrue();
        stage.cluster().alive().forEach(stage::table);
        stage.awaitQuiet();
        for (int i = 0; i < 8; i++) {
            stage.put(stage.member(i % 3), "k" + i, "v");
        }
        Set<SimulatedNode> owners = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            owners.add(stage.owner("x" + i));
        }
        assertThat(owners).containsExactlyInAnyOrder(small, middle, large);

        stage.load();
        stage.runMillis(300);
        stage.crash(large);
        stage.runMillis(700);
        SimulatedNode larger = stage.join(32, 0);
        stage.awaitView(small, small, middle, larger);
        stage.runMillis(500);
        stage.disturb().split(List.of(small), List.of(middle, larger));
        stage.awaitView(middle, middle, larger);
        stage.runMillis(1_500);
        stage.settle();

        stage.crash(small);
        stage.awaitView(middle, middle, larger);
        stage.settle();
    }
}
