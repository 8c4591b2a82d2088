package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.OutcomeUnknownException;
import io.asdr.WhenSplit;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.ChainMessage;
import io.asdr.protocol.message.ContractMessage;
import io.asdr.protocol.message.HandoverMessage;
import io.asdr.protocol.message.LeaseMessage;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.spi.ViewId;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flaws of the first draft of the protocol that only an argument on paper had found, each by the history that broke it. */
class ReviewTest {

    @ParameterizedTest
    @EnumSource
    @Tag("review-A2")
    void givesALateReaderNoAnswerToAnEarlierQuestionThatMayNotBeKept(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(3);
        SimulatedNode second = stage.member(2);
        String key = stage.key(chain -> chain.equals(List.of(owner, stage.member(1))));
        stage.put(owner, key, "v1");
        assertThat(stage.get(second, key)).isEqualTo("v1");

        // A write that waits for another holder: the answer that is given meanwhile has no contract.
        HeldFrames recalled = stage.hold(second, owner, ContractMessage.Recalled.class);
        Stage.Call write = stage.putLater(owner, key, "v2");
        stage.runMillis(5);
        HeldFrames answer = stage.hold(owner, reader, ReadMessage.Answer.class);
        Stage.Call early = stage.getLater(reader, key);
        stage.runMillis(5);
        assertThat(answer.count()).as("the old value is on its way").isPositive();
        recalled.release();
        stage.await(write);
        Stage.Call late = stage.getLater(reader, key);
        stage.runMillis(1);
        answer.release();

        stage.await(early);
        stage.await(late);
        assertThat(late.result()).isEqualTo("v2");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-A4")
    void dropsAnAnswerToAQuestionThatIsOver(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");

        HeldFrames slow = stage.hold(owner, reader, ReadMessage.Answer.class);
        Stage.Call first = stage.getLater(reader, key);
        stage.runMillis(600);
        assertThat(slow.count()).as("the question was repeated").isGreaterThan(1);
        stage.put(owner, key, "v2");
        slow.releaseFirst();
        HeldFrames again = stage.hold(owner, reader, ReadMessage.Answer.class);
        stage.await(first);
        Stage.Call next = stage.getLater(reader, key);
        stage.runMillis(5);
        assertThat(again.count()).as("a new question is open").isPositive();
        slow.releaseRest();
        again.release();
        stage.await(next);

        assertThat(next.result()).isEqualTo("v2");
        assertThat(stage.get(reader, key)).isEqualTo("v2");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-A7")
    void waitsForAMemberThatLeftTheChainBeforeItWasComplete(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 2).partitions(64));
        SimulatedNode owner = stage.member(0);
        String[] keys = new String[60];
        for (int number = 0; number < keys.length; number++) {
            keys[number] = "q" + number;
            stage.put(owner, keys[number], "v1");
        }
        SimulatedNode partial = stage.join();
        HeldFrames synchronised = stage.hold(partial, owner, HandoverMessage.Compare.class);
        assertThat(stage.runUntil(() -> synchronised.count() > 0 && Stage.isReady(partial), Stage.RECOVERY_NANOS))
                .as("it is no equal replica yet")
                .isTrue();
        for (String key : keys) {
            assertThat(stage.get(partial, key)).isEqualTo("v1");
        }
        stage.join();
        stage.join();
        assertThat(stage.runUntil(() -> stage.view(owner).size() == 5, Stage.RECOVERY_NANOS))
                .isTrue();

        boolean left = false;
        for (String key : keys) {
            left |= stage.owner(key) == owner && !stage.chain(key).contains(partial);
            stage.put(owner, key, "v2");
            assertThat(stage.get(partial, key)).isEqualTo("v2");
        }
        assertThat(left).as("it is in no chain of some of them any more").isTrue();
        synchronised.drop();
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-A16")
    void keepsNoValueThatARefusedCallBrought(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode caller = stage.member(2);
        String key = stage.keyOwnedBy(owner, caller);
        stage.put(owner, key, "v1");

        HeldFrames reply = stage.hold(owner, caller, CallMessage.Reply.class);
        Stage.Call refused = stage.putIfAbsentLater(caller, key, "mine");
        stage.runMillis(5);
        assertThat(reply.count()).isPositive();
        stage.put(owner, key, "v2");
        reply.release();
        stage.await(refused);

        assertThat(refused.result()).as("refused with the value of then").isEqualTo("v1");
        assertThat(stage.table(caller).peek(key)).isEmpty();
        assertThat(stage.get(caller, key)).isEqualTo("v2");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-A17")
    void answersARepeatedConditionalCallFromItsRecordAfterAPull(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).replicas(0));
        SimulatedNode owner = stage.member(0);
        SimulatedNode caller = stage.member(2);
        HeldFrames replies = stage.hold(owner, caller, CallMessage.Reply.class);
        List<Stage.Call> calls = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            calls.add(stage.putIfAbsentLater(caller, stage.keyOwnedBy(owner, caller), "mine"));
        }
        stage.runMillis(10);
        assertThat(replies.count()).isGreaterThanOrEqualTo(calls.size());

        // Planned: what the leaver has is pulled, the recorded results first.
        stage.leave(owner);
        assertThat(stage.runUntil(() -> calls.stream().allMatch(Stage.Call::isDone), Stage.RECOVERY_NANOS))
                .isTrue();

        for (Stage.Call call : calls) {
            assertThat(call.result()).as("it was the first").isNull();
        }
        assertThat(stage.count(Event.AnsweredFromRecord.class)).isPositive();
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-A17")
    void ignoresARepeatedRequestWhoseCallerIsDone(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode caller = stage.member(2);
        String key = stage.keyOwnedBy(owner, caller);
        HeldFrames request = stage.hold(caller, owner, CallMessage.Request.class);
        Stage.Call first = stage.putLater(caller, key, "v1");
        stage.runMillis(600);
        assertThat(request.count()).as("it was repeated").isGreaterThan(1);
        request.releaseFirst();
        stage.await(first);
        assertThat(stage.put(caller, key, "v2")).isEqualTo("v1");
        assertThat(stage.put(caller, key, "v3")).isEqualTo("v2");

        request.releaseRest();
        stage.runMillis(50);

        assertThat(stage.get(owner, key)).isEqualTo("v3");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-A17")
    void saysThatTheOutcomeIsUnknownWhereItsRecordWasLost(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).replicas(0));
        SimulatedNode owner = stage.member(1);
        SimulatedNode caller = stage.member(2);
        String key = stage.keyOwnedBy(owner, caller);
        HeldFrames reply = stage.hold(owner, caller, CallMessage.Reply.class);
        Stage.Call write = stage.putLater(caller, key, "v1");
        stage.runMillis(10);
        assertThat(reply.count()).as("it was carried out").isPositive();

        stage.crash(owner);
        assertThat(stage.runUntil(write::isDone, Stage.RECOVERY_NANOS)).isTrue();

        assertThat(write.failure()).isInstanceOf(OutcomeUnknownException.class);
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-A17")
    void takesAnotherIncarnationForAnotherCaller(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode former = stage.member(2);
        String key = stage.keyOwnedBy(owner);
        assertThat(stage.put(former, key, "v1")).isNull();
        stage.crash(former);
        SimulatedNode present = stage.restart(former);
        assertThat(stage.runUntil(() -> stage.isWhole() && Stage.isReady(present), Stage.RECOVERY_NANOS))
                .isTrue();

        assertThat(stage.put(present, key, "v2"))
                .as("its first call of the partition, too")
                .isEqualTo("v1");

        assertThat(stage.get(owner, key)).isEqualTo("v2");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-C2")
    void numbersOnAfterARemoval(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode holder = stage.member(2);
        String key = stage.keyOwnedBy(owner, holder);
        stage.put(owner, key, "v1");
        assertThat(stage.get(holder, key)).isEqualTo("v1");
        HeldFrames old = stage.hold(owner, holder, ContractMessage.Recall.class);
        Stage.Call write = stage.putLater(owner, key, "v2");
        stage.runMillis(600);
        assertThat(old.count()).as("the recall was repeated").isGreaterThan(1);
        old.releaseFirst();
        stage.await(write);
        var before = stage.table(owner).explain(key).version();
        stage.remove(owner, key);
        stage.put(owner, key, "v3");
        assertThat(stage.table(owner).explain(key).version().isAfter(before)).isTrue();
        assertThat(stage.get(holder, key)).isEqualTo("v3");

        old.releaseRest();
        stage.runMillis(50);

        assertThat(stage.table(holder).peek(key))
                .as("an old recall takes no newer copy")
                .contains("v3");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-C3")
    void carriesAWriteThroughThoughItsCallerGaveUp(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        String key = stage.keyOwnedBy(owner);
        SimulatedNode replica = stage.chain(key).get(1);
        stage.put(owner, key, "v1");
        HeldFrames answers = stage.hold(replica, owner, ChainMessage.Updated.class);
        Stage.Call write = stage.putLater(owner, key, "v2");
        assertThat(stage.runUntil(write::isDone, 20_000_000_000L)).isTrue();
        assertThat(write.failure()).isInstanceOf(OutcomeUnknownException.class);

        answers.release();
        assertThat(stage.runUntil(() -> "v2".equals(stage.get(owner, key)), Stage.RECOVERY_NANOS))
                .isTrue();
        stage.runMillis(20);
        assertThat(stage.table(replica).explain(key).state())
                .as("it is not pending for ever")
                .isEqualTo("REPLICA");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-C4")
    void ignoresALateUpdateAfterARemoval(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        String key = stage.keyOwnedBy(owner);
        SimulatedNode replica = stage.chain(key).get(1);
        HeldFrames updates = stage.hold(owner, replica, ChainMessage.Update.class);
        Stage.Call write = stage.putLater(owner, key, "v1");
        stage.runMillis(600);
        assertThat(updates.count()).as("it was repeated").isGreaterThan(1);
        updates.releaseFirst();
        stage.await(write);
        assertThat(stage.remove(owner, key)).isEqualTo("v1");
        stage.runMillis(50);

        updates.releaseRest();
        stage.runMillis(50);
        assertThat(stage.table(replica).explain(key).state())
                .as("nothing is pending")
                .isEqualTo("ABSENT");
        stage.crash(owner);

        assertThat(stage.get(replica, key)).isNull();
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-C5")
    void readsLocallyWhatAnOwnerOfAnOlderTenureAnswered(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).partitions(64));
        SimulatedNode joiner = stage.join();
        assertThat(stage.runUntil(() -> stage.isWhole() && Stage.isReady(joiner), Stage.RECOVERY_NANOS))
                .isTrue();
        SimulatedNode owner = stage.member(0);
        String key = stage.keyOwnedBy(owner, joiner);
        stage.put(owner, key, "v1");
        stage.runMillis(500);

        assertThat(stage.get(joiner, key)).isEqualTo("v1");

        assertThat(stage.table(joiner).peek(key)).contains("v1");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-C6")
    void losesNothingByAPlannedLeaveWithoutReplicas(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).replicas(0));
        SimulatedNode leaver = stage.member(1);
        String key = stage.keyOwnedBy(leaver);
        stage.put(leaver, key, "v1");

        stage.leave(leaver);

        assertThat(stage.get(stage.member(0), key)).isEqualTo("v1");
        assertThat(stage.count(Event.Lost.class)).isZero();
        stage.settle();
    }

    @Test
    @Tag("review-C9")
    void servesNothingOldInAStrictTableToWhoIsPutOutAliveBySuspicion() {
        // It is out for longer than any lease runs.
        Stage stage = new Stage(Plan.strict(4).mergeMillis(3_000));
        SimulatedNode writer = stage.member(0);
        SimulatedNode suspect = stage.member(3);
        String owned = stage.keyOwnedBy(suspect);
        String copy = stage.keyOwnedBy(writer, suspect);
        for (String key : List.of(owned, copy)) {
            stage.put(writer, key, "v1");
            assertThat(stage.get(suspect, key)).isEqualTo("v1");
        }

        stage.disturb().suspect(suspect);
        stage.awaitView(writer, writer, stage.member(1), stage.member(2));
        for (String key : List.of(owned, copy)) {
            stage.put(writer, key, "v2");
            assertThat(stage.view(writer)).as("it is still out").hasSize(3);
            assertThat(stage.table(suspect).peek(key)).isEmpty();
        }

        stage.settle();
        assertThat(stage.get(suspect, owned)).isEqualTo("v2");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-C10")
    void letsALoneMemberGoOnAfterAPause(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 1));
        SimulatedNode alone = stage.member(0);
        stage.put(alone, "k1", "v1");

        stage.disturb().pause(alone);
        stage.runMillis(5_000);
        stage.cluster().resume(alone);
        stage.runMillis(200);

        assertThat(stage.get(alone, "k1")).isEqualTo("v1");
        assertThat(stage.put(alone, "k1", "v2")).isEqualTo("v1");
        stage.settle();
    }

    @Test
    @Tag("review-A6")
    void endsTheReadsOfAHolderWhoseOwnerIsCutOffTogetherWithIt() {
        Stage stage = new Stage(Plan.strict(5));
        SimulatedNode owner = stage.member(0);
        SimulatedNode holder = stage.member(1);
        String key = stage.keyOwnedBy(owner, holder);
        stage.put(owner, key, "v1");
        assertThat(stage.get(holder, key)).isEqualTo("v1");

        List<SimulatedNode> all = stage.cluster().nodes();
        stage.disturb().split(all.subList(0, 2), all.subList(2, 5));
        stage.awaitView(all.get(3), all.get(2), all.get(3), all.get(4));
        stage.put(all.get(3), key, "v2");

        assertThat(stage.table(holder).peek(key)).isEmpty();
        assertThat(stage.table(owner).peek(key)).isEmpty();
        stage.settle();
    }

    @Test
    @Tag("review-C11")
    void doesNotBelieveALeaseThatWasAnsweredBeforeTheClockJumped() {
        Stage stage = new Stage(Plan.strict(3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        assertThat(stage.get(reader, key)).isEqualTo("v1");
        ViewId before = owner.node().view().id();

        HeldFrames one = stage.hold(owner, reader, LeaseMessage.Renewed.class);
        stage.runMillis(300);
        assertThat(one.count()).isPositive();
        stage.disturb();
        reader.clock().jumpWall(3_600_000_000_000L);
        stage.runMillis(100);
        one.releaseFirst();
        HeldFrames silent = stage.hold(owner, reader, LeaseMessage.Renewed.class);

        assertThat(stage.table(reader).explain(key).leaseLeftNanos()).isLessThanOrEqualTo(0);
        silent.drop();
        stage.settle();
        assertThat(owner.node().view().id()).isEqualTo(before);
    }
}
