package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.ReplicaAcks;
import io.asdr.event.AsdrEvent;
import io.asdr.protocol.message.ChainMessage;
import io.asdr.protocol.message.HandoverMessage;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replicas are told on a timer: writes don't wait for them, what they read is fresh all the same, and what is lost with an owner is announced (PROTOCOL 4). */
@Tag("R51")
class AsyncReplicationTest {

    private static final int INTERVAL_MILLIS = 200;

    private final Stage stage = new Stage(
            Plan.serve(3).table(table -> table.replicaAcks(ReplicaAcks.ASYNC, Duration.ofMillis(INTERVAL_MILLIS))));
    private final SimulatedNode owner = stage.member(0);
    private final SimulatedNode replica = stage.member(1);
    private final SimulatedNode other = stage.member(2);

    private String key() {
        return stage.key(chain -> chain.equals(List.of(owner, replica)));
    }

    @Test
    void aWriteDoesNotWaitAndItsReplicaReadsNothingOld() {
        String key = key();
        HeldFrames told = stage.hold(owner, replica, ChainMessage.Replicate.class);

        stage.put(owner, key, "v1");
        assertThat(stage.get(replica, key)).isEqualTo("v1");
        stage.put(other, key, "v2");
        assertThat(stage.table(replica).peek(key))
                .as("recalled before it committed")
                .isEmpty();
        assertThat(stage.get(replica, key)).isEqualTo("v2");
        stage.remove(other, key);
        assertThat(stage.get(replica, key)).isNull();

        stage.runMillis(2 * INTERVAL_MILLIS);
        assertThat(told.count()).isPositive();
        assertThat(stage.table(owner).stats().pooledWrites()).isEqualTo(1);
        assertThat(stage.table(replica).stats().pooledWrites()).isZero();
        told.release();
        stage.runMillis(2 * INTERVAL_MILLIS);
        assertThat(stage.table(owner).stats().pooledWrites()).isZero();
        stage.settle();
    }

    @Test
    void writesOfAnIntervalAreToldTogether() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            keys.add(stage.key(chain -> chain.equals(List.of(owner, replica))));
        }
        stage.runMillis(2 * INTERVAL_MILLIS);
        HeldFrames told = stage.hold(owner, replica, ChainMessage.Replicate.class);

        for (int round = 0; round < 5; round++) {
            for (String key : keys) {
                stage.put(owner, key, "v" + round);
            }
        }
        assertThat(told.count())
                .as("pages, at most one a partition and interval")
                .isLessThanOrEqualTo(16);
        told.release();
        stage.settle();
    }

    @Test
    void whatWasToldSurvivesItsOwnerAndTheLossIsAnnounced() {
        String key = key();
        stage.put(owner, key, "v1");
        stage.runMillis(2 * INTERVAL_MILLIS);
        stage.crash(owner);
        stage.awaitView(replica, replica, other);
        stage.runMillis(1_000);

        assertThat(stage.get(other, key)).isEqualTo("v1");
        assertThat(stage.get(replica, key)).isEqualTo("v1");
        assertThat(stage.told(replica, AsdrEvent.PartitionLost.class)).isNotEmpty();
        assertThat(stage.put(other, key, "v2")).isEqualTo("v1");
        assertThat(stage.get(replica, key)).isEqualTo("v2");
    }

    @Test
    void whatWasNotToldIsLostAndNobodyReadsTwoValues() {
        String key = key();
        stage.put(owner, key, "v1");
        stage.runMillis(2 * INTERVAL_MILLIS);
        assertThat(stage.get(replica, key)).isEqualTo("v1");
        stage.put(owner, key, "v2");
        stage.crash(owner);
        stage.awaitView(replica, replica, other);
        stage.runMillis(1_000);

        assertThat(stage.get(other, key)).isEqualTo("v1");
        assertThat(stage.get(replica, key)).isEqualTo("v1");
        assertThat(stage.told(replica, AsdrEvent.PartitionLost.class)).isNotEmpty();
        stage.put(other, key, "v3");
        assertThat(stage.get(replica, key)).isEqualTo("v3");
    }

    /** A reader's copy under a contract is newer than the replica that was told late: it restores what was lost (P5). */
    @Test
    void aReadersCopyRestoresWhatTheReplicaWasNotTold() {
        String key = key();
        stage.put(owner, key, "v1");
        stage.runMillis(2 * INTERVAL_MILLIS);
        stage.put(owner, key, "v2");
        assertThat(stage.get(other, key)).isEqualTo("v2");
        stage.crash(owner);
        stage.awaitView(replica, replica, other);
        stage.runMillis(1_000);

        assertThat(stage.get(replica, key)).isEqualTo("v2");
        assertThat(stage.get(other, key)).isEqualTo("v2");
    }

    @Test
    @Tag("review-C8")
    void aPlannedLeaveLosesNothing() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String key = key();
            keys.add(key);
            stage.put(owner, key, "v1");
        }
        stage.leave(owner);

        keys.forEach(key -> assertThat(stage.get(other, key)).isEqualTo("v1"));
        assertThat(stage.told(replica, AsdrEvent.PartitionLost.class)).isEmpty();
        stage.settle();
    }

    @Test
    @Tag("review-C8")
    void aJoinMovesWhatWasNotTold() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String key = key();
            keys.add(key);
            stage.put(owner, key, "v1");
            stage.get(replica, key);
        }
        SimulatedNode joined = stage.join();
        stage.awaitView(owner, owner, replica, other, joined);
        keys.forEach(key -> assertThat(stage.put(other, key, "v2")).isEqualTo("v1"));

        keys.forEach(key -> assertThat(stage.get(replica, key)).isEqualTo("v2"));
        stage.settle();
    }

    /** The owner does not wait for what a replica was told, so nobody may read it there. */
    @Test
    void whatAReplicaIsToldNobodyReadsThere() {
        String key = key();
        stage.put(owner, key, "v1");
        stage.runMillis(2 * INTERVAL_MILLIS);
        assertThat(stage.table(replica).stats().entries()).isEqualTo(1);
        assertThat(stage.table(replica).peek(key)).isEmpty();

        stage.put(owner, key, "v2");

        assertThat(stage.get(replica, key)).isEqualTo("v2");
        stage.settle();
    }

    @Test
    void aPageThatWasLostIsToldAgain() {
        String key = key();
        HeldFrames told = stage.hold(owner, replica, ChainMessage.Replicate.class);
        stage.put(owner, key, "v1");
        stage.runMillis(INTERVAL_MILLIS + 50);
        assertThat(told.count()).isEqualTo(1);
        told.drop();
        stage.runMillis(1_000);
        assertThat(stage.table(owner).stats().pooledWrites()).isZero();

        stage.crash(owner);
        stage.awaitView(replica, replica, other);
        stage.runMillis(1_000);
        assertThat(stage.get(other, key)).isEqualTo("v1");
    }

    @Test
    void aPageThatComesLateTakesNothingBack() {
        String key = key();
        HeldFrames told = stage.hold(owner, replica, ChainMessage.Replicate.class);
        stage.put(owner, key, "v1");
        stage.runMillis(INTERVAL_MILLIS + 50);
        assertThat(told.count()).isEqualTo(1);
        stage.put(owner, key, "v2");
        assertThat(stage.get(replica, key)).isEqualTo("v2");

        told.release();
        stage.runMillis(10);

        assertThat(stage.table(replica).peek(key)).contains("v2");
        stage.settle();
    }

    /** Removed since, and told so: a page from before that was sent twice brings nothing back. */
    @Test
    void aPageThatComesTwiceBringsNothingBack() {
        String key = key();
        HeldFrames told = stage.hold(owner, replica, ChainMessage.Replicate.class);
        stage.put(owner, key, "v1");
        stage.runMillis(INTERVAL_MILLIS + 50);
        told.releaseFirst();
        stage.runMillis(INTERVAL_MILLIS);
        assertThat(stage.table(replica).stats().entries()).isEqualTo(1);
        stage.remove(owner, key);
        stage.runMillis(2 * INTERVAL_MILLIS);
        assertThat(stage.table(replica).stats().entries()).isZero();

        told.releaseAgain();
        stage.runMillis(10);

        assertThat(stage.table(replica).stats().entries()).isZero();
        stage.settle();
    }

    @Test
    void whatIsWrittenIsToldOnceAnInterval() {
        String key = key();
        stage.runMillis(2 * INTERVAL_MILLIS);
        List<String> pages = stage.listen(ChainMessage.Replicate.class);

        for (int i = 0; i < 50; i++) {
            stage.put(owner, key, "v" + i);
            stage.runMillis(20);
        }

        assertThat(pages.size()).isBetween(3, 1_500 / INTERVAL_MILLIS);
        stage.settle();
    }

    /** A source that calls itself complete hears nothing of the new owner's writes: the next view might take its word. */
    @Test
    void aNewOwnerWritesNothingBeforeItsSourceIsRelieved() {
        Stage pinned = new Stage(Plan.serve(3)
                .table(table -> table.replicaAcks(ReplicaAcks.ASYNC, Duration.ofMillis(INTERVAL_MILLIS))
                        .pin(key -> true, "m4")));
        String key = pinned.key(chain -> true);
        SimulatedNode source = pinned.owner(key);
        pinned.put(source, key, "v1");
        pinned.runMillis(2 * INTERVAL_MILLIS);
        SimulatedNode joined = pinned.join();
        HeldFrames relieves = pinned.hold(joined, source, HandoverMessage.Relieve.class);
        assertThat(pinned.runUntil(() -> relieves.count() > 0, 10_000_000_000L)).isTrue();

        Stage.Call write = pinned.putLater(source, key, "v2");
        pinned.runMillis(1_000);
        assertThat(write.isDone()).isFalse();
        assertThat(pinned.get(joined, key)).as("reads go on").isEqualTo("v1");
        relieves.release();
        pinned.await(write);

        assertThat(write.result()).isEqualTo("v1");
        pinned.settle();
    }

    /** Its own is the newest until then, however many views come in between. */
    @Test
    void aSourceThatIsNotRelievedGivesWhatItHasInALaterViewToo() {
        Stage pinned = new Stage(Plan.serve(3)
                .table(table -> table.replicas(0)
                        .replicaAcks(ReplicaAcks.ASYNC, Duration.ofMillis(INTERVAL_MILLIS))
                        .pin(key -> true, "m4")));
        String key = pinned.key(chain -> true);
        SimulatedNode source = pinned.owner(key);
        pinned.put(source, key, "v1");
        SimulatedNode joined = pinned.join();
        HeldFrames relieves = pinned.hold(joined, source, HandoverMessage.Relieve.class, HandoverMessage.Release.class);
        assertThat(pinned.runUntil(() -> relieves.count() > 0, 10_000_000_000L)).isTrue();

        pinned.join();
        pinned.runMillis(1_000);
        pinned.join();
        pinned.runMillis(1_000);
        pinned.crash(joined);

        assertThat(pinned.get(source, key)).isEqualTo("v1");
        pinned.settle();
    }
}
