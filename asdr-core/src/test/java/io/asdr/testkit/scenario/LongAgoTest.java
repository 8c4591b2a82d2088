package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.message.ViewMessage;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.List;
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
}
