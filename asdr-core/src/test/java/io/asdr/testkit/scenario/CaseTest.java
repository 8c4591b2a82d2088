package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent.PartitionLost;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.ContractMessage;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.protocol.message.ViewMessage;
import io.asdr.spi.ViewId;
import io.asdr.testkit.Faults;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Operation;
import io.asdr.testkit.Plan;
import io.asdr.testkit.ProtocolStep;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases that break other coherent near caches, each by its own history. */
class CaseTest {

    private static final long LEASE_MILLIS = 1_000;
    private static final long DETECTION_MILLIS = 500;

    @ParameterizedTest
    @EnumSource
    @Tag("case-A")
    @Tag("fault-5")
    @Tag("review-A1")
    void servesNothingOldToTheFirstReaderAfterALongPause(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).detectionMillis(DETECTION_MILLIS));
        SimulatedNode owner = stage.member(0);
        SimulatedNode holder = stage.member(2);
        String copy = stage.keyOwnedBy(owner, holder);
        String replica = stage.key(chain -> chain.get(0) == owner && chain.contains(holder));
        for (String key : List.of(copy, replica)) {
            stage.put(owner, key, "old");
            assertThat(stage.get(holder, key)).isEqualTo("old");
        }
        stage.runMillis(10);
        assertThat(stage.table(holder).peek(copy)).contains("old");
        assertThat(stage.table(holder).peek(replica)).contains("old");

        stage.disturb().pause(holder);
        stage.awaitView(owner, owner, stage.member(1));
        for (String key : List.of(copy, replica)) {
            assertThat(stage.put(owner, key, "new")).isEqualTo("old");
        }
        assertThat(stage.view(holder))
                .as("it knows nothing yet")
                .contains(owner.node().name());
        stage.cluster().resume(holder);
        assertThat(stage.table(holder).peek(copy)).isEmpty();
        assertThat(stage.table(holder).peek(replica)).isEmpty();

        assertThat(stage.get(holder, copy)).isEqualTo("new");
        assertThat(stage.get(holder, replica)).isEqualTo("new");
        stage.settle();
    }

    /** Its ticker goes on as if nothing had been, and nobody tells it that others own what it owned. */
    @ParameterizedTest
    @EnumSource
    @Tag("case-A")
    @Tag("fault-5")
    void servesNothingOldAsOwnerAfterALongPause(WhenSplit whenSplit) {
        Stage stage = new Stage(
                Plan.of(whenSplit, 4).detectionMillis(DETECTION_MILLIS).mergeMillis(2_000));
        SimulatedNode owner = stage.member(3);
        SimulatedNode writer = stage.member(0);
        String key = stage.keyOwnedBy(owner);
        stage.put(writer, key, "old");
        assertThat(stage.get(owner, key)).isEqualTo("old");

        stage.disturb().pause(owner);
        stage.awaitView(writer, writer, stage.member(1), stage.member(2));
        assertThat(stage.put(writer, key, "new")).isEqualTo("old");
        stage.runMillis(2 * LEASE_MILLIS);
        stage.cluster().resume(owner);
        assertThat(stage.view(owner)).as("it knows nothing yet").hasSize(4);
        Stage.Call read = stage.getLater(owner, key);
        for (int i = 0; i < 100; i++) {
            stage.runMillis(1);
            assertThat(stage.table(owner).peek(key).orElse("new")).isEqualTo("new");
        }

        assertThat(read.isDone()).as("it can't know the value").isFalse();
        stage.settle();
        assertThat(stage.get(owner, key)).isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-B")
    void waitsForAHolderThatNeverAnswersUntilItIsOutOfTheViewAndItsLeaseIsOver(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).detectionMillis(DETECTION_MILLIS));
        SimulatedNode owner = stage.member(0);
        SimulatedNode holder = stage.member(2);
        String key = stage.keyOwnedBy(owner, holder);
        stage.put(owner, key, "old");
        assertThat(stage.get(holder, key)).isEqualTo("old");

        HeldFrames answers = stage.hold(holder, owner, ContractMessage.Recalled.class);
        Stage.Call write = stage.putLater(owner, key, "new");
        stage.runMillis(4 * LEASE_MILLIS);
        assertThat(answers.count()).as("it was asked again").isGreaterThan(1);
        assertThat(write.isDone()).as("time alone never stands for an answer").isFalse();
        assertThat(stage.table(holder).peek(key)).isEmpty();

        stage.disturb().pause(holder);
        long pausedNanos = stage.simulation().nowNanos();
        stage.awaitView(owner, owner, stage.member(1));
        assertThat(write.isDone()).as("its lease still runs").isFalse();
        stage.await(write);

        long tookMillis = (stage.simulation().nowNanos() - pausedNanos) / 1_000_000;
        assertThat(tookMillis).isBetween(LEASE_MILLIS * 3 / 4, 2 * DETECTION_MILLIS + LEASE_MILLIS * 13 / 10);
        answers.drop();
        stage.settle();
        assertThat(stage.get(holder, key)).isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-C")
    void doesNotKeepAnAnswerThatARecallOvertook(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "old");

        HeldFrames answer = stage.hold(owner, reader, ReadMessage.Answer.class);
        Stage.Call read = stage.getLater(reader, key);
        stage.runMillis(10);
        assertThat(answer.count()).as("the old value is on its way").isPositive();
        assertThat(stage.put(owner, key, "new")).isEqualTo("old");
        assertThat(stage.count(Event.MetIncomplete.class))
                .as("the recall overtook the answer")
                .isPositive();
        Stage.Call late = stage.getLater(reader, key);
        answer.release();

        stage.await(read);
        stage.await(late);
        assertThat(late.result()).isEqualTo("new");
        assertThat(stage.get(reader, key)).isEqualTo("new");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-D")
    void keepsNoAnswerOfAnOwnerThatIsNoLongerOne(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(3);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "old");

        HeldFrames answer = stage.hold(owner, reader, ReadMessage.Answer.class);
        Stage.Call read = stage.getLater(reader, key);
        stage.runMillis(5);
        assertThat(answer.count()).as("the old value is on its way").isPositive();
        SimulatedNode next = stage.chain(key).get(1);
        stage.crash(owner);
        stage.awaitView(reader, stage.member(1), stage.member(2), stage.member(3));
        assertThat(stage.put(next, key, "new")).isEqualTo("old");
        answer.release();

        stage.await(read);
        assertThat(stage.get(reader, key)).isEqualTo("new");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-D")
    void poisonsTheCopiesOfAFormerOwnerWhoseRecallNeverCame(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 6).partitions(64));
        SimulatedNode owner = stage.member(0);
        SimulatedNode holder = stage.member(3);
        List<String> keys = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            String key = "c" + number;
            if (stage.owner(key) == owner && !stage.chain(key).contains(holder)) {
                keys.add(key);
                stage.put(owner, key, "old");
                assertThat(stage.get(holder, key)).isEqualTo("old");
            }
        }

        HeldFrames recall = stage.hold(owner, holder, ContractMessage.Recall.class);
        List<Stage.Call> writes = new ArrayList<>();
        keys.forEach(key -> writes.add(stage.putLater(stage.chain(key).get(1), key, "new")));
        stage.runMillis(5);
        assertThat(recall.count()).isGreaterThanOrEqualTo(keys.size());
        for (String key : keys) {
            assertThat(stage.table(holder).peek(key)).as("it was not recalled").contains("old");
        }
        // The holder gets the view last.
        HeldFrames view = stage.hold(stage.member(1), holder, ViewMessage.Made.class);
        stage.crash(owner);
        stage.awaitView(stage.member(1), stage.member(1), stage.member(2), holder, stage.member(4), stage.member(5));
        stage.runMillis(100);
        assertThat(view.count()).isPositive();
        assertThat(writes).as("the holder may read the old values").noneMatch(Stage.Call::isDone);
        view.release();
        writes.forEach(stage::await);

        writes.forEach(write -> assertThat(write.result()).isEqualTo("old"));
        // Where the holder comes into the chain it is written to, poisoned or not.
        List<String> outside =
                keys.stream().filter(key -> !stage.chain(key).contains(holder)).toList();
        assertThat(outside).isNotEmpty();
        for (String key : outside) {
            assertThat(stage.table(holder).peek(key)).isEmpty();
            assertThat(stage.get(holder, key)).isEqualTo("new");
        }
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-E")
    @Tag("fault-10")
    void getsOverALinkThatCarriesNothingOneWay(WhenSplit whenSplit) {
        for (boolean deafOwner : List.of(true, false)) {
            Stage stage = new Stage(Plan.of(whenSplit, 5).seed(2));
            SimulatedNode owner = stage.member(0);
            SimulatedNode holder = stage.member(4);
            String key = stage.keyOwnedBy(owner, holder);
            stage.put(owner, key, "old");
            assertThat(stage.get(holder, key)).isEqualTo("old");

            stage.disturb().cut(deafOwner ? holder : owner, deafOwner ? owner : holder);
            assertThat(stage.put(owner, key, "new")).isEqualTo("old");

            if (whenSplit == WhenSplit.STRICT || stage.view(holder).contains("m1")) {
                // A part of a SERVE table goes on with what it has.
                assertThat(stage.table(holder).peek(key).orElse("new")).isEqualTo("new");
            }
            stage.settle();
            assertThat(stage.get(holder, key)).isEqualTo("new");
        }
    }

    @Test
    @Tag("case-F")
    @Tag("review-C1")
    void tellsValuesApartThatTwoSidesWroteUnderTheSameNumbers() {
        Stage stage = new Stage(Plan.serve(4));
        SimulatedNode a = stage.member(0);
        SimulatedNode b = stage.member(1);
        SimulatedNode c = stage.member(2);
        SimulatedNode d = stage.member(3);
        String key = stage.key(chain -> chain.contains(a) && chain.contains(c));
        stage.put(a, key, "old");

        stage.disturb().split(List.of(a, b), List.of(c, d));
        stage.awaitView(b, a, b);
        stage.awaitView(d, c, d);
        ViewId one = b.node().view().id();
        ViewId other = d.node().view().id();
        assertThat(one.epoch()).as("both sides have the same number").isEqualTo(other.epoch());
        assertThat(one).isNotEqualTo(other);
        stage.runMillis(2 * LEASE_MILLIS);
        stage.put(b, key, "left");
        stage.put(d, key, "right");
        assertThat(stage.get(a, key)).isEqualTo("left");
        assertThat(stage.get(c, key)).isEqualTo("right");

        stage.settle();
        assertThat(stage.get(a, key)).isIn("left", "right");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-G")
    void countsNoAnswerOfAFormerLifeAtTheSameAddress(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4));
        SimulatedNode owner = stage.member(0);
        SimulatedNode former = stage.member(3);
        String key = stage.keyOwnedBy(owner, former);
        stage.put(owner, key, "v1");
        assertThat(stage.get(former, key)).isEqualTo("v1");
        HeldFrames old = stage.hold(former, owner, ContractMessage.Recalled.class);
        Stage.Call first = stage.putLater(owner, key, "v2");
        stage.runMillis(5);
        assertThat(old.count()).isPositive();
        stage.crash(former);
        stage.await(first);

        SimulatedNode present = stage.restart(former);
        assertThat(stage.runUntil(() -> stage.isWhole() && Stage.isReady(present), Stage.RECOVERY_NANOS))
                .isTrue();
        String again = stage.chain(key).contains(present) || stage.owner(key) != owner
                ? stage.keyOwnedBy(owner, present)
                : key;
        stage.put(owner, again, "v3");
        assertThat(stage.get(present, again)).isEqualTo("v3");
        HeldFrames fresh = stage.hold(present, owner, ContractMessage.Recalled.class);
        Stage.Call second = stage.putLater(owner, again, "v4");
        stage.runMillis(5);
        assertThat(fresh.count()).isPositive();
        old.release();
        stage.runMillis(100);

        assertThat(second.isDone()).as("the answer is one of the former life").isFalse();
        fresh.release();
        stage.await(second);
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-H")
    @Tag("review-A17")
    void doesNotRepeatACallWhoseAnswerWasLostWithTheOwner(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4));
        SimulatedNode owner = stage.member(0);
        SimulatedNode caller = stage.member(3);
        String key = stage.keyOwnedBy(owner, caller);
        SimulatedNode next = stage.chain(key).get(1);
        stage.put(owner, key, "v0");

        HeldFrames reply = stage.hold(owner, caller, CallMessage.Reply.class);
        HeldFrames repeated = stage.hold(caller, next, CallMessage.Request.class);
        Stage.Call write = stage.putLater(caller, key, "v1");
        stage.runMillis(20);
        assertThat(reply.count()).as("the answer is lost").isPositive();
        stage.crash(owner);
        assertThat(stage.runUntil(() -> repeated.count() > 0, Stage.RECOVERY_NANOS))
                .as("the caller asks the next owner")
                .isTrue();
        assertThat(stage.put(next, key, "v2")).isEqualTo("v1");
        repeated.release();
        stage.await(write);

        assertThat(write.result()).isEqualTo("v0");
        assertThat(stage.count(Event.AnsweredFromRecord.class)).isPositive();
        assertThat(stage.get(caller, key)).isEqualTo("v2");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-I")
    void doesNotFlickerAfterAHalfAppliedWrite(WhenSplit whenSplit) {
        for (ProtocolStep step : List.of(
                ProtocolStep.APPLIED_NOT_REPLICATED,
                ProtocolStep.REPLICATED_NOT_HEARD,
                ProtocolStep.COMMITTED_NOT_TOLD)) {
            Stage stage = new Stage(Plan.of(whenSplit, 4).replicas(2));
            SimulatedNode owner = stage.member(1);
            String key = stage.keyOwnedBy(owner);
            stage.put(owner, key, "old");
            stage.runMillis(10);

            stage.crashAt(step, owner);
            stage.putLater(owner, key, "new");
            List<String> seen = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                for (SimulatedNode node : stage.cluster().alive()) {
                    // The owner may crash while another member reads.
                    if (!node.isCrashed()) {
                        seen.add(String.valueOf(stage.get(node, key)));
                    }
                }
                stage.runMillis(20);
            }

            assertThat(owner.isCrashed()).as("it crashed at %s", step).isTrue();
            int settled = seen.indexOf("new");
            assertThat(settled < 0 ? List.<String>of() : seen.subList(settled, seen.size()))
                    .doesNotContain("old");
            stage.settle();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-J")
    @Tag("fault-18")
    @Tag("review-C11")
    void movesNothingWhenAWallClockJumps(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode jumper = stage.member(2);
        SimulatedNode owner = stage.member(0);
        String key = stage.keyOwnedBy(owner, jumper);
        stage.put(owner, key, "old");
        ViewId before = owner.node().view().id();
        for (long hours : new long[] {1, -1}) {
            assertThat(stage.get(jumper, key)).isNotNull();
            stage.disturb().network();
            jumper.clock().jumpWall(hours * 3_600_000_000_000L);
            boolean[] ended = {false};
            assertThat(stage.runUntil(
                            () -> ended[0] |= stage.table(jumper).explain(key).leaseLeftNanos() <= 0, 200_000_000))
                    .as("it trusts its clocks no more: its leases end early")
                    .isTrue();
            stage.put(owner, key, "new" + hours);
            assertThat(stage.get(jumper, key)).isEqualTo("new" + hours);
        }

        stage.settle();
        assertThat(owner.node().view().id()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-K")
    @Tag("fault-14")
    void serveAsBeforeWhatASlowMemberDoesNotOwn(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4).detectionMillis(DETECTION_MILLIS));
        SimulatedNode slow = stage.member(3);
        String key = stage.key(chain -> !chain.contains(slow));
        SimulatedNode caller = stage.member(0);
        long baseline = writesIn(stage, caller, key);

        Faults late = new Faults(0, 0, 1, 500_000, 100_000_000);
        for (SimulatedNode other : stage.cluster().alive()) {
            if (other != slow) {
                stage.cluster().faults(slow, other, late);
                stage.cluster().faults(other, slow, late);
            }
        }
        String its = stage.keyOwnedBy(slow);
        long begun = stage.simulation().nowNanos();
        stage.put(caller, its, "v");
        assertThat(stage.simulation().nowNanos() - begun).as("it is slow").isGreaterThan(5_000_000);
        long meanwhile = writesIn(stage, caller, key);

        assertThat(meanwhile).isGreaterThan(baseline / 2);
        stage.settle();
    }

    private static long writesIn(Stage stage, SimulatedNode caller, String key) {
        long end = stage.simulation().nowNanos() + 200_000_000;
        long count = 0;
        while (stage.simulation().nowNanos() < end) {
            stage.put(caller, key, "v" + count++);
        }
        return count;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-L")
    @Tag("fault-3")
    void announcesWhatOwnerAndReplicaLostTogetherAndRestoresWhatAReaderHeld(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 5));
        SimulatedNode reader = stage.member(0);
        String held = stage.key(chain -> !chain.contains(reader));
        SimulatedNode owner = stage.chain(held).get(0);
        SimulatedNode replica = stage.chain(held).get(1);
        String gone = stage.key(chain -> chain.equals(List.of(owner, replica)));
        stage.put(reader, held, "held");
        stage.put(reader, gone, "gone");
        assertThat(stage.get(reader, held)).isEqualTo("held");
        assertThat(stage.table(reader).peek(gone)).isEmpty();
        stage.runMillis(10);

        stage.crash(owner, replica);
        for (int round = 0; round < 5; round++) {
            for (SimulatedNode node : stage.cluster().alive()) {
                assertThat(stage.get(node, held)).isEqualTo("held");
                assertThat(stage.table(node).get(gone)).isNull();
            }
        }

        // Listeners hear of it on the executor, a little later.
        stage.runMillis(100);
        assertThat(stage.cluster().alive())
                .anySatisfy(node ->
                        assertThat(stage.told(node, PartitionLost.class)).isNotEmpty());
        assertThat(stage.operations()).anyMatch(operation -> operation.kind() == Operation.Kind.LOST);
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-M")
    @Tag("fault-17")
    void formsOneClusterWhenAllStartAgain(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4));
        List<SimulatedNode> former = stage.cluster().nodes();
        String key = stage.keyOwnedBy(former.get(2));
        stage.put(former.get(0), key, "v");
        stage.crash(former.toArray(SimulatedNode[]::new));
        // All at the same moment, in another order than before.
        List<SimulatedNode> present = new ArrayList<>();
        for (int index : new int[] {2, 0, 3, 1}) {
            present.add(stage.restart(former.get(index)));
        }

        assertThat(stage.runUntil(
                        () -> stage.isWhole() && present.stream().allMatch(Stage::isReady), Stage.RECOVERY_NANOS))
                .isTrue();
        for (SimulatedNode node : present) {
            assertThat(stage.table(node).get(key)).as("no phantom").isNull();
        }
        assertThat(stage.table(present.get(0)).putIfAbsent(key, "again")).isNull();
        for (SimulatedNode node : present) {
            assertThat(stage.table(node).get(key)).isEqualTo("again");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-M")
    @Tag("fault-17")
    void formsOneClusterOfMembersThatBeganAlone(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4));
        List<SimulatedNode> former = stage.cluster().nodes();
        stage.crash(former.toArray(SimulatedNode[]::new));
        stage.disturb().split(former.subList(0, 1), former.subList(1, 2), former.subList(2, 3), former.subList(3, 4));
        List<SimulatedNode> present = former.stream().map(stage::restart).toList();
        assertThat(stage.runUntil(
                        () -> present.stream().allMatch(node -> stage.view(node).size() == 1), Stage.RECOVERY_NANOS))
                .as("each is the first of a cluster")
                .isTrue();

        stage.cluster().heal();

        assertThat(stage.runUntil(
                        () -> stage.isWhole() && present.stream().allMatch(Stage::isReady), Stage.RECOVERY_NANOS))
                .isTrue();
        assertThat(stage.table(present.get(0)).putIfAbsent("k", "v")).isNull();
        for (SimulatedNode node : present) {
            assertThat(stage.table(node).get("k")).isEqualTo("v");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("case-N")
    @Tag("fault-15")
    void losesNothingInARollingRestart(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4));
        for (int number = 0; number < 20; number++) {
            stage.put(stage.member(0), "r" + number, "v" + number);
        }
        for (SimulatedNode old : stage.cluster().nodes()) {
            stage.join();
            assertThat(stage.runUntil(stage::isWhole, Stage.RECOVERY_NANOS)).isTrue();
            stage.leave(old);
            for (int number = 0; number < 20; number++) {
                SimulatedNode caller = stage.cluster()
                        .alive()
                        .get(number % stage.cluster().alive().size());
                long begun = stage.simulation().nowNanos();
                assertThat(stage.get(caller, "r" + number)).isEqualTo("v" + number);
                assertThat(stage.put(caller, "r" + number, "v" + number)).isEqualTo("v" + number);
                assertThat(stage.simulation().nowNanos() - begun)
                        .as("longest gap")
                        .isLessThan(1_000_000_000);
            }
        }

        assertThat(stage.count(Event.Lost.class)).isZero();
        stage.settle();
    }
}
