package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.OutcomeUnknownException;
import io.asdr.Retained;
import io.asdr.WhenSplit;
import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.Operation;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        Retained<String> reference = stage.table(holder).retain(key).orElseThrow();
        assertThat(stage.get(holder, key)).isEqualTo("v1");

        List<String> others = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String next = stage.keyOwnedBy(owner, holder);
            others.add(next);
            stage.put(owner, next, "n");
            stage.get(holder, next);
        }

        assertThat(stage.table(owner).stats().evicted()).isPositive();
        assertThat(stage.table(holder).peek(key)).contains("v1");
        assertThat(stage.get(owner, key)).isEqualTo("v1");

        reference.close();
        for (String next : others) {
            stage.put(owner, next, "n");
            // Else what is new makes room for what is new.
            stage.get(owner, next);
            stage.get(owner, next);
        }
        assertThat(stage.get(owner, key)).as("it can go now").isNull();
        stage.settle();
    }

    /** The members tell a new owner who holds what; until they have, nothing goes. */
    @ParameterizedTest
    @EnumSource
    void letsNothingGoUnderANewOwnerThatHasNotBeenToldYet(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).table(table -> table.maxIdle(Duration.ofMillis(100))));
        SimulatedNode owner = stage.member(0);
        SimulatedNode next = stage.member(1);
        SimulatedNode holder = stage.member(2);
        String key = stage.key(chain -> chain.equals(List.of(owner, next)));
        stage.put(owner, key, "v1");
        Retained<String> reference = stage.table(holder).retain(key).orElseThrow();
        HeldFrames told = stage.hold(
                holder,
                next,
                message -> message instanceof CallMessage.Request request && request.operation() == Operation.RETAIN);
        stage.crash(owner);
        stage.awaitView(next, next, holder);

        stage.runMillis(700);
        assertThat(told.count()).isPositive();
        assertThat(stage.table(next).stats().agedOut()).isZero();
        told.release();
        stage.runMillis(5_000);

        assertThat(stage.get(next, key)).isEqualTo("v1");
        reference.close();
        stage.runMillis(2_000);
        assertThat(stage.get(next, key)).isNull();
        stage.settle();
    }

    /** Its caller gave up: nobody would ever give the reference back. */
    @ParameterizedTest
    @EnumSource
    void givesBackAReferenceWhoseCallerHadNoAnswerInTime(WhenSplit whenSplit) {
        Stage stage = idle(whenSplit);
        SimulatedNode owner = stage.member(0);
        SimulatedNode holder = stage.member(2);
        String key = stage.keyOwnedBy(owner, holder);
        stage.put(owner, key, "v1");
        HeldFrames replies = stage.hold(owner, holder, CallMessage.Reply.class);
        assertThatThrownBy(() -> stage.table(holder).retain(key)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(stage.get(owner, key)).isEqualTo("v1");
        replies.drop();

        stage.runMillis(5L * IDLE_MILLIS);

        assertThat(stage.table(holder).stats().retained()).isZero();
        assertThat(stage.table(owner).explain(key).retainedBy()).isEmpty();
        assertThat(stage.get(owner, key)).isNull();
        stage.settle();
    }
}
