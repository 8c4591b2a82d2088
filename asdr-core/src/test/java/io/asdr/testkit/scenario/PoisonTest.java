package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies that could be out of date become unusable, whatever the cause; who, when and why can be asked, is counted, and told (PROTOCOL 7). */
class PoisonTest {

    @ParameterizedTest
    @EnumSource
    @Tag("R75")
    @Tag("R77")
    @Tag("R85")
    void byAViewChange(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4));
        SimulatedNode owner = stage.member(0);
        List<SimulatedNode> others = List.of(stage.member(1), stage.member(2), stage.member(3));
        for (int i = 0; i < 20; i++) {
            String key = stage.key(chain -> chain.get(0) == owner);
            stage.put(owner, key, "v1");
            others.forEach(reader -> stage.get(reader, key));
        }
        List<String> keys =
                stage.operations().stream().map(op -> op.key()).distinct().toList();
        stage.crash(owner);
        others.forEach(reader -> stage.awaitView(reader, others.toArray(SimulatedNode[]::new)));
        stage.runMillis(3_000);

        boolean poisoned = false;
        for (SimulatedNode reader : others) {
            for (String key : keys) {
                poisoned |= stage.table(reader).explain(key).lastPoisoning().startsWith("VIEW_CHANGE by m");
            }
        }
        assertThat(poisoned).isTrue();
        assertThat(others.stream()
                        .mapToLong(reader -> stage.table(reader).stats().poisonedCopies())
                        .sum())
                .isPositive();
        assertThat(others)
                .anySatisfy(reader -> assertThat(stage.told(reader, AsdrEvent.Poisoned.class))
                        .anyMatch(event -> event.cause().equals("VIEW_CHANGE") && event.copies() > 0));
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R76")
    void byTheOwnersUpdate(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        stage.get(reader, key);

        stage.put(stage.member(1), key, "v2");
        stage.runMillis(300);

        assertThat(stage.table(reader).peek(key)).isEmpty();
        assertThat(stage.table(reader).explain(key).lastPoisoning())
                .startsWith("WRITE by " + owner.node().name() + " at ");
        assertThat(stage.told(reader, AsdrEvent.Poisoned.class))
                .contains(new AsdrEvent.Poisoned("t", "WRITE", 1, owner.node().name()));
        assertThat(reader.node().report())
                .containsPattern("poisoned 1 copies  WRITE by " + owner.node().name() + " at \\d{4}-\\d\\d-\\d\\dT")
                .as("keys may be secrets")
                .doesNotContain(key);
        stage.settle();
    }

    /** A reader that finds a value invalid drops it, and gets what the owner has. */
    @ParameterizedTest
    @EnumSource
    @Tag("R76")
    @Tag("R83")
    @Tag("R84")
    void byTheApplicationAtAReader(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        stage.get(reader, key);

        stage.table(reader).poison(key, "service is down");

        assertThat(stage.table(reader).peek(key)).isEmpty();
        assertThat(stage.table(reader).explain(key).lastPoisoning())
                .startsWith("APPLICATION by " + reader.node().name())
                .endsWith(": service is down");
        assertThat(stage.table(reader).stats().poisonedByApplication()).isEqualTo(1);
        assertThat(stage.get(reader, key)).isEqualTo("v1");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R76")
    @Tag("R83")
    void byTheApplicationAtTheOwnerRemovesTheEntry(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.table(owner).put(key, "v1");
        assertThat(stage.table(reader).get(key)).isEqualTo("v1");

        stage.table(owner).poison(key, "wrong");

        assertThat(stage.table(reader).get(key)).isNull();
        assertThat(stage.table(owner).explain(key).lastPoisoning()).contains("APPLICATION");
    }

    /** Out of the view and back, and from another part of the cluster: what was here before is void. */
    @Test
    @Tag("R76")
    @Tag("R81")
    void byReturningAndByAMerge() {
        Stage stage = new Stage(Plan.serve(4));
        SimulatedNode alone = stage.member(3);
        for (int i = 0; i < 30; i++) {
            String key = "k" + i;
            stage.table(stage.member(0)).put(key, "v1");
            assertThat(stage.table(alone).get(key)).isEqualTo("v1");
        }
        stage.disturb().split(List.of(alone), List.of(stage.member(0), stage.member(1), stage.member(2)));
        stage.awaitView(alone, alone);
        stage.awaitView(stage.member(0), stage.member(0), stage.member(1), stage.member(2));
        stage.cluster().heal();
        stage.awaitView(alone, stage.member(0), stage.member(1), stage.member(2), alone);
        stage.runMillis(3_000);

        var stats = stage.table(alone).stats();
        assertThat(stats.poisonedByMerge() + stats.poisonedByReturn()).isPositive();
        assertThat(stage.table(alone).explain("k1").lastPoisoning()).matches("(MERGE|RETURN|VIEW_CHANGE) by m.*");
        assertThat(stage.told(alone, AsdrEvent.Poisoned.class))
                .anyMatch(
                        event -> event.cause().equals("MERGE") || event.cause().equals("RETURN"));
    }

    /** The background scan takes what is poisoned away, once no owner needs it. */
    @ParameterizedTest
    @EnumSource
    @Tag("R76")
    void whatIsPoisonedIsPurged(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4).replicas(0));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(3);
        for (int i = 0; i < 40; i++) {
            String key = stage.key(chain -> chain.get(0) == owner);
            stage.table(owner).put(key, "v1");
            stage.table(reader).get(key);
        }
        long before = stage.table(reader).stats().entries();
        stage.crash(owner);
        stage.awaitView(reader, stage.member(1), stage.member(2), reader);
        stage.runMillis(5_000);

        long poisoned = stage.table(reader).stats().poisonedCopies();
        assertThat(poisoned).isPositive();
        assertThat(stage.table(reader).stats().entries()).isLessThanOrEqualTo(before - poisoned);
    }
}
