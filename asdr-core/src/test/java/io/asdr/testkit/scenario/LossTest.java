package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.AsdrTable;
import io.asdr.NotInMajorityException;
import io.asdr.OutcomeUnknownException;
import io.asdr.WhenSplit;
import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.ContractMessage;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that are lost or late: who sends them again, how often, and what callers are told (PROTOCOL 3 and 4). */
class LossTest {

    private static final int SITE_MILLIS = 150;

    @ParameterizedTest
    @EnumSource
    @Tag("R47")
    @Tag("R104")
    void theSenderSendsAgainUntilItIsAnswered(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode caller = stage.member(2);
        String written = stage.keyOwnedBy(owner, caller);
        String read = stage.keyOwnedBy(owner, caller);
        stage.put(owner, read, "v1");
        HeldFrames questions = stage.hold(caller, owner, CallMessage.Request.class, ReadMessage.Get.class);

        Stage.Call write = stage.putLater(caller, written, "v1");
        Stage.Call get = stage.getLater(caller, read);
        stage.runMillis(1_000);
        assertThat(questions.count()).as("sent again and again").isGreaterThan(2);
        assertThat(List.of(write, get)).noneMatch(Stage.Call::isDone);
        questions.drop();
        HeldFrames answers = stage.hold(owner, caller, CallMessage.Reply.class, ReadMessage.Answer.class);
        stage.runMillis(1_000);
        assertThat(answers.count()).as("answered again and again").isGreaterThan(2);
        assertThat(List.of(write, get)).noneMatch(Stage.Call::isDone);
        answers.drop();

        stage.await(write);
        stage.await(get);
        assertThat(stage.table(caller).stats().resends())
                .as("a call and a read")
                .isGreaterThan(8);
        assertThat(stage.table(owner).stats().resends()).isZero();
        assertThat(write.result()).as("it took effect once").isNull();
        assertThat(get.result()).isEqualTo("v1");
        assertThat(stage.get(owner, written)).isEqualTo("v1");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R47")
    @Tag("R105")
    void anApplicationMayAskForOneAttemptOnly(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode caller = stage.member(2);
        String key = stage.keyOwnedBy(owner, caller);
        HeldFrames requests = stage.hold(caller, owner, CallMessage.Request.class);

        AsdrTable<String, String> once = stage.table(caller).once();
        assertThatThrownBy(() -> once.put(key, "v1")).isInstanceOf(OutcomeUnknownException.class);

        assertThat(requests.count()).isEqualTo(1);
        assertThat(once.stats().resends()).isZero();
        requests.drop();
        assertThat(stage.get(owner, key)).isNull();
        stage.settle();
    }

    /** A call that nobody answers ends when its time is up, and from then on nothing of it is sent. */
    @ParameterizedTest
    @EnumSource
    @Tag("R105")
    void sendsNothingOfACallWhoseTimeIsUp(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode caller = stage.member(2);
        String key = stage.keyOwnedBy(owner, caller);
        HeldFrames requests = stage.hold(caller, owner, CallMessage.Request.class);

        CompletableFuture<@Nullable String> write =
                stage.table(caller).async().put(key, "v1").toCompletableFuture();
        assertThat(stage.runUntil(write::isDone, Duration.ofSeconds(11).toNanos()))
                .isTrue();
        stage.runMillis(100);
        int sent = requests.count();
        stage.runMillis(10_000);

        assertThat(write).isCompletedExceptionally();
        assertThat(requests.count()).isEqualTo(sent);
        requests.drop();
        assertThat(stage.get(owner, key)).isNull();
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R69")
    void theOwnerAsksASilentHolderAgain(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode holder = stage.member(2);
        String key = stage.keyOwnedBy(owner, holder);
        stage.put(owner, key, "v1");
        stage.get(holder, key);
        HeldFrames recalls = stage.hold(owner, holder, ContractMessage.Recall.class);

        Stage.Call write = stage.putLater(owner, key, "v2");
        stage.runMillis(1_000);
        assertThat(recalls.count()).isGreaterThan(1);
        assertThat(write.isDone()).isFalse();
        assertThat(stage.table(holder).peek(key)).contains("v1");
        recalls.drop();
        stage.await(write);

        assertThat(write.result()).isEqualTo("v1");
        assertThat(stage.get(holder, key)).isEqualTo("v2");
        stage.settle();
    }

    /** A condition that does not hold, and a majority that is not there: the caller hears of it, and what was there stays. */
    @Test
    @Tag("R68")
    void anUpdateThatFailsLeavesTheOldValue() {
        Stage stage = new Stage(Plan.strict(3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode caller = stage.member(2);
        String key = stage.keyOwnedBy(owner, caller);
        stage.put(owner, key, "v1");

        assertThat(stage.table(caller).replace(key, "other", "v2")).isFalse();
        assertThat(stage.putIfAbsent(caller, key, "v2")).isEqualTo("v1");
        assertThat(stage.get(caller, key)).isEqualTo("v1");
        stage.disturb().split(List.of(owner, stage.member(1)), List.of(caller));
        stage.awaitView(caller, caller);
        stage.runMillis(2_000);
        assertThatThrownBy(() -> stage.put(caller, key, "v2")).isInstanceOf(NotInMajorityException.class);

        assertThat(stage.get(owner, key)).isEqualTo("v1");
        stage.settle();
        assertThat(stage.get(caller, key)).isEqualTo("v1");
    }

    /** Two sites with an ocean between them: what crosses it takes its time, all else does not. */
    @ParameterizedTest
    @EnumSource
    @Tag("R27")
    void bearsTheLatencyBetweenTwoSites(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4).replicas(0).detectionMillis(1_000));
        List<SimulatedNode> here = List.of(stage.member(0), stage.member(1));
        List<SimulatedNode> there = List.of(stage.member(2), stage.member(3));
        long wayNanos = Duration.ofMillis(SITE_MILLIS).toNanos();
        for (SimulatedNode one : here) {
            for (SimulatedNode other : there) {
                stage.cluster().distance(one, other, wayNanos);
            }
        }
        String near = stage.keyOwnedBy(here.get(0));
        String far = stage.keyOwnedBy(there.get(0));
        stage.put(here.get(1), near, "v1");
        stage.put(here.get(1), far, "v1");

        for (int i = 0; i < 20; i++) {
            assertThat(stage.put(there.get(1), near, "n" + i)).isNotNull();
            assertThat(stage.get(here.get(1), near)).isEqualTo("n" + i);
            assertThat(stage.put(here.get(1), far, "f" + i)).isNotNull();
            assertThat(stage.get(there.get(1), far)).isEqualTo("f" + i);
            stage.runMillis(200);
        }

        assertThat(stage.view(here.get(0))).as("nobody was put out").hasSize(4);
        long askedNanos = stage.simulation().nowNanos();
        assertThat(stage.get(here.get(1), far)).isEqualTo("f19");
        assertThat(stage.get(here.get(1), far)).isEqualTo("f19");
        assertThat(stage.simulation().nowNanos() - askedNanos)
                .as("one way there and back")
                .isLessThan(2 * wayNanos + wayNanos / 2);
        stage.settle();
    }
}
