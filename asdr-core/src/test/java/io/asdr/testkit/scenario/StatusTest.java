package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.message.CallMessage;
import io.asdr.runtime.Node;
import io.asdr.spi.MemberStatus;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Heartbeats tell every member how the others fare (PROTOCOL 5). */
class StatusTest {

    private static final int CALLS = 40;

    private final Stage stage = new Stage(Plan.strict(3));
    private final SimulatedNode first = stage.member(0);
    private final SimulatedNode second = stage.member(1);
    private final SimulatedNode third = stage.member(2);

    private static MemberStatus seen(SimulatedNode by, SimulatedNode of) {
        return by.node().statusOf(of.node().name()).orElse(MemberStatus.NONE);
    }

    @Test
    @Tag("R31")
    void everyMemberKnowsHowEachOtherFares() {
        String key = stage.keyOwnedBy(second);
        stage.put(first, key, "v");
        stage.runMillis(2_500);
        assertThat(seen(third, first).callsPerSecond()).isZero();

        ((Node) first.node()).engine().onFrame(second.id(), ByteBuffer.allocate(1));
        HeldFrames held = stage.hold(first, second, CallMessage.Request.class);
        Stage.Call open = stage.putLater(first, key, "w");
        stage.runMillis(600);

        for (SimulatedNode member : stage.cluster().nodes()) {
            MemberStatus status = seen(member, first);
            assertThat(status.heapPercent()).isEqualTo(SimulatedCluster.HEAP_PERCENT);
            assertThat(status.openCalls()).isEqualTo(1);
            assertThat(status.busyLanes()).isPositive();
            assertThat(status.errors()).isEqualTo(1);
            assertThat(seen(member, second).errors()).isZero();
            assertThat(member.node().report())
                    .containsPattern(
                            "heap 42 %  busy lanes [1-9]\\d*  waiting tasks 0  open calls 1  calls a second \\d+  errors 1");
        }

        held.release();
        stage.await(open);
        stage.runMillis(600);
        assertThat(seen(third, first).openCalls()).isZero();
        stage.settle();
    }

    @Test
    @Tag("R31")
    void tellsHowManyCallsASecondThereAre() {
        String key = stage.keyOwnedBy(second);
        long most = 0;
        for (int call = 0; call < CALLS; call++) {
            stage.put(first, key, "v" + call);
            stage.runMillis(100);
            most = Math.max(most, seen(third, first).callsPerSecond());
        }

        assertThat(most).isBetween(5L, 10L);
        stage.settle();
    }

    @Test
    @Tag("R31")
    void forgetsWhoIsNotInTheViewAnyMore() {
        stage.runMillis(600);
        assertThat(first.node().statusOf(third.node().name())).isPresent();

        stage.crash(third);
        stage.awaitView(first, first, second);

        assertThat(first.node().statusOf(third.node().name())).isEmpty();
        assertThat(first.node().statusOf("nobody")).isEmpty();
        assertThat(first.node().statusOf(first.node().name())).isPresent();
        stage.settle();
    }
}
