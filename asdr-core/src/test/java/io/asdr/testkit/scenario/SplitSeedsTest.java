package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.WhenSplit;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Splits and merges that meet each other, each from a thousand seeds: half of them with a STRICT table, half with a SERVE table. */
@Tag("fault-19")
class SplitSeedsTest {

    private static final long SEEDS = Long.getLong("seeds.of.splits", 1_000);
    private static final int MILLI = 1_000_000;

    /** {@code life} returns whether the seed met what it is about; a tenth of them must. */
    private static void live(LongPredicate life) {
        AtomicInteger met = new AtomicInteger();
        List<String> problems = LongStream.rangeClosed(1, SEEDS)
                .parallel()
                .mapToObj(seed -> {
                    try {
                        met.addAndGet(life.test(seed) ? 1 : 0);
                        return "";
                    } catch (AssertionError | RuntimeException broken) {
                        return "seed " + seed + ": " + broken;
                    }
                })
                .filter(problem -> !problem.isEmpty())
                .toList();

        assertThat(problems).isEmpty();
        assertThat(met.get()).as("seeds that met it").isGreaterThan((int) SEEDS / 10);
    }

    private static Plan plan(long seed, int members) {
        return Plan.of(seed % 2 == 0 ? WhenSplit.SERVE : WhenSplit.STRICT, members)
                .seed(seed)
                .partitions(3);
    }

    private static void runUpTo(Stage stage, int millis) {
        stage.simulation().runFor(1 + stage.simulation().random().nextLong((long) millis * MILLI));
    }

    @Test
    void mergesTwoSingletons() {
        live(seed -> {
            Stage stage = Stage.empty(plan(seed, 2));
            SimulatedNode a = stage.join();
            SimulatedNode b = stage.join();
            stage.disturb().split(List.of(a), List.of(b));
            stage.awaitView(a, a);
            stage.awaitView(b, b);
            boolean apart = !a.node().view().line().contains(b.node().view().id())
                    && !b.node().view().line().contains(a.node().view().id());
            if (seed % 2 == 0) {
                stage.table(a).put("k0", "a");
                stage.table(b).put("k0", "b");
            }

            runUpTo(stage, 300);
            stage.cluster().heal();
            assertThat(stage.runUntil(stage::isWhole, Stage.RECOVERY_NANOS)).isTrue();
            stage.table(a);
            stage.table(b);
            stage.load();
            runUpTo(stage, 200);

            stage.settle();
            return apart;
        });
    }

    @Test
    void mergesThreeParts() {
        live(seed -> {
            Stage stage = new Stage(plan(seed, 5));
            List<SimulatedNode> all = stage.cluster().nodes();
            int first = 1 + (int) (seed / 2 % 3);
            stage.load();
            runUpTo(stage, 100);

            stage.disturb().split(all.subList(0, first), all.subList(first, 4), all.subList(4, 5));
            stage.simulation().runFor(300L * MILLI);
            runUpTo(stage, 1_500);
            boolean apart =
                    all.stream().map(node -> node.node().view().id()).distinct().count() == 3;

            stage.settle();
            return apart;
        });
    }

    @Test
    void splitsWhilePartitionsMove() {
        live(seed -> {
            Stage stage = new Stage(plan(seed, 3));
            stage.load();
            runUpTo(stage, 100);
            stage.join();
            runUpTo(stage, 60);

            List<SimulatedNode> all = stage.cluster().nodes();
            boolean moving = !stage.isHealed();
            int cut = 1 + stage.simulation().random().nextInt(3);
            stage.disturb().split(all.subList(0, cut), all.subList(cut, 4));
            runUpTo(stage, 1_500);

            stage.settle();
            return moving;
        });
    }

    @Test
    void splitsAgainWhilePartsMerge() {
        live(seed -> {
            Stage stage = new Stage(plan(seed, 4));
            List<SimulatedNode> all = stage.cluster().nodes();
            stage.load();
            stage.disturb().split(all.subList(0, 2), all.subList(2, 4));
            stage.simulation().runFor(200L * MILLI);
            runUpTo(stage, 1_300);
            boolean apart = stage.view(all.get(0)).size() == 2;
            stage.cluster().heal();
            runUpTo(stage, 200);

            boolean merging = !stage.isHealed();
            stage.disturb().split(List.of(all.get(0), all.get(3)), List.of(all.get(1), all.get(2)));
            runUpTo(stage, 1_500);

            stage.settle();
            return apart && merging;
        });
    }
}
