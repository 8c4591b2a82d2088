package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.effect.Event;
import io.asdr.spi.View;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Members have logical addresses: the first of them gives them, and no two are the same (PROTOCOL 2). */
class AddressTest {

    private final Stage stage = new Stage(Plan.strict(3));
    private final List<SimulatedNode> all = stage.cluster().nodes();

    private static int address(SimulatedNode node) {
        View.Member member = node.node().view().member(node.id());
        assertThat(member).isNotNull();
        return member == null ? 0 : member.address();
    }

    @Test
    @Tag("R94")
    @Tag("R95")
    void givesTheLowestThatIsFreeAndKeepsIt() {
        assertThat(all).extracting(AddressTest::address).containsExactly(1, 2, 3);

        // The one that gives them goes: the next does, and nobody's changes.
        stage.crash(all.get(0));
        stage.awaitView(all.get(1), all.get(1), all.get(2));
        SimulatedNode fourth = stage.join();
        stage.awaitQuiet();
        assertThat(address(all.get(1))).isEqualTo(2);
        assertThat(address(all.get(2))).isEqualTo(3);
        assertThat(address(fourth)).isEqualTo(1);
        assertThat(fourth.node().report()).contains("m4").containsPattern("address +1 ");
        stage.settle();
    }

    @Test
    @Tag("R94")
    void givesTheOneThatAMemberAsksForUnlessItIsTaken() {
        SimulatedNode asks = stage.join(3, 700);
        stage.awaitQuiet();
        assertThat(address(asks)).isEqualTo(700);
        assertThat(stage.count(Event.AddressTaken.class)).isZero();

        SimulatedNode late = stage.join(3, 700);
        stage.awaitQuiet();
        assertThat(address(late)).isEqualTo(4);
        assertThat(address(asks)).isEqualTo(700);
        assertThat(stage.count(Event.AddressTaken.class)).isEqualTo(1);

        stage.leave(asks);
        stage.awaitQuiet();
        assertThat(address(late)).as("kept while it stays").isEqualTo(4);
        SimulatedNode again = stage.join(3, 700);
        stage.awaitQuiet();
        assertThat(address(again)).isEqualTo(700);
        stage.settle();
    }

    @Test
    @Tag("R95")
    void hasNoTwoAlikeAfterASplit() {
        Stage serve = new Stage(Plan.serve(4));
        List<SimulatedNode> members = serve.cluster().nodes();
        serve.disturb().split(members.subList(0, 2), members.subList(2, 4));
        serve.awaitView(members.get(0), members.get(0), members.get(1));
        serve.awaitView(members.get(2), members.get(2), members.get(3));
        SimulatedNode here = serve.joinBeside(members.get(0));
        SimulatedNode there = serve.joinBeside(members.get(2));
        serve.awaitView(members.get(0), members.get(0), members.get(1), here);
        serve.awaitView(members.get(2), members.get(2), members.get(3), there);
        serve.awaitView(here, members.get(0), members.get(1), here);
        serve.awaitView(there, members.get(2), members.get(3), there);
        assertThat(address(here)).isEqualTo(3);
        assertThat(address(there)).isEqualTo(1);

        serve.settle();

        assertThat(serve.cluster().alive())
                .extracting(AddressTest::address)
                .doesNotHaveDuplicates()
                .hasSize(6);
    }
}
