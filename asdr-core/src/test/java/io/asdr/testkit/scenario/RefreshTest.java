package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.CopyMode;
import io.asdr.WhenSplit;
import io.asdr.protocol.message.ContractMessage;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers whose copies a write took get the new value without asking twice; and where writes don't wait for them, an old copy is found out (PROTOCOL 4 and 5). */
class RefreshTest {

    @ParameterizedTest
    @EnumSource
    @Tag("R5")
    @Tag("R14")
    void whoUsedItsCopyHasTheNewValueRightAfterTheWrite(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).table(table -> table.refresh(true)));
        SimulatedNode reader = stage.member(2);
        String used = stage.keyOwnedBy(stage.member(0), reader);
        String unused = stage.keyOwnedBy(stage.member(0), reader);
        stage.put(stage.member(0), used, "u1");
        stage.put(stage.member(0), unused, "n1");
        stage.get(reader, used);
        stage.get(reader, unused);
        assertThat(stage.get(reader, used)).isEqualTo("u1");

        stage.put(stage.member(0), used, "u2");
        stage.put(stage.member(0), unused, "n2");
        stage.runMillis(20);

        assertThat(stage.table(reader).peek(used)).contains("u2");
        assertThat(stage.table(reader).peek(unused)).isEmpty();
        assertThat(stage.table(reader).stats().refreshes()).isEqualTo(1);
        stage.put(stage.member(1), used, "u3");
        stage.settle();
    }

    /** A write that comes while the new value is on its way takes it back. */
    @ParameterizedTest
    @EnumSource
    @Tag("R14")
    @Tag("review-A12")
    void aRefreshIsNotKeptWhereAnotherWriteMeetsIt(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).table(table -> table.refresh(true)));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        stage.get(reader, key);
        stage.get(reader, key);
        HeldFrames answers = stage.hold(owner, reader, ReadMessage.Answer.class);
        stage.put(owner, key, "v2");
        stage.runMillis(20);
        assertThat(answers.count()).isPositive();

        stage.put(owner, key, "v3");
        answers.release();
        stage.runMillis(20);

        assertThat(stage.table(reader).peek(key)).isNotEqualTo(java.util.Optional.of("v2"));
        assertThat(stage.get(reader, key)).isEqualTo("v3");
        stage.settle();
    }

    @Test
    @Tag("R70")
    void anOldCopyThatNoRecallReachedIsFoundOutByItsRenewal() {
        Stage stage = new Stage(Plan.serve(3).table(table -> table.copies(CopyMode.EVENTUAL)));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        String removed = stage.keyOwnedBy(owner, reader);
        stage.table(owner).put(key, "v1");
        stage.table(owner).put(removed, "r1");
        assertThat(stage.table(reader).get(key)).isEqualTo("v1");
        assertThat(stage.table(reader).get(removed)).isEqualTo("r1");
        HeldFrames recalls = stage.hold(owner, reader, ContractMessage.Recall.class);

        stage.table(owner).put(key, "v2");
        stage.table(owner).remove(removed);
        assertThat(recalls.count()).isEqualTo(2);
        assertThat(stage.table(reader).get(key)).as("writes don't wait").isEqualTo("v1");
        assertThat(stage.table(reader).get(removed)).isEqualTo("r1");
        recalls.drop();
        stage.runMillis(2_000);

        assertThat(stage.table(reader).peek(key)).contains("v2");
        assertThat(stage.table(reader).get(removed)).isNull();
    }
}
