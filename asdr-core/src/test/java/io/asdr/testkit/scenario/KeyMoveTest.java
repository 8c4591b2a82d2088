package io.asdr.testkit.scenario;

import static io.asdr.testkit.SpelledKeys.converter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.IncompatibleKeyFormatException;
import io.asdr.MergePolicy;
import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent;
import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.ViewMessage;
import io.asdr.spi.KeyFormat;
import io.asdr.spi.View;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.Profile;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A running cluster moves to another key format (0002 bf), and what goes wrong meanwhile. */
class KeyMoveTest {

    private static final KeyFormat FIRST = new KeyFormat(1, 0);
    private static final KeyFormat NEXT = new KeyFormat(Profile.NEXT_MAJOR, 0);
    private static final int KEYS = 60;
    private static final long LONGEST_NANOS = 20_000_000_000L;

    private static final MergePolicy LONGEST = MergePolicy.of(
            "longest",
            (Object key, @Nullable String kept, String other) ->
                    kept == null || other.length() > kept.length() ? other : kept);

    /** Members of the first major go one by one while clients call; nothing is lost, and nothing stale is read: the history is judged at the end. */
    @ParameterizedTest
    @EnumSource
    @Tag("R93")
    void aRunningClusterMovesToAnotherFormatWhileItServes(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        List<String> keys = IntStream.range(0, 60).mapToObj(i -> "x" + i).toList();
        keys.forEach(key -> stage.put(stage.member(0), key, "by " + key));
        for (String old : List.of("m1", "m2", "m3")) {
            SimulatedNode next = stage.join(NEXT, converter(NEXT.major(), FIRST.major()));
            next.awaitMember();
            stage.table(next);
            stage.load();
            stage.leave(stage.member(old));
        }
        SimulatedNode any = stage.cluster().alive().get(0);

        assertThat(stage.runUntil(() -> isMoved(any), 20_000_000_000L))
                .as("the table moves")
                .isTrue();
        for (SimulatedNode node : stage.cluster().alive()) {
            assertThat(stage.told(node, AsdrEvent.KeysMove.class)).hasSize(1);
            keys.forEach(key -> assertThat(stage.get(node, key)).isEqualTo("by " + key));
            assertThat(stage.table(node).explain("x1").keyMajor()).isEqualTo(NEXT.major());
        }
        assertThat(stage.table(any).keys()).containsAll(keys).doesNotHaveDuplicates();
        assertThat(stage.told(any, AsdrEvent.PartitionLost.class)).isEmpty();
        SimulatedNode plain = stage.join(NEXT);
        plain.awaitMember();
        assertThat(stage.get(plain, "x1")).isEqualTo("by x1");
        stage.settle();
    }

    /** Keys that were read before are copies at readers, and must not be read any more once they are written in the other format. */
    @ParameterizedTest
    @EnumSource
    @Tag("R93")
    void whatIsWrittenWhileATableMovesIsReadByAll(WhenSplit whenSplit) {
        Stage stage = moving(Plan.of(whenSplit, 1));

        for (int i = 0; i < 30; i++) {
            String key = "x" + i;
            stage.put(stage.cluster().alive().get(i % 3), key, "new");
            stage.cluster()
                    .alive()
                    .forEach(node -> assertThat(stage.get(node, key)).isEqualTo("new"));
        }
        for (int i = 30; i < 40; i++) {
            String key = "x" + i;
            assertThat(stage.remove(stage.cluster().alive().get(i % 3), key)).isEqualTo("by " + key);
            stage.cluster()
                    .alive()
                    .forEach(node -> assertThat(stage.get(node, key)).isNull());
        }
        assertThat(stage.table(stage.cluster().alive().get(0)).keys())
                .hasSize(50)
                .doesNotHaveDuplicates();
        assertThat(stage.table(stage.cluster().alive().get(0)).size()).isEqualTo(50);
        stage.settle();
    }

    /** The owners of keys that are on their way die with what they knew of it. */
    @ParameterizedTest
    @EnumSource
    @Tag("R93")
    void aMemberThatDiesWhileATableMovesLosesNothing(WhenSplit whenSplit) {
        Stage stage = moving(Plan.of(whenSplit, 1));
        stage.load();
        stage.runMillis(3);

        stage.crash(stage.cluster().alive().get(1));

        stage.runMillis(2_000);
        for (SimulatedNode node : stage.cluster().alive()) {
            for (int i = 0; i < 60; i++) {
                assertThat(stage.get(node, "x" + i)).isEqualTo("by x" + i);
            }
        }
        assertThat(stage.runUntil(() -> isMoved(stage.cluster().alive().get(0)), 20_000_000_000L))
                .as("the table moves")
                .isTrue();
        stage.settle();
    }

    /** What it took is final only where nobody else has brought the key since: here another one has, and has removed it. */
    @ParameterizedTest
    @EnumSource
    @Tag("R93")
    void whatASlowMemberBringsDoesNotComeBack(WhenSplit whenSplit) {
        Stage stage = beforeTheMove(Plan.of(whenSplit, 1), 4);
        begin(stage);
        List<SimulatedNode> all = stage.cluster().alive();
        SimulatedNode slow = all.get(2);
        SimulatedNode quick = all.get(3);
        List<HeldFrames> held = List.of(holdBrought(stage, slow, all.get(0)), holdBrought(stage, slow, all.get(1)));
        keys().forEach(key -> stage.getLater(slow, key));
        stage.runMillis(20);
        assertThat(held.get(0).count() + held.get(1).count()).isPositive();

        keys().forEach(key ->
                assertThat(stage.remove(quick, key)).as("what %s had", key).isEqualTo("by " + key));
        held.forEach(HeldFrames::release);

        stage.runMillis(100);
        keys().forEach(key -> assertThat(stage.get(slow, key)).isNull());
        complete(stage);
        stage.settle();
    }

    /** As before, but the owner that knew of the key is gone, too: its successor has only the tenure to go by. */
    @ParameterizedTest
    @EnumSource
    @Tag("R93")
    void whatASlowMemberBringsToTheNextOwnerDoesNotComeBack(WhenSplit whenSplit) {
        Stage stage = beforeTheMove(Plan.of(whenSplit, 1), 4);
        begin(stage);
        List<SimulatedNode> all = stage.cluster().alive();
        SimulatedNode owner = all.get(0);
        SimulatedNode next = all.get(1);
        SimulatedNode slow = all.get(2);
        SimulatedNode quick = all.get(3);
        List<String> moved = keys().stream()
                .filter(key -> stage.chain(key).equals(List.of(owner, next)))
                .toList();
        assertThat(moved).isNotEmpty();
        HeldFrames lost = holdBrought(stage, slow, owner);
        HeldFrames late = holdBrought(stage, slow, next);
        moved.forEach(key -> stage.getLater(slow, key));
        stage.runMillis(20);
        assertThat(lost.count()).isPositive();
        moved.forEach(key -> assertThat(stage.remove(quick, key)).isEqualTo("by " + key));

        stage.crash(owner);
        stage.awaitView(slow, next, slow, quick);
        stage.awaitView(next, next, slow, quick);
        assertThat(stage.runUntil(() -> late.count() >= lost.count(), LONGEST_NANOS))
                .as("they are sent to the next owner")
                .isTrue();
        lost.drop();
        late.release();

        stage.runMillis(100);
        moved.forEach(key -> assertThat(stage.get(slow, key)).as(key).isNull());
        complete(stage);
        stage.settle();
    }

    @Test
    @Tag("R93")
    @Tag("R92")
    void whoReadsOnlyTheFormatBeforeStaysOut() {
        Stage stage = beforeTheMove(Plan.serve(1), 3);
        begin(stage);

        SimulatedNode old = stage.join(FIRST);

        assertThatThrownBy(old::awaitMember)
                .isInstanceOf(IncompatibleKeyFormatException.class)
                .hasMessageContaining("keyFormat=1.0")
                .hasMessageContaining("keyFormat=" + NEXT.major());
        stage.cluster().crash(old, 1);
        assertThat(stage.get(stage.cluster().alive().get(0), "x1")).isEqualTo("by x1");
        complete(stage);
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R93")
    void whatMovesLivesNoLonger(WhenSplit whenSplit) {
        Duration life = Duration.ofSeconds(30);
        Stage stage = beforeTheMove(Plan.of(whenSplit, 1).table(table -> table.timeToLive(life)), 3);
        begin(stage);
        SimulatedNode any = stage.cluster().alive().get(0);
        stage.get(any, "x1");
        long leftNanos = stage.table(any).explain("x1").liveLeftNanos();
        long spentNanos = stage.simulation().nowNanos();

        complete(stage);
        assertThat(leftNanos).isPositive().isLessThan(life.toNanos() - spentNanos / 2);
        stage.runMillis(leftNanos / 1_000_000 + 100);
        for (SimulatedNode node : stage.cluster().alive()) {
            keys().forEach(key -> assertThat(stage.get(node, key)).isNull());
        }
        stage.settle();
    }

    /** The call has run where the key was; its caller hears so when the table moves already. */
    @ParameterizedTest
    @EnumSource
    @Tag("R93")
    void aCallThatRanBeforeTheMoveDoesNotRunAgain(WhenSplit whenSplit) {
        Stage stage = beforeTheMove(Plan.of(whenSplit, 1), 3);
        List<SimulatedNode> all = stage.cluster().alive();
        SimulatedNode owner = all.get(1);
        SimulatedNode caller = all.get(3);
        String key = stage.keyOwnedBy(owner);
        HeldFrames answer = stage.hold(owner, caller, CallMessage.Reply.class);
        Stage.Call call = stage.putIfAbsentLater(caller, key, "once");
        stage.runMillis(50);
        assertThat(answer.count()).isPositive();

        begin(stage);
        answer.drop();
        stage.await(call);

        assertThat(call.result()).as("it was the first").isNull();
        assertThat(stage.get(caller, key)).isEqualTo("once");
        complete(stage);
        stage.settle();
    }

    /** The call comes to where the key was when nothing is written there any more. */
    @ParameterizedTest
    @EnumSource
    @Tag("R93")
    void aCallThatComesTooLateRunsWhereTheKeyIs(WhenSplit whenSplit) {
        Stage stage = beforeTheMove(Plan.of(whenSplit, 1), 3);
        List<SimulatedNode> all = stage.cluster().alive();
        SimulatedNode owner = all.get(1);
        SimulatedNode caller = all.get(3);
        String key = stage.keyOwnedBy(owner);
        stage.put(owner, key, "before");
        HeldFrames request = stage.hold(caller, owner, CallMessage.Request.class);
        Stage.Call call = stage.putLater(caller, key, "after");
        stage.runMillis(50);
        assertThat(request.count()).isPositive();

        begin(stage);
        request.release();
        stage.await(call);

        assertThat(call.result()).isEqualTo("before");
        assertThat(stage.table(caller).explain(key).keyMajor()).isEqualTo(NEXT.major());
        complete(stage);
        stage.settle();
    }

    /** Nobody can have written to the half of the table that began in a view which its owner skipped: so nothing is lost when another one takes over. */
    @ParameterizedTest
    @EnumSource
    @Tag("R93")
    void whatBeganInASkippedViewIsNotLost(WhenSplit whenSplit) {
        Stage stage = beforeTheMove(Plan.of(whenSplit, 1).replicas(0), 2);
        SimulatedNode first = stage.member(0);
        SimulatedNode makes = stage.member(1);
        SimulatedNode skips = stage.member(2);
        HeldFrames begins = stage.hold(
                makes,
                skips,
                sent -> sent instanceof ViewMessage.Made made
                        && made.view().settings().tables().get(0).isMoving()
                        && made.view().members().size() == 2);
        stage.leave(first);
        assertThat(stage.runUntil(() -> isMoving(makes), LONGEST_NANOS)).isTrue();

        SimulatedNode next = stage.join(NEXT, converter(NEXT.major(), FIRST.major()));
        next.awaitMember();
        stage.awaitView(skips, makes, skips, next);

        assertThat(begins.count()).isPositive();
        assertThat(isMoving(skips)).isTrue();
        complete(stage);
        stage.awaitQuiet();
        for (SimulatedNode node : stage.cluster().alive()) {
            assertThat(stage.told(node, AsdrEvent.PartitionLost.class)).isEmpty();
            keys().forEach(key -> assertThat(stage.get(node, key)).isEqualTo("by " + key));
        }
        stage.settle();
    }

    static Stream<MergePolicy> policies() {
        return Stream.of(MergePolicy.largerSide(), MergePolicy.newestEntry(), LONGEST);
    }

    /** One side writes keys that have moved there; on the other they have only been brought, or not even that: so the side that wrote is the newer. */
    @ParameterizedTest
    @MethodSource("policies")
    @Tag("R93")
    @Tag("case-F")
    void sidesThatMeetWhileATableMovesKeepWhatWasWritten(MergePolicy policy) {
        Stage stage = beforeTheMove(Plan.serve(1).replicas(4).mergePolicy(policy), 5);
        begin(stage);
        List<SimulatedNode> all = stage.cluster().alive();
        SimulatedNode larger = all.get(0);
        SimulatedNode smaller = all.get(4);
        stage.disturb().split(all.subList(0, 3), all.subList(3, 5));
        stage.awaitView(all.get(1), all.get(0), all.get(1), all.get(2));
        stage.awaitView(all.get(3), all.get(3), all.get(4));
        stage.runMillis(1_500);

        List<String> theirs = keys().subList(0, 20);
        List<String> ours = keys().subList(20, 40);
        theirs.forEach(key -> stage.put(smaller, key, "the smaller side's"));
        ours.subList(10, 20).forEach(key -> stage.get(smaller, key));
        ours.forEach(key -> stage.put(larger, key, "the larger side's"));
        stage.runMillis(50);
        ours.subList(0, 10).forEach(key -> stage.get(smaller, key));
        stage.runMillis(50);
        theirs.subList(0, 5).forEach(key -> stage.get(larger, key));

        stage.cluster().heal();
        stage.awaitView(larger, all.toArray(SimulatedNode[]::new));
        // Only who has opened the table can write what a merge chose of keys that move. Most have not come yet.
        all.forEach(stage::table);
        stage.awaitView(smaller, all.toArray(SimulatedNode[]::new));
        stage.runMillis(2_000);
        for (SimulatedNode node : all) {
            ours.forEach(key -> assertThat(stage.get(node, key)).as(key).isEqualTo("the larger side's"));
            theirs.forEach(key -> assertThat(stage.get(node, key))
                    .as(key)
                    .isEqualTo(policy == MergePolicy.largerSide() ? "by " + key : "the smaller side's"));
        }
        complete(stage);
        stage.settle();
    }

    /** Three members of the next major, and a table that has just begun to move. All have copies of all its keys. */
    private static Stage moving(Plan plan) {
        Stage stage = beforeTheMove(plan, 3);
        for (SimulatedNode node : stage.cluster().alive()) {
            keys().forEach(key -> stage.get(node, key));
        }
        begin(stage);
        return stage;
    }

    /** One member of the first major with a table full of keys, and so many of the next one. These open it only when they use it: till then they bring nothing by themselves. */
    private static Stage beforeTheMove(Plan plan, int later) {
        Stage stage = new Stage(plan);
        keys().forEach(key -> stage.put(stage.member(0), key, "by " + key));
        for (int i = 0; i < later; i++) {
            stage.join(NEXT, converter(NEXT.major(), FIRST.major())).awaitMember();
        }
        stage.awaitQuiet();
        return stage;
    }

    /** The member of the first major leaves. */
    private static void begin(Stage stage) {
        stage.leave(stage.member(0));
        assertThat(stage.runUntil(
                        () -> stage.cluster().alive().stream().allMatch(KeyMoveTest::isMoving), LONGEST_NANOS))
                .as("the table begins to move")
                .isTrue();
    }

    /** Everybody uses the table now. */
    private static void complete(Stage stage) {
        stage.cluster().alive().forEach(stage::table);
        assertThat(stage.runUntil(() -> stage.cluster().alive().stream().allMatch(KeyMoveTest::isMoved), LONGEST_NANOS))
                .as("the table moves")
                .isTrue();
    }

    /** Keeps back the values that one member brings to another. */
    private static HeldFrames holdBrought(Stage stage, SimulatedNode from, SimulatedNode to) {
        return stage.hold(
                from,
                to,
                sent -> sent instanceof CallMessage.Request request
                        && request.operation() == Operation.ADOPT
                        && request.value() != null);
    }

    private static List<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(i -> "x" + i).toList();
    }

    private static boolean isMoving(SimulatedNode node) {
        return node.node().view().settings().tables().get(0).isMoving();
    }

    private static boolean isMoved(SimulatedNode node) {
        View.TableSettings table = node.node().view().settings().tables().get(0);
        return table.keyMajor() == NEXT.major() && !table.isMoving();
    }
}
