package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.NotInMajorityException;
import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent.ViewInstalled;
import io.asdr.protocol.effect.Event;
import io.asdr.spi.ViewId;
import io.asdr.testkit.Faults;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault on five members of a STRICT table with one replica, under a load through all of them. */
class FaultMatrixTest {

    private static final long DETECTION_MILLIS = 500;
    private static final long LEASE_MILLIS = 1_000;
    private static final long BACK_MILLIS = DETECTION_MILLIS + 2_000;
    private static final int MOST_VIEW_CHANGES = 6;

    private final Stage stage = new Stage(Plan.strict(5).detectionMillis(DETECTION_MILLIS));
    private final List<SimulatedNode> all = stage.cluster().nodes();
    private final ViewId before = all.get(0).node().view().id();

    private String keyFor(SimulatedNode member) {
        String key = stage.keyOwnedBy(member);
        stage.put(all.get(3), key, "before");
        return key;
    }

    private void servesAgainWithin(SimulatedNode caller, String key) {
        long begun = stage.simulation().nowNanos();
        stage.put(caller, key, "after");
        assertThat((stage.simulation().nowNanos() - begun) / 1_000_000).isLessThan(BACK_MILLIS);
        assertThat(stage.get(caller, key)).isEqualTo("after");
    }

    private void refuses(SimulatedNode member) {
        assertThatThrownBy(() -> stage.get(member, "k0")).isInstanceOf(NotInMajorityException.class);
        assertThatThrownBy(() -> stage.put(member, "k0", "lost")).isInstanceOf(NotInMajorityException.class);
    }

    private int viewChanges() {
        return stage.told(all.get(2), ViewInstalled.class).size();
    }

    @Test
    @Tag("fault-1")
    void servesEverythingWhereNothingGoesWrong() {
        stage.load();
        stage.runMillis(1_000);

        assertThat(stage.answered()).isGreaterThan(100);
        stage.settle();
        assertThat(stage.operations()).noneMatch(operation -> operation.isOpen());
        assertThat(all.get(0).node().view().id()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 0})
    @Tag("fault-2")
    void goesOnWithoutAMemberThatWasKilledAndTakesItBack(int index) {
        SimulatedNode dead = all.get(index);
        String key = keyFor(dead);
        stage.load();
        stage.runMillis(300);

        stage.crash(dead);
        servesAgainWithin(all.get(3), key);
        SimulatedNode again = stage.restart(dead);
        assertThat(stage.runUntil(() -> Stage.isReady(again), Stage.RECOVERY_NANOS))
                .isTrue();

        stage.settle();
        assertThat(stage.count(Event.Lost.class)).isZero();
        assertThat(stage.get(again, key)).isEqualTo("after");
    }

    @Test
    @Tag("fault-2")
    void waitsForNoLeaseOfADeadMemberThatOneOfTheOthersFoundGone() {
        SimulatedNode dead = all.get(0);
        SimulatedNode unaware = all.get(4);
        String key = keyFor(dead);
        stage.runMillis(300);

        stage.disturb().split(List.of(dead), List.of(unaware));
        stage.crash(dead);
        long killed = stage.simulation().nowNanos();
        stage.put(all.get(3), key, "after");

        assertThat((stage.simulation().nowNanos() - killed) / 1_000_000).isLessThan(LEASE_MILLIS / 2);
        stage.settle();
    }

    @Test
    @Tag("fault-3")
    void reportsWhatTwoMembersLostTogether() {
        stage.load();
        stage.runMillis(300);

        stage.crash(all.get(1), all.get(2));
        stage.runMillis(3_000);

        assertThat(stage.count(Event.Lost.class)).isPositive();
        stage.settle();
    }

    @Test
    @Tag("fault-4")
    void waitsForAMemberThatStandsStillForLessThanDetectionTakes() {
        String key = keyFor(all.get(4));
        stage.load();
        stage.runMillis(300);

        stage.disturb().pause(all.get(4));
        Stage.Call write = stage.putLater(all.get(3), key, "after");
        stage.runMillis(DETECTION_MILLIS / 2);
        assertThat(write.isDone()).isFalse();
        stage.cluster().resume(all.get(4));
        stage.runMillis(DETECTION_MILLIS / 2);

        assertThat(write.isDone()).isTrue();
        stage.settle();
        assertThat(all.get(0).node().view().id()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 0})
    @Tag("fault-5")
    void goesOnWithoutAMemberThatStandsStillAndTakesItBack(int index) {
        SimulatedNode still = all.get(index);
        String key = keyFor(still);
        stage.load();
        stage.runMillis(300);

        stage.disturb().pause(still);
        servesAgainWithin(all.get(3), key);
        stage.runMillis(5_000);
        assertThat(stage.view(all.get(3))).doesNotContain(still.node().name());
        stage.cluster().resume(still);
        assertThat(stage.table(still).peek(key).orElse("after")).isEqualTo("after");

        stage.settle();
        assertThat(still.isCrashed()).isFalse();
        assertThat(stage.get(still, key)).isEqualTo("after");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 0})
    @Tag("fault-6")
    @Tag("fault-7")
    void refusesInTheMinorityAndServesInTheMajority(int index) {
        List<SimulatedNode> minority = index == 0 ? all.subList(0, 1) : all.subList(3, 5);
        List<SimulatedNode> majority = index == 0 ? all.subList(1, 5) : all.subList(0, 3);
        String key = keyFor(minority.get(0));
        stage.load();
        stage.runMillis(300);

        stage.disturb().split(minority, majority);
        stage.runMillis(2 * DETECTION_MILLIS);
        servesAgainWithin(majority.get(1), key);
        stage.runMillis(1_500);
        minority.forEach(this::refuses);
        assertThat(stage.table(minority.get(0)).peek(key)).isEmpty();

        stage.settle();
    }

    @Test
    @Tag("fault-8")
    void servesNobodyWhereNoPartIsAMajority() {
        stage.load();
        stage.runMillis(300);

        stage.disturb().split(all.subList(0, 2), all.subList(2, 4), all.subList(4, 5));
        stage.runMillis(3_000);
        all.forEach(this::refuses);

        stage.settle();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("fault-9")
    void getsOverAMemberThatIsDeafOrMute(boolean deaf) {
        SimulatedNode odd = all.get(4);
        String key = keyFor(odd);
        stage.load();
        stage.runMillis(300);
        int changes = viewChanges();

        stage.disturb();
        for (SimulatedNode other : all.subList(0, 4)) {
            stage.cluster().cut(deaf ? other : odd, deaf ? odd : other);
        }
        servesAgainWithin(all.get(3), key);
        stage.runMillis(10_000);

        assertThat(stage.view(all.get(3))).as("the odd one is excluded").hasSize(4);
        stage.settle();
        assertThat(viewChanges() - changes).isBetween(1, MOST_VIEW_CHANGES);
    }

    @Test
    @Tag("fault-11")
    void getsOverABridge() {
        stage.load();
        stage.runMillis(300);

        stage.disturb().split(all.subList(0, 2), all.subList(3, 5));
        stage.runMillis(5_000);
        assertThat(all)
                .as("somebody misses somebody")
                .anyMatch(node -> stage.view(node).size() < 5);

        stage.settle();
    }

    @Test
    @Tag("fault-12")
    void recoversFromLinksThatComeAndGo() {
        stage.load();
        for (int round = 0; round < 4; round++) {
            stage.disturb().split(all.subList(0, 3), all.subList(3, 5));
            stage.runMillis(2_500);
            assertThat(stage.view(all.get(0))).as("round %s", round).hasSize(3);
            stage.cluster().heal();
            stage.runMillis(2_500);
        }

        stage.settle();
    }

    @Test
    @Tag("fault-13")
    void keepsTogetherWhereAFifthOfAllMessagesIsLost() {
        stage.load();
        stage.disturb().network().faults(new Faults(0.2, 0, 0, 500_000, 500_000));
        long answered = stage.answered();
        stage.runMillis(20_000);
        assertThat(stage.answered() - answered).isGreaterThan(100);
        stage.cluster().network().faults(Faults.NONE);

        stage.settle();
        assertThat(all.get(0).node().view().id()).as("no false split").isEqualTo(before);
    }

    @Test
    @Tag("fault-15")
    void losesNothingWhileMembersAreReplacedOneByOne() {
        stage.load();
        for (SimulatedNode old : all) {
            SimulatedNode fresh = stage.join();
            assertThat(stage.runUntil(() -> Stage.isReady(fresh), Stage.RECOVERY_NANOS))
                    .isTrue();
            stage.leave(old);
        }

        stage.settle();
        assertThat(stage.count(Event.Lost.class)).isZero();
    }

    @Test
    @Tag("fault-16")
    void losesNothingWhileMembersAreKilledOneByOne() {
        stage.load();
        for (SimulatedNode old : all) {
            stage.crash(old);
            SimulatedNode fresh = stage.restart(old);
            assertThat(stage.runUntil(() -> Stage.isReady(fresh), Stage.RECOVERY_NANOS))
                    .isTrue();
            stage.runMillis(5_000);
        }

        stage.settle();
        assertThat(stage.count(Event.Lost.class)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("fault-20")
    void letsTenMembersJoinUnderLoad(WhenSplit whenSplit) {
        Stage small = new Stage(Plan.of(whenSplit, 2).partitions(64));
        small.load();
        small.runMillis(300);
        for (int round = 0; round < 10; round++) {
            SimulatedNode fresh = small.join();
            assertThat(small.runUntil(() -> Stage.isReady(fresh), Stage.RECOVERY_NANOS))
                    .isTrue();
            String key = small.keyOwnedBy(fresh);
            long begun = small.simulation().nowNanos();
            small.put(small.member(0), key, "v");
            assertThat(small.simulation().nowNanos() - begun)
                    .as("a write during a join")
                    .isLessThan(500_000_000);
        }

        small.settle();
        assertThat(small.view(small.member(0))).hasSize(12);
        assertThat(small.count(Event.Lost.class)).isZero();
    }
}
