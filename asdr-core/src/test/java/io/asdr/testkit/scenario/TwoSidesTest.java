package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.AsdrTable;
import io.asdr.MergePolicy;
import io.asdr.event.AsdrEvent;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a SERVE table keeps of what two or three sides of a split wrote, by its merge policy. */
class TwoSidesTest {

    private static final MergePolicy LONGEST = MergePolicy.of(
            "longest",
            (Object key, @Nullable String kept, String other) ->
                    kept == null || other.length() > kept.length() ? other : kept);

    static Stream<MergePolicy> policies() {
        return Stream.of(MergePolicy.largerSide(), MergePolicy.newestEntry(), LONGEST);
    }

    /** Five members, of which the last two are a side of their own. */
    private record Split(Stage stage, SimulatedNode larger, SimulatedNode smaller) {

        static Split of(MergePolicy policy, String... keys) {
            Stage stage = new Stage(Plan.serve(5).mergePolicy(policy));
            List<SimulatedNode> all = stage.cluster().nodes();
            for (String key : keys) {
                stage.put(all.get(0), key, "before");
            }
            stage.disturb().split(all.subList(0, 3), all.subList(3, 5));
            stage.awaitView(all.get(1), all.get(0), all.get(1), all.get(2));
            stage.awaitView(all.get(4), all.get(3), all.get(4));
            stage.runMillis(1_500);
            return new Split(stage, all.get(0), all.get(4));
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    @Tag("case-F")
    void keepsWhatThePolicyChooses(MergePolicy policy) {
        Split split = Split.of(policy, "k1", "k2", "k3", "k4");
        Stage stage = split.stage();

        stage.put(split.larger(), "k1", "larger-and-older");
        stage.put(split.smaller(), "k2", "smaller");
        stage.put(split.larger(), "k3", "larger");
        stage.runMillis(100);
        stage.put(split.smaller(), "k1", "newer");
        stage.put(split.smaller(), "k4", "smaller-and-older");
        stage.runMillis(100);
        stage.put(split.larger(), "k4", "newer");
        stage.settle();

        boolean larger = policy == MergePolicy.largerSide();
        boolean newest = policy == MergePolicy.newestEntry();
        SimulatedNode any = stage.member(2);
        assertThat(stage.get(any, "k1")).isEqualTo(newest ? "newer" : "larger-and-older");
        assertThat(stage.get(any, "k2")).as("only the smaller side wrote").isEqualTo(larger ? "before" : "smaller");
        assertThat(stage.get(any, "k3")).as("only the larger side wrote").isEqualTo("larger");
        assertThat(stage.get(any, "k4")).isEqualTo(larger || newest ? "newer" : "smaller-and-older");
    }

    @ParameterizedTest
    @MethodSource("policies")
    void keepsWhatWasWrittenSinceTheMerge(MergePolicy policy) {
        Split split = Split.of(policy, "k1");
        Stage stage = split.stage();
        stage.put(split.larger(), "k1", "larger");
        stage.put(split.smaller(), "k1", "much-longer-and-newer");

        stage.cluster().heal();
        assertThat(stage.runUntil(
                        () -> stage.view(split.smaller()).size() == 5
                                && stage.view(split.larger()).size() == 5,
                        Stage.RECOVERY_NANOS))
                .isTrue();
        stage.put(split.larger(), "k1", "s");
        stage.settle();

        assertThat(stage.get(split.smaller(), "k1")).isEqualTo("s");
    }

    @ParameterizedTest
    @MethodSource("policies")
    @Tag("fault-8")
    @Tag("fault-19")
    void mergesThreeParts(MergePolicy policy) {
        Stage stage = new Stage(Plan.serve(5).mergePolicy(policy));
        List<SimulatedNode> all = stage.cluster().nodes();
        stage.put(all.get(0), "k1", "before");
        stage.disturb().split(all.subList(0, 2), all.subList(2, 4), all.subList(4, 5));
        stage.awaitView(all.get(1), all.get(0), all.get(1));
        stage.awaitView(all.get(3), all.get(2), all.get(3));
        stage.awaitView(all.get(4), all.get(4));
        stage.runMillis(1_500);
        for (SimulatedNode writer : List.of(all.get(1), all.get(4), all.get(3))) {
            stage.put(
                    writer,
                    "k1",
                    writer == all.get(4) ? "the-longest" : "by-" + writer.node().name());
            stage.put(writer, "k-" + writer.node().name(), "own");
            stage.runMillis(50);
        }

        stage.settle();
        String kept = stage.get(all.get(0), "k1");
        if (policy == LONGEST) {
            assertThat(kept).isEqualTo("the-longest");
        } else if (policy == MergePolicy.newestEntry()) {
            assertThat(kept).isEqualTo("by-" + all.get(3).node().name());
        } else {
            assertThat(kept)
                    .isIn(
                            "by-" + all.get(1).node().name(),
                            "by-" + all.get(3).node().name());
        }
        if (policy != MergePolicy.largerSide()) {
            for (SimulatedNode writer : List.of(all.get(1), all.get(4), all.get(3))) {
                assertThat(stage.get(all.get(2), "k-" + writer.node().name())).isEqualTo("own");
            }
        }
    }

    /** Each has a hash seed of its own, and one of them stands: what the other had lies in other partitions. */
    @Test
    @Tag("R32")
    void letsClustersMergeThatBeganSideBySideAndKeepsWhatTheOneThatGoesOnHad() {
        Stage stage = new Stage(Plan.serve(3).mergePolicy(LONGEST));
        SimulatedNode a = stage.member(0);
        stage.put(a, "k1", "one");
        SimulatedNode other = SideBySide.begin(stage);
        stage.put(other, "k1", "other");
        stage.put(other, "k2", "only-there");
        long seed = a.node().view().settings().seed();
        assertThat(other.node().view().settings().seed()).isNotEqualTo(seed);

        stage.settle();

        assertThat(stage.isWhole()).isTrue();
        assertThat(stage.view(a)).hasSize(4);
        assertThat(other.node().view().settings().seed()).isEqualTo(seed);
        assertThat(stage.get(other, "k1")).isEqualTo("one");
        assertThat(stage.get(other, "k2")).isNull();
        assertThat(stage.told(other, AsdrEvent.PartitionLost.class))
                .containsExactly(new AsdrEvent.PartitionLost(stage.table(a).name(), AsdrEvent.PartitionLost.ALL, 0));
        assertThat(stage.told(a, AsdrEvent.PartitionLost.class)).isEmpty();
    }

    /** A call that was meant for a partition of the other seed's must not write a key where nobody looks for it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Tag("R32")
    void leavesNoKeyWhereTheOtherSeedHadIt(long seed) {
        Stage stage = new Stage(Plan.serve(3).mergePolicy(LONGEST).seed(seed));
        SimulatedNode other = SideBySide.begin(stage);
        stage.load();
        stage.runMillis(300);

        stage.cluster().heal();
        stage.awaitView(other, stage.cluster().nodes().toArray(SimulatedNode[]::new));
        stage.runMillis(300);
        stage.settle();

        assertThat(stage.isWhole()).isTrue();
        Set<String> listed = stage.table(other).keys();
        assertThat(stage.table(other).size()).isEqualTo(listed.size());
        for (String key : listed) {
            assertThat(stage.get(other, key)).as(key).isNotNull();
        }
    }

    /** What waits was meant for a partition that is gone: its caller hears so, long before its time is up. */
    @Test
    @Tag("R32")
    void endsCallsThatWaitWhereKeysAreMoved() {
        Stage stage = new Stage(Plan.serve(3));
        SimulatedNode other = SideBySide.begin(stage);
        AsdrTable<String, String> table = stage.table(other);

        String built = table.computeIfAbsent("k1", key -> {
            CompletableFuture<@Nullable String> waits =
                    table.async().computeIfAbsent(key, same -> "second").toCompletableFuture();
            stage.runMillis(50);
            assertThat(waits).isNotDone();
            stage.cluster().heal();
            stage.awaitView(other, stage.cluster().nodes().toArray(SimulatedNode[]::new));
            stage.runMillis(500);
            assertThat(waits).isCompletedExceptionally();
            return "first";
        });

        assertThat(built).isEqualTo("first");
        stage.settle();
    }
}
