package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.AsdrTable;
import io.asdr.Ownership;
import io.asdr.TableConfig;
import io.asdr.spi.MemberId;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The simulated world does to members what the real one does: else what is proved in it is proved of nothing. */
class SimulatedFaultsTest {

    private static final long MILLI = 1_000_000;
    private static final long LONG_NANOS = 5_000 * MILLI;

    private static final SimulatedCluster.Setup SLOW_DETECTION = new SimulatedCluster.Setup(
            3,
            8,
            Ownership.rendezvous(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Faults.NONE,
            new SimulatedGroups.Timing(20 * MILLI, 500 * MILLI, 50 * MILLI),
            1);

    private final Simulation simulation = new Simulation(1);
    private final SimulatedCluster cluster = new SimulatedCluster(simulation, SimulatedCluster.Setup.SMALL);
    private final SimulatedNode a = cluster.start();
    private final SimulatedNode b = cluster.start();
    private final SimulatedNode c = cluster.start();

    private static AsdrTable<String, String> table(SimulatedNode node) {
        return node.node().table(TableConfig.of("t", String.class, String.class).build());
    }

    private static List<MemberId> view(SimulatedNode node) {
        List<MemberId> members = new ArrayList<>();
        node.node().view().members().forEach(member -> members.add(member.id()));
        return members;
    }

    private void allSeeAll() {
        assertThat(view(a)).containsExactlyInAnyOrder(a.id(), b.id(), c.id());
        assertThat(view(b)).isEqualTo(view(a));
        assertThat(view(c)).isEqualTo(view(a));
    }

    @Test
    void givesEachSideOfASplitAGroupOfItsOwnAndMergesThem() {
        cluster.split(List.of(a, b), List.of(c));
        simulation.runFor(LONG_NANOS);

        assertThat(view(a)).containsExactly(a.id(), b.id());
        assertThat(view(b)).containsExactly(a.id(), b.id());
        assertThat(view(c)).containsExactly(c.id());

        cluster.heal();
        simulation.runFor(LONG_NANOS);

        allSeeAll();
    }

    @Test
    void excludesAMemberThatNobodyHears() {
        cluster.cut(c, a);
        cluster.cut(c, b);
        simulation.runFor(LONG_NANOS);

        assertThat(view(a)).containsExactly(a.id(), b.id());
        assertThat(view(c)).containsExactly(c.id());

        cluster.mend(c, a);
        cluster.mend(c, b);
        simulation.runFor(LONG_NANOS);

        allSeeAll();
    }

    @Test
    void givesViewsThatOverlapWhereOneMemberReachesBothSides() {
        cluster.split(List.of(a), List.of(c));
        simulation.runFor(LONG_NANOS);

        assertThat(view(a)).contains(a.id()).doesNotContain(c.id());
        assertThat(view(c)).contains(c.id()).doesNotContain(a.id());

        cluster.heal();
        simulation.runFor(LONG_NANOS);

        allSeeAll();
    }

    @Test
    void keepsWhoStandsStillForLessThanDetectionTakes() {
        table(a).put("k", "old");
        var before = a.node().view().id();

        cluster.pause(b);
        simulation.runFor(20 * MILLI);
        cluster.resume(b);
        simulation.runFor(LONG_NANOS);

        allSeeAll();
        assertThat(a.node().view().id()).isEqualTo(before);
    }

    @Test
    @Tag("case-A")
    void letsAReaderBeTheFirstThatRunsAfterAPause() {
        // Merges sooner than it detects: so the member comes back before it goes on by itself, as a SERVE table may.
        SimulatedCluster slow = new SimulatedCluster(simulation, SLOW_DETECTION);
        SimulatedNode writer = slow.start();
        slow.start();
        SimulatedNode reader = slow.start();
        List<String> keys = IntStream.range(0, 20).mapToObj(i -> "k" + i).toList();
        keys.forEach(key -> table(writer).put(key, "old"));
        keys.forEach(key -> assertThat(table(reader).get(key)).isEqualTo("old"));

        slow.pause(reader);
        simulation.runFor(2_000 * MILLI);
        assertThat(view(writer)).doesNotContain(reader.id());
        keys.forEach(key -> table(writer).put(key, "new"));
        assertThat(view(reader)).as("it knows nothing yet").contains(writer.id());
        slow.resume(reader);

        keys.forEach(key -> assertThat(table(reader).get(key)).isEqualTo("new"));
    }

    @Test
    void runsNothingOfAMemberThatStandsStill() {
        cluster.pause(c);
        boolean[] ran = {false};
        c.run(() -> ran[0] = true);
        simulation.runFor(LONG_NANOS);
        assertThat(ran[0]).isFalse();

        cluster.resume(c);
        assertThat(ran[0]).isFalse();
        simulation.runFor(MILLI);

        assertThat(ran[0]).isTrue();
    }

    @Test
    void mergesAMemberThatWasSuspectedFalsely() {
        var before = a.node().view().id();

        cluster.suspect(b);
        simulation.runFor(LONG_NANOS);

        allSeeAll();
        assertThat(a.node().view().id().isAfter(before)).isTrue();
        assertThat(a.node().view().members())
                .filteredOn(member -> member.id().equals(b.id()))
                .singleElement()
                .satisfies(member -> assertThat(member.since().isAfter(before))
                        .as("it was out of the view")
                        .isTrue());
    }

    @Test
    void noticesAMachineThatIsGoneThoughNothingRefuses() {
        cluster.powerOff(b);
        simulation.runFor(LONG_NANOS);

        assertThat(view(a)).containsExactly(a.id(), c.id());
        table(a).put("k", "v");
        assertThat(table(c).get("k")).isEqualTo("v");
    }

    @Test
    @Tag("case-G")
    void startsAnotherIncarnationAtTheSameAddress() {
        cluster.crash(b, 10 * MILLI);
        SimulatedNode again = cluster.restart(b);
        simulation.runFor(LONG_NANOS);

        assertThat(again.id()).isNotEqualTo(b.id());
        assertThat(again.process().host()).isEqualTo(b.process().host());
        assertThat(view(a)).containsExactlyInAnyOrder(a.id(), c.id(), again.id());
        assertThat(view(again)).isEqualTo(view(a));
    }

    @Test
    void crashesAMemberBetweenTwoSteps() {
        cluster.crashAt(ProtocolStep.MADE_NOT_SENT, a);

        SimulatedNode d = cluster.join();
        simulation.runFor(LONG_NANOS);

        assertThat(a.isCrashed()).isTrue();
        assertThat(view(d)).containsExactlyInAnyOrder(b.id(), c.id(), d.id());
    }

    @Test
    @Tag("case-J")
    void letsClocksDriftAndJump() {
        a.clock().rate(SimulatedClock.FASTEST);
        b.clock().rate(SimulatedClock.SLOWEST);
        long fast = a.clock().nanos();
        long slow = b.clock().nanos();
        long wall = c.clock().millis();
        var before = a.node().view().id();

        simulation.runFor(1_000 * MILLI);
        c.clock().jumpWall(-3_600_000 * MILLI);
        simulation.runFor(LONG_NANOS);

        assertThat((a.clock().nanos() - fast) * 10).isLessThan((b.clock().nanos() - slow) * 11);
        assertThat((a.clock().nanos() - fast) * 100).isGreaterThan((b.clock().nanos() - slow) * 109);
        assertThat(c.clock().millis()).isEqualTo(wall + 6_000 - 3_600_000);
        assertThat(a.node().view().id()).isEqualTo(before);
        table(a).put("k", "v");
        assertThat(table(c).get("k")).isEqualTo("v");
    }
}
