package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.event.AsdrEvent.PartitionLost;
import io.asdr.protocol.message.ViewMessage;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.ProtocolStep;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Members of a STRICT table that are in a view beside which others go on. */
class LongAgoTest {

    private static final int LEASE_MILLIS = 1_000;

    /**
     * A replica gets a view with another owner, which that one never gets: it goes on in a view with the owner before. So the replica may not read by the word of the new owner alone.
     */
    @Test
    void aReplicaReadsByThePromiseOfTheOwnerBeforeToo() {
        Stage stage = new Stage(Plan.strict(5).replicas(2).mergeMillis(100));
        SimulatedNode maker = stage.member(0);
        String key = stage.key(chain -> !chain.contains(maker));
        SimulatedNode owner = stage.chain(key).get(0);
        SimulatedNode next = stage.chain(key).get(1);
        SimulatedNode replica = stage.chain(key).get(2);
        SimulatedNode other = stage.cluster().alive().stream()
                .filter(node -> node != maker && !stage.chain(key).contains(node))
                .findFirst()
                .orElseThrow();
        stage.put(owner, key, "old");
        stage.runMillis(300);
        assertThat(stage.table(replica).peek(key)).contains("old");

        // The owner's promise ends first.
        stage.disturb().split(List.of(owner), List.of(replica));
        stage.runMillis(LEASE_MILLIS * 6 / 10);
        List<HeldFrames> made = List.of(
                stage.hold(maker, next, ViewMessage.Made.class), stage.hold(maker, other, ViewMessage.Made.class));
        stage.disturb().suspect(owner);
        stage.awaitView(replica, maker, next, replica, other);
        assertThat(stage.view(next))
                .as("the new owner does not know that it is one")
                .hasSize(5);
        stage.disturb().split(List.of(owner, next, other), List.of(maker, replica));
        stage.awaitView(owner, owner, next, other);
        assertThat(stage.put(owner, key, "new")).isEqualTo("old");

        assertThat(stage.view(replica)).doesNotContain(owner.node().name());
        assertThat(stage.table(replica).peek(key)).isEmpty();
        made.forEach(HeldFrames::drop);
        stage.settle();
    }

    /** It finds all answers of then when it goes on; meanwhile the others have announced the loss, and go on without it. */
    @Test
    void anOwnerThatWakesAfterItsTimeAnnouncesNoLoss() {
        Stage stage = new Stage(
                Plan.strict(5).replicas(0).partitions(64).detectionMillis(300).mergeMillis(2_000));
        SimulatedNode lost = stage.member(4);
        SimulatedNode sleeper = stage.member(3);
        List<String> keys =
                Stream.generate(() -> stage.keyOwnedBy(lost)).limit(20).toList();
        stage.crash(lost);
        stage.cluster().when(ProtocolStep.INSTALLED_NOT_TOLD, node -> {
            if (node == sleeper) {
                // What it says now still goes out.
                stage.simulation().after(0, () -> stage.disturb().pause(sleeper));
            }
            return node == sleeper;
        });
        assertThat(stage.runUntil(sleeper::isPaused, Stage.RECOVERY_NANOS)).isTrue();
        stage.awaitView(stage.member(0), stage.member(0), stage.member(1), stage.member(2));
        stage.put(stage.member(0), keys.get(0), "v1");
        stage.runMillis(2L * LEASE_MILLIS);

        stage.cluster().resume(sleeper);
        stage.runMillis(200);

        assertThat(stage.view(sleeper)).as("it knows nothing yet").hasSize(4);
        assertThat(keys)
                .as("what it owns there")
                .anyMatch(key -> stage.table(sleeper).isOwnedHere(key));
        assertThat(stage.told(stage.member(0), PartitionLost.class)).isNotEmpty();
        assertThat(stage.told(sleeper, PartitionLost.class)).isEmpty();
        stage.settle();
        assertThat(stage.told(sleeper, PartitionLost.class)).isEmpty();
    }
}
