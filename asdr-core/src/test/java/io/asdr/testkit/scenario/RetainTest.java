package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.Retained;
import io.asdr.WhenSplit;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** References: while one is open, its entry neither ages out nor is evicted, whoever owns it. */
@Tag("R45")
class RetainTest {

    private static final int IDLE_MILLIS = 500;

    private static Stage idle(WhenSplit whenSplit) {
        return new Stage(Plan.of(whenSplit, 3).table(table -> table.maxIdle(Duration.ofMillis(IDLE_MILLIS))));
    }

    @ParameterizedTest
    @EnumSource
    void keepsAnEntryFromAgeingUntilTheLastReferenceIsClosed(WhenSplit whenSplit) {
        Stage stage = idle(whenSplit);
        SimulatedNode owner = stage.member(0);
        SimulatedNode holder = stage.member(2);
        String key = stage.keyOwnedBy(owner, holder);
        String other = stage.keyOwnedBy(owner, holder);
        stage.put(owner, key, "v1");
        stage.put(owner, other, "o1");

        Retained<String> first = stage.table(holder).retain(key).orElseThrow();
        Retained<String> second = stage.table(holder).retain(key).orElseThrow();
        assertThat(first.value()).isEqualTo("v1");
        assertThat(stage.table(holder).stats().retained()).isEqualTo(2);
        assertThat(stage.table(owner).stats().retained()).isZero();
        assertThat(stage.table(owner).explain(key).retainedBy()).containsExactly("m3");
        assertThat(stage.table(holder).explain(key).retainedBy()).containsExactly("m3");
        stage.runMillis(10L * IDLE_MILLIS);
        assertThat(stage.get(owner, other)).isNull();
        assertThat(stage.get(owner, key)).isEqualTo("v1");
        first.close();
        first.close();
        assertThat(stage.table(holder).stats().retained()).isEqualTo(1);
        stage.runMillis(10L * IDLE_MILLIS);
        assertThat(stage.get(owner, key)).isEqualTo("v1");

        second.close();
        assertThat(stage.table(holder).stats().retained()).isZero();
        stage.runMillis(5L * IDLE_MILLIS);
        assertThat(stage.get(owner, key)).isNull();
        assertThat(stage.table(holder).retain(key)).isEmpty();
        assertThat(stage.table(holder).stats().retained()).isZero();
        assertThat(stage.table(owner).explain(key).retainedBy()).isEmpty();
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    void lastsOverAChangeOfOwnerAndEndsWithItsMember(WhenSplit whenSplit) {
        Stage stage = idle(whenSplit);
        SimulatedNode owner = stage.member(0);
        SimulatedNode holder = stage.member(2);
        String key = stage.key(chain -> chain.get(0) == owner && chain.get(1) == stage.member(1));
        stage.put(owner, key, "v1");
        assertThat(stage.table(holder).retain(key)).isPresent();
        stage.crash(owner);
        stage.awaitView(holder, stage.member(1), holder);
        stage.runMillis(10L * IDLE_MILLIS);
        assertThat(stage.get(stage.member(1), key)).isEqualTo("v1");

        stage.leave(holder);
        stage.runMillis(5L * IDLE_MILLIS);
        assertThat(stage.get(stage.member(1), key)).isNull();
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    void keepsAnEntryFromEviction(WhenSplit whenSplit) {
        Stage stage = new Stage(
                Plan.of(whenSplit, 3).table(table -> table.maxEntries(10).maxCopies(2)));
        SimulatedNode owner = stage.member(0);
        SimulatedNode holder = stage.member(2);
        stage.runMillis(1_500);
        String key = stage.keyOwnedBy(owner, holder);
        stage.put(owner, key, "v1");
        assertThat(stage.table(holder).retain(key)).isPresent();
        assertThat(stage.get(holder, key)).isEqualTo("v1");

        for (int i = 0; i < 60; i++) {
            String next = stage.keyOwnedBy(owner, holder);
            stage.put(owner, next, "n");
            stage.get(holder, next);
        }

        assertThat(stage.table(owner).stats().evicted()).isPositive();
        assertThat(stage.table(holder).peek(key)).contains("v1");
        assertThat(stage.get(owner, key)).isEqualTo("v1");
        stage.settle();
    }
}
