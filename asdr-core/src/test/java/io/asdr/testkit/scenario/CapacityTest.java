package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.WhenSplit;
import io.asdr.protocol.message.ContractMessage;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table with a capacity: copies are dropped and entries removed to make room, and nobody reads what is gone (P1). */
@Tag("R74")
class CapacityTest {

    private static final int COPIES = 10;
    private static final int ENTRIES = 40;
    private static final int KEYS = 100;

    private static List<String> keysOwnedBy(Stage stage, SimulatedNode owner, SimulatedNode reader) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add(stage.keyOwnedBy(owner, reader));
        }
        return keys;
    }

    private static long copies(Stage stage, SimulatedNode reader, List<String> keys) {
        return keys.stream()
                .filter(key -> stage.table(reader).peek(key).isPresent())
                .count();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R72")
    void keepsNoMoreCopiesThanAllowedAndTheOwnerForgetsTheRest(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).table(table -> table.maxCopies(COPIES)));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        List<String> keys = keysOwnedBy(stage, owner, reader);
        keys.forEach(key -> stage.put(owner, key, "v-" + key));

        for (String key : keys) {
            assertThat(stage.get(reader, key)).isEqualTo("v-" + key);
            assertThat(copies(stage, reader, keys)).isLessThanOrEqualTo(COPIES);
        }
        assertThat(copies(stage, reader, keys)).isEqualTo(COPIES);
        assertThat(stage.table(reader).stats().droppedCopies()).isEqualTo(KEYS - COPIES);
        stage.runMillis(500);

        HeldFrames recalls = stage.hold(owner, reader, ContractMessage.Recall.class);
        for (String key : keys) {
            boolean held = stage.table(reader).peek(key).isPresent();
            assertThat(stage.table(owner)
                            .explain(key)
                            .holders()
                            .contains(reader.node().name()))
                    .isEqualTo(held);
            if (!held) {
                stage.put(owner, key, "w-" + key);
            }
        }
        assertThat(recalls.count()).isZero();
        recalls.drop();
        stage.settle();
    }

    /** The notice that a copy is gone comes late, after the reader has asked for the key again. */
    @ParameterizedTest
    @EnumSource
    @Tag("review-A13")
    void aLateNoticeTakesNoNewCopyFromItsContract(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).table(table -> table.maxCopies(COPIES)));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        List<String> keys = keysOwnedBy(stage, owner, reader);
        keys.forEach(key -> stage.put(owner, key, "v1"));
        HeldFrames notices = stage.hold(reader, owner, ContractMessage.Dropped.class);
        keys.forEach(key -> stage.get(reader, key));
        stage.runMillis(200);
        assertThat(notices.count()).isPositive();
        for (int round = 0; round < 3; round++) {
            keys.subList(0, COPIES / 2).forEach(key -> stage.get(reader, key));
        }

        notices.release();
        stage.runMillis(100);
        for (String key : keys.subList(0, COPIES / 2)) {
            assertThat(stage.table(reader).peek(key)).contains("v1");
            stage.put(owner, key, "v2");
            assertThat(stage.get(reader, key)).isEqualTo("v2");
        }
        stage.settle();
    }

    /** A copy made room, and its key is asked for again before the owner has been told: the notice leaves it out. */
    @ParameterizedTest
    @EnumSource
    void aNoticeSaysNothingOfWhatWasAskedForAgain(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).table(table -> table.maxCopies(COPIES)));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        List<String> keys = keysOwnedBy(stage, owner, reader);
        keys.forEach(key -> stage.put(owner, key, "v1"));
        List<String> again = new ArrayList<>();
        for (int read = 1; read <= KEYS; read++) {
            stage.get(reader, keys.get(read - 1));
            List<String> dropped = keys.subList(0, read).stream()
                    .filter(key -> stage.table(reader).peek(key).isEmpty())
                    .toList();
            if (!dropped.isEmpty()) {
                String last = dropped.get(dropped.size() - 1);
                stage.get(reader, last);
                again.add(last);
            }
        }
        stage.runMillis(500);
        List<String> held = again.stream()
                .distinct()
                .filter(key -> stage.table(reader).peek(key).isPresent())
                .toList();
        assertThat(held).isNotEmpty();

        for (String key : held) {
            stage.put(owner, key, "v2");
            assertThat(stage.get(reader, key)).isEqualTo("v2");
        }
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheCopiesThatAreUsed(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).table(table -> table.maxCopies(COPIES)));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        List<String> keys = keysOwnedBy(stage, owner, reader);
        keys.forEach(key -> stage.put(owner, key, "v1"));
        List<String> hot = keys.subList(0, COPIES / 2);

        for (String cold : keys.subList(COPIES, KEYS)) {
            hot.forEach(key -> stage.get(reader, key));
            stage.get(reader, cold);
        }

        assertThat(hot).allMatch(key -> stage.table(reader).peek(key).isPresent());
        assertThat(stage.table(reader).stats().remoteReads()).isLessThan(KEYS + COPIES);
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    void removesEntriesThatAreNotUsedWhereThereAreTooMany(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).table(table -> table.maxEntries(ENTRIES)));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        List<String> keys = keysOwnedBy(stage, owner, reader);
        // A new owner waits until it knows who holds references.
        stage.runMillis(1_500);
        List<String> hot = keys.subList(0, 4);
        hot.forEach(key -> stage.put(owner, key, "hot"));
        for (String key : keys.subList(4, KEYS)) {
            hot.forEach(used -> assertThat(stage.get(owner, used)).isEqualTo("hot"));
            stage.put(owner, key, "v1");
            stage.runMillis(5);
            assertThat(stage.table(owner).stats().entries()).isLessThanOrEqualTo(ENTRIES);
        }
        stage.runMillis(200);

        assertThat(stage.table(owner).stats().evicted()).isEqualTo(KEYS - ENTRIES);
        assertThat(stage.table(owner).size()).isEqualTo(ENTRIES);
        assertThat(keys.stream().filter(key -> stage.get(reader, key) != null)).hasSize(ENTRIES);
        stage.settle();
    }

    /** What was a copy counts as an entry, and the other way round. */
    @ParameterizedTest
    @EnumSource
    void countsAnewWhereACopyBecomesAReplica(WhenSplit whenSplit) {
        Stage stage = new Stage(
                Plan.of(whenSplit, 3).table(table -> table.maxCopies(COPIES).maxEntries(ENTRIES)));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        List<String> keys = keysOwnedBy(stage, owner, reader).subList(0, ENTRIES);
        keys.forEach(key -> stage.put(owner, key, "v1"));
        keys.forEach(key -> stage.get(reader, key));
        stage.crash(stage.member(1));
        stage.awaitView(reader, owner, reader);
        stage.runMillis(2_000);

        assertThat(copies(stage, reader, keys)).isEqualTo(ENTRIES);
        stage.crash(owner);
        stage.awaitView(reader, reader);
        stage.runMillis(2_000);
        if (whenSplit == WhenSplit.STRICT) {
            // The younger of two does not go on alone.
            return;
        }
        for (int i = 0; i < ENTRIES; i++) {
            stage.put(reader, "new-" + i, "n");
        }

        assertThat(stage.table(reader).size()).isEqualTo(ENTRIES);
    }
}
