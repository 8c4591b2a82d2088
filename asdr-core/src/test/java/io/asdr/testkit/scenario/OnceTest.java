package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.OutcomeUnknownException;
import io.asdr.WhenSplit;
import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.ChainMessage;
import io.asdr.protocol.message.HandoverMessage;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls whose owner goes while their outcome is known to some members and not yet to others: each takes effect once (P3). */
class OnceTest {

    /** In each partition more than a page of a pull. */
    private static final int KEYS = 100;

    @ParameterizedTest
    @EnumSource
    void knowsACallThatItsSourceHasPendingAndItselfAsCommitted(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 2));
        SimulatedNode owner = stage.member(0);
        SimulatedNode source = stage.member(1);
        SimulatedNode next = join(stage, owner, source);
        String key = stage.key(chain -> chain.equals(List.of(owner, next)));

        HeldFrames outcome = stage.hold(owner, source, ChainMessage.Commit.class, CallMessage.Reply.class);
        Stage.Call put = stage.putLater(source, key, "v1");
        stage.runMillis(20);
        assertThat(outcome.count())
                .as("it was committed, and its caller was told")
                .isGreaterThan(1);
        stage.crash(owner);

        stage.await(put);
        assertThat(put.result()).isNull();
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    void runsNoCallThatWaitsForItsKeyAndComesWithIt(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 2));
        SimulatedNode owner = stage.member(0);
        SimulatedNode source = stage.member(1);
        SimulatedNode next = join(stage, owner, source);
        List<String> keys = new ArrayList<>();
        for (int number = 0; number < KEYS; number++) {
            keys.add(stage.key(chain -> chain.equals(List.of(owner, next))));
        }

        HeldFrames update = stage.hold(owner, next, ChainMessage.Update.class);
        List<Stage.Call> first = new ArrayList<>();
        keys.forEach(key -> first.add(stage.putLater(source, key, "v1")));
        stage.runMillis(20);
        List<Stage.Call> second = new ArrayList<>();
        keys.forEach(key -> second.add(stage.putLater(next, key, "v2")));
        stage.runMillis(20);
        assertThat(update.count()).as("the first are not committed").isPositive();
        stage.crash(owner);

        for (int number = 0; number < KEYS; number++) {
            stage.await(first.get(number));
            stage.await(second.get(number));
            assertThat(first.get(number).result()).isNull();
            assertThat(second.get(number).result()).isEqualTo("v1");
            assertThat(stage.get(source, keys.get(number))).isEqualTo("v2");
        }
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    void tellsThatAnOutcomeIsUnknownWhichAReplicaNeverHeard(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4).replicas(2));
        SimulatedNode caller = stage.member(3);
        String key = stage.key(chain -> !chain.contains(caller));
        List<SimulatedNode> chain = stage.chain(key);
        SimulatedNode owner = chain.get(0);
        SimulatedNode second = chain.get(1);
        SimulatedNode third = chain.get(2);

        HeldFrames commit = stage.hold(owner, third, ChainMessage.Commit.class);
        HeldFrames reply = stage.hold(owner, caller, CallMessage.Reply.class);
        HeldFrames again = stage.hold(second, caller, CallMessage.Reply.class);
        Stage.Call put = stage.putLater(caller, key, "v1");
        stage.runMillis(20);
        assertThat(commit.count()).isPositive();
        assertThat(reply.count()).isPositive();
        stage.crash(owner);
        stage.awaitView(third, second, third, caller);
        assertThat(stage.put(second, key, "v2")).isEqualTo("v1");
        assertThat(again.count()).as("the caller was told again").isPositive();
        stage.crash(second);

        stage.await(put);
        assertThat(put.failure()).isInstanceOf(OutcomeUnknownException.class);
        assertThat(stage.get(caller, key)).isEqualTo("v2");
        stage.settle();
    }

    /** A third member comes, and becomes complete in nothing that {@code owner} owns. */
    private static SimulatedNode join(Stage stage, SimulatedNode owner, SimulatedNode other) {
        SimulatedNode joined = stage.join();
        HeldFrames values = stage.hold(owner, joined, HandoverMessage.Compared.class);
        for (SimulatedNode node : List.of(owner, other, joined)) {
            stage.awaitView(node, owner, other, joined);
        }
        stage.runMillis(500);
        assertThat(values.count()).isPositive();
        return joined;
    }
}
