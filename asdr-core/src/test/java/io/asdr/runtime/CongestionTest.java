package io.asdr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.message.HandoverMessage;
import io.asdr.spi.MemberId;
import io.asdr.spi.MemberStatus;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can wait is held back to a member that has too much to do; what somebody waits for is not. */
class CongestionTest {

    private static final long LONG_QUEUE = 2 * Congestion.MOST_BYTES;
    private static final long HOLD_NANOS = 7_000_000_000L;
    private static final int IDLE_MILLIS = 1_000;
    private static final int MANY_KEYS = 2_000;
    private static final MemberId PEER = new MemberId(7);

    @Test
    @Tag("R101")
    void knowsACongestedMemberByWhatItSaysOrByWhatWaits() {
        Congestion congestion = new Congestion(HOLD_NANOS);
        MemberStatus most = new MemberStatus(0, 0, Congestion.MOST_TASKS, 0, 0, 0);
        MemberStatus more = new MemberStatus(0, 0, Congestion.MOST_TASKS + 1, 0, 0, 0);

        assertThat(congestion.onSeen(PEER, null, Congestion.MOST_BYTES, 0)).isNull();
        assertThat(congestion.onSeen(PEER, most, 0, 0)).isNull();
        assertThat(congestion.isHeld(PEER, 0)).isFalse();

        assertThat(congestion.onSeen(PEER, more, 0, 10)).isEqualTo("1001 tasks wait in its lanes");
        assertThat(congestion.onSeen(PEER, most, Congestion.MOST_BYTES + 1, 20))
                .as("told once")
                .isNull();
        assertThat(congestion.isHeld(PEER, 19 + HOLD_NANOS)).isTrue();
        assertThat(congestion.isHeld(PEER, 20 + HOLD_NANOS)).isFalse();
        assertThat(congestion.isHeld(new MemberId(8), 20)).isFalse();

        assertThat(congestion.onSeen(PEER, most, Congestion.MOST_BYTES + 1, 20 + HOLD_NANOS))
                .isEqualTo("1048577 bytes wait to be sent to it");
        congestion.forget(PEER::equals);
        assertThat(congestion.isHeld(PEER, 21 + HOLD_NANOS)).isFalse();
    }

    @Test
    @Tag("R101")
    @Tag("R102")
    @Tag("R103")
    void holdsRenewalsBackAndLetsWritesThrough() {
        Stage stage =
                new Stage(Plan.of(WhenSplit.SERVE, 3).table(table -> table.maxIdle(Duration.ofMillis(IDLE_MILLIS))));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        stage.get(reader, key);
        readFor(stage, reader, key, 8);
        assertThat(renewals(stage, reader)).isPositive();

        stage.cluster().queue(reader, owner, LONG_QUEUE);
        stage.runMillis(200);
        assertThat(stage.told(reader, AsdrEvent.MemberCongested.class))
                .containsExactly(new AsdrEvent.MemberCongested(
                        owner.node().name(), LONG_QUEUE + " bytes wait to be sent to it"));
        assertThat(stage.told(owner, AsdrEvent.MemberCongested.class)).isEmpty();
        assertThat(reader.node().report()).contains("congested");
        stage.cluster().queue(reader, owner, 0);
        long before = renewals(stage, reader);
        readFor(stage, reader, key, 36);

        assertThat(renewals(stage, reader)).as("held back for 10 s").isEqualTo(before);
        assertThat(stage.table(reader).stats().heldBack()).isPositive();
        assertThat(stage.table(owner).stats().heldBack()).isZero();
        assertThat(stage.table(owner).stats().agedOut()).isZero();
        assertThat(stage.put(reader, key, "v2")).isEqualTo("v1");
        assertThat(stage.get(reader, key)).isEqualTo("v2");

        readFor(stage, reader, key, 12);
        assertThat(renewals(stage, reader)).as("renewed again").isGreaterThan(before);
        assertThat(stage.told(reader, AsdrEvent.MemberCongested.class)).hasSize(1);
        stage.settle();
    }

    private static void readFor(Stage stage, SimulatedNode reader, String key, int times) {
        String value = stage.get(reader, key);
        for (int i = 0; i < times; i++) {
            stage.runMillis(IDLE_MILLIS / 4);
            assertThat(stage.get(reader, key)).isEqualTo(value);
        }
    }

    private static long renewals(Stage stage, SimulatedNode reader) {
        return stage.table(reader).stats().renewals();
    }

    @Test
    @Tag("R102")
    void refreshesNothingFromACongestedOwner() {
        Stage stage = new Stage(Plan.of(WhenSplit.SERVE, 3).table(table -> table.refresh(true)));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        stage.get(reader, key);
        stage.get(reader, key);
        stage.put(owner, key, "v2");
        stage.runMillis(100);
        assertThat(stage.count(Event.Refreshing.class)).isEqualTo(1);

        stage.cluster().queue(reader, owner, LONG_QUEUE);
        stage.runMillis(200);
        stage.get(reader, key);
        stage.put(owner, key, "v3");
        stage.runMillis(100);

        assertThat(stage.count(Event.Refreshing.class)).isEqualTo(1);
        assertThat(stage.table(reader).stats().heldBack()).isEqualTo(1);
        assertThat(stage.get(reader, key)).isEqualTo("v3");
        stage.cluster().queue(reader, owner, 0);
        stage.settle();
    }

    @Test
    @Tag("R102")
    void fillsNoNewReplicaUntilItIsOver() {
        Stage stage = new Stage(Plan.serve(3));
        stage.load();
        SimulatedNode first = stage.member(0);
        SimulatedNode second = stage.member(1);
        stage.cluster().queue(first, second, LONG_QUEUE);
        stage.cluster().queue(second, first, LONG_QUEUE);
        stage.runMillis(200);
        List<String> begun = stage.listen(HandoverMessage.Synchronise.class);

        stage.crash(stage.member(2));
        stage.awaitView(first, first, second);
        stage.runMillis(5_000);
        assertThat(begun).isEmpty();
        assertThat(first.node().report()).doesNotContainPattern("not whole 0 ");
        assertThat(stage.put(first, stage.keyOwnedBy(second), "v")).isNull();

        stage.cluster().queue(first, second, 0);
        stage.cluster().queue(second, first, 0);
        stage.runMillis(12_000);
        assertThat(first.node().report()).containsPattern("not whole 0 ");
        stage.settle();
    }

    /** Whichever of the two is congested, and whenever that begins. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("R102")
    void stopsFillingAReplicaThatHasBegunUntilItIsOver(boolean ownerIsCongested) {
        Stage stage = new Stage(Plan.serve(3).partitions(1));
        SimulatedNode owner = stage.owner("k0");
        fill(stage, owner);
        List<String> pages = stage.listen(HandoverMessage.Compared.class);
        stage.crash(stage.chain("k0").get(1));
        assertThat(stage.runUntil(() -> pages.size() > 2, 10_000_000_000L)).isTrue();
        SimulatedNode replica = stage.chain("k0").get(1);

        SimulatedNode congested = ownerIsCongested ? owner : replica;
        SimulatedNode other = ownerIsCongested ? replica : owner;
        stage.cluster().queue(other, congested, LONG_QUEUE);
        stage.runMillis(100);
        int before = pages.size();
        List<String> begun = stage.listen(HandoverMessage.Synchronise.class);
        assertThat(owner.node().report()).contains("not whole 1 ");
        stage.runMillis(5_000);
        assertThat(pages).hasSize(before);
        assertThat(begun.isEmpty()).as("it is not even asked").isEqualTo(!ownerIsCongested);
        assertThat(stage.table(other).put("k1", "v2")).isEqualTo("v");

        stage.cluster().queue(other, congested, 0);
        stage.runMillis(12_000);
        assertThat(owner.node().report()).contains("not whole 0 ");
        assertThat(pages.size()).isGreaterThan(before);
        stage.settle();
    }

    /** Who leaves waits until what it had is elsewhere. */
    @Test
    @Tag("R102")
    void fillsACongestedReplicaWhileAMemberLeaves() {
        Stage stage = new Stage(Plan.serve(3));
        SimulatedNode first = stage.member(0);
        SimulatedNode second = stage.member(1);
        for (int i = 0; i < 100; i++) {
            stage.put(first, "k" + i, "v");
        }
        stage.cluster().queue(first, second, LONG_QUEUE);
        stage.cluster().queue(second, first, LONG_QUEUE);
        stage.runMillis(200);

        stage.leave(stage.member(2));

        assertThat(first.node().report()).contains("congested").containsPattern("not whole 0 ");
        stage.cluster().queue(first, second, 0);
        stage.cluster().queue(second, first, 0);
        stage.settle();
    }

    /** The new owner's callers wait for what it pulls: those that count or list keys for all of it. */
    @Test
    @Tag("R103")
    void goesOnPullingFromACongestedMember() {
        Stage stage = new Stage(Plan.serve(2).partitions(1).table(table -> table.pin(key -> true, "m3")));
        SimulatedNode source = stage.owner("k0");
        SimulatedNode replica = stage.chain("k0").get(1);
        fill(stage, source);
        SimulatedNode joined = stage.join();
        stage.runUntil(() -> stage.view(joined).size() == 3, 10_000_000_000L);
        assertThat(stage.owner("k0")).isSameAs(joined);

        for (SimulatedNode before : List.of(source, replica)) {
            stage.cluster().queue(joined, before, LONG_QUEUE);
            stage.cluster().queue(before, joined, LONG_QUEUE);
        }
        CompletableFuture<Long> size = stage.table(source).async().size().toCompletableFuture();
        stage.runMillis(5_000);

        assertThat(joined.node().report()).contains("congested");
        assertThat(size).isCompletedWithValue((long) MANY_KEYS);
        for (SimulatedNode before : List.of(source, replica)) {
            stage.cluster().queue(joined, before, 0);
            stage.cluster().queue(before, joined, 0);
        }
        stage.runMillis(12_000);
        stage.settle();
    }

    private static void fill(Stage stage, SimulatedNode by) {
        for (int i = 0; i < MANY_KEYS; i++) {
            stage.table(by).set("k" + i, "v");
        }
    }

    @Test
    @Tag("R31")
    @Tag("R101")
    void forgetsWhoIsOutOfTheView() {
        Stage stage = new Stage(Plan.serve(3));
        SimulatedNode first = stage.member(0);
        SimulatedNode gone = stage.member(2);
        stage.cluster().queue(first, gone, LONG_QUEUE);
        stage.runMillis(1_000);
        Engine engine = ((Node) first.node()).engine();
        assertThat(engine.isCongested(gone.id())).isTrue();
        assertThat(engine.statusOf(gone.id())).isNotNull();

        stage.crash(gone);
        stage.awaitView(first, first, stage.member(1));
        stage.runMillis(1_000);

        assertThat(engine.isCongested(gone.id())).isFalse();
        assertThat(engine.statusOf(gone.id())).isNull();
        stage.settle();
    }
}
