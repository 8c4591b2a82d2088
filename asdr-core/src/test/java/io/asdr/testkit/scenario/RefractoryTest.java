package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asdr.AsdrTable;
import io.asdr.MergePolicy;
import io.asdr.RefractoryException;
import io.asdr.WhenSplit;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** For a while after a write, an entry is not updated again; the refusal brings the value that was written (PROTOCOL 4). */
@Tag("R99")
@Tag("R100")
class RefractoryTest {

    private static Stage stage(WhenSplit whenSplit) {
        return new Stage(Plan.of(whenSplit, 3).table(table -> table.refractory(Duration.ofMillis(500))));
    }

    @ParameterizedTest
    @EnumSource
    void refusesUpdatesUntilThePeriodIsOver(WhenSplit whenSplit) {
        Stage stage = stage(whenSplit);
        SimulatedNode owner = stage.member(0);
        SimulatedNode caller = stage.member(2);
        String key = stage.keyOwnedBy(owner, caller);
        AsdrTable<String, String> table = stage.table(caller);
        stage.put(caller, key, "v1");
        assertThat(stage.table(owner).explain(key).refractoryLeftNanos())
                .isBetween(
                        Duration.ofMillis(400).toNanos(), Duration.ofMillis(500).toNanos());

        RefractoryException refusal = catchThrowableOfType(RefractoryException.class, () -> table.put(key, "v2"));
        assertThat(refusal.current()).isEqualTo("v1");
        assertThat(refusal).hasMessageContaining("refractory=PT0.5S");
        assertThat(catchThrowableOfType(RefractoryException.class, () -> table.merge(key, "x", String::concat))
                        .current())
                .isEqualTo("v1");
        CompletableFuture<?> later = table.async().put(key, "v2").toCompletableFuture();
        stage.runMillis(60);
        assertThat(later)
                .failsWithin(Duration.ofSeconds(0))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(RefractoryException.class);
        assertThat(table.get(key)).isEqualTo("v1");
        assertThat(table.stats().refractoryRefusals()).isEqualTo(3);
        assertThat(stage.table(owner).stats().refractoryRefusals()).isZero();
        stage.runMillis(501);
        assertThat(stage.table(owner).explain(key).refractoryLeftNanos()).isZero();

        assertThat(stage.put(caller, key, "v2")).isEqualTo("v1");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    void letsRemovalsThrough(WhenSplit whenSplit) {
        Stage stage = stage(whenSplit);
        String key = stage.keyOwnedBy(stage.member(0), stage.member(2));
        stage.put(stage.member(2), key, "v1");

        assertThat(stage.remove(stage.member(2), key)).isEqualTo("v1");
        assertThat(stage.put(stage.member(2), key, "v2")).isNull();
        stage.settle();
    }

    /** The time of a write stands in its version, so the next owner knows it. */
    @ParameterizedTest
    @EnumSource
    void lastsOverAChangeOfOwner(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).table(table -> table.refractory(Duration.ofSeconds(20))));
        SimulatedNode owner = stage.member(0);
        SimulatedNode caller = stage.member(2);
        String key = stage.keyOwnedBy(owner, caller);
        stage.put(caller, key, "v1");
        stage.crash(owner);
        stage.awaitView(caller, stage.member(1), caller);

        assertThat(catchThrowableOfType(
                                RefractoryException.class,
                                () -> stage.table(caller).put(key, "v2"))
                        .current())
                .isEqualTo("v1");
        stage.runMillis(20_000);
        assertThat(stage.put(caller, key, "v2")).isEqualTo("v1");
        stage.settle();
    }

    /** By the next owner's clock the value was written in an hour: that is no reason to refuse updates for an hour. */
    @ParameterizedTest
    @EnumSource
    void lastsNotUntilTheClockOfAFormerOwner(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4).table(table -> table.refractory(Duration.ofSeconds(20))));
        SimulatedNode owner = stage.member(0);
        SimulatedNode caller = stage.member(3);
        stage.disturb();
        owner.clock().jumpWall(Duration.ofHours(1).toNanos());
        // A member goes by the wall clock that it had when it installed the view.
        stage.runMillis(200);
        stage.crash(stage.member(2));
        stage.awaitView(caller, owner, stage.member(1), caller);
        stage.awaitQuiet();
        String key = stage.keyOwnedBy(owner, caller);
        stage.put(caller, key, "v1");
        assertThat(catchThrowableOfType(
                        RefractoryException.class, () -> stage.table(caller).put(key, "v2")))
                .isNotNull();

        stage.runMillis(20);
        stage.crash(owner);
        stage.awaitView(caller, stage.member(1), caller);

        assertThat(stage.put(caller, key, "v2")).isEqualTo("v1");
        stage.settle();
    }

    /** What a merge chose is no update by the application: the period, which each side began by itself, does not keep it away. */
    @ParameterizedTest
    @MethodSource("policies")
    @Tag("case-F")
    void doesNotKeepAwayWhatAMergeChose(MergePolicy policy) {
        Stage stage =
                new Stage(Plan.serve(5).mergePolicy(policy).table(table -> table.refractory(Duration.ofMinutes(10))));
        List<SimulatedNode> all = stage.cluster().nodes();
        stage.disturb().split(all.subList(0, 3), all.subList(3, 5));
        stage.awaitView(all.get(0), all.get(0), all.get(1), all.get(2));
        stage.awaitView(all.get(4), all.get(3), all.get(4));
        stage.runMillis(1_500);
        stage.put(all.get(0), "k1", "larger");
        stage.runMillis(100);
        stage.put(all.get(4), "k1", "the smaller side's");

        stage.settle();
        stage.runMillis(1_000);

        all.forEach(node -> assertThat(stage.get(node, "k1")).isEqualTo("the smaller side's"));
    }

    static Stream<MergePolicy> policies() {
        return Stream.of(
                MergePolicy.newestEntry(),
                MergePolicy.of("theirs", (Object key, @Nullable String kept, String other) -> other));
    }
}
