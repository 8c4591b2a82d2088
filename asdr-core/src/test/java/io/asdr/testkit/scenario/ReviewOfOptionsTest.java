package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.AsdrTable;
import io.asdr.CopyMode;
import io.asdr.TableConfig;
import io.asdr.TableConfigMismatchException;
import io.asdr.WhenSplit;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.message.ContractMessage;
import io.asdr.protocol.message.HandoverMessage;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.ProtocolStep;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Flaws of the first draft in what a table's settings add and in how lanes take a view, each by the history that broke it. A12 is in {@link RefreshTest}, A13 in {@link CapacityTest}, C8 in {@link AsyncReplicationTest}, C14 in
 * {@link AgeingTest}.
 */
class ReviewOfOptionsTest {

    private static final int ENTRIES = 20;

    @ParameterizedTest
    @EnumSource
    @Tag("review-A14")
    void recallsTheCopiesOfWhatItsOwnerRemovesToMakeRoom(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).table(table -> table.maxEntries(ENTRIES)));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        // A new owner removes nothing before it knows who holds references.
        stage.runMillis(1_500);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            String key = stage.keyOwnedBy(owner, reader);
            keys.add(key);
            stage.put(owner, key, "v1");
            assertThat(stage.get(reader, key)).isEqualTo("v1");
        }
        assertThat(keys).allMatch(key -> stage.table(reader).peek(key).isPresent());

        for (int i = 0; i < ENTRIES; i++) {
            stage.put(owner, stage.keyOwnedBy(owner, reader), "more");
            stage.runMillis(5);
        }
        stage.runMillis(200);
        List<String> gone = keys.stream()
                .filter(key -> stage.table(owner).peek(key).isEmpty())
                .toList();

        assertThat(gone).as("what was removed to make room").isNotEmpty();
        for (String key : gone) {
            assertThat(stage.table(reader).peek(key)).isEmpty();
            assertThat(stage.put(owner, key, "v2")).isNull();
            assertThat(stage.get(reader, key)).isEqualTo("v2");
        }
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-A14")
    void recallsTheCopiesOfWhatIsRemovedWithOthers(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        assertThat(stage.get(reader, key)).isEqualTo("v1");
        HeldFrames recall = stage.hold(owner, reader, ContractMessage.Recall.class);

        boolean[] removed = {false};
        stage.table(stage.member(1))
                .async()
                .removeAll(List.of(key))
                .whenComplete((nothing, failure) -> removed[0] = failure == null);
        stage.runMillis(50);
        assertThat(recall.count()).isPositive();
        assertThat(removed[0]).as("a reader may still see it").isFalse();
        recall.release();
        assertThat(stage.runUntil(() -> removed[0], Stage.RECOVERY_NANOS)).isTrue();

        assertThat(stage.table(reader).peek(key)).isEmpty();
        assertThat(stage.put(owner, key, "v2")).isNull();
        assertThat(stage.get(reader, key)).isEqualTo("v2");
    }

    /** What a reader tells late, of a copy that it had, brings nothing back: neither a renewal nor an offer after a loss. */
    @ParameterizedTest
    @EnumSource
    @Tag("review-A15")
    void bringsNothingBackForALateRenewalOrOffer(WhenSplit whenSplit) {
        Duration idle = Duration.ofSeconds(2);
        Stage stage = new Stage(Plan.of(whenSplit, 5).replicas(0).table(table -> table.maxIdle(idle)));
        SimulatedNode reader = stage.member(0);
        SimulatedNode owner = stage.member(4);
        List<String> keys =
                Stream.generate(() -> stage.keyOwnedBy(owner, reader)).limit(6).toList();
        for (String key : keys) {
            stage.put(owner, key, "v1");
            assertThat(stage.get(reader, key)).isEqualTo("v1");
        }
        List<HeldFrames> late = new ArrayList<>();
        for (SimulatedNode other : stage.cluster().alive()) {
            if (other != reader) {
                late.add(stage.hold(reader, other, ContractMessage.Renew.class, HandoverMessage.Pulled.class));
            }
        }
        for (int i = 0; i < 4; i++) {
            stage.runMillis(300);
            keys.forEach(key -> assertThat(stage.get(reader, key)).isEqualTo("v1"));
        }
        HeldFrames renewals = late.remove(3);
        assertThat(renewals.count()).as("it is in use at the reader").isPositive();

        stage.crash(owner);
        assertThat(stage.runUntil(() -> stage.view(reader).size() == 4, Stage.RECOVERY_NANOS))
                .isTrue();
        stage.runMillis(900);
        String key = keys.stream()
                .filter(each -> stage.owner(each) != reader)
                .findFirst()
                .orElseThrow();
        SimulatedNode next = stage.owner(key);
        HeldFrames offers = late.get(stage.cluster().alive().indexOf(next) - 1);
        assertThat(offers.count()).as("it was asked again").isGreaterThan(1);
        late.stream().filter(held -> held != offers).forEach(HeldFrames::release);
        offers.releaseFirst();
        assertThat(stage.get(next, key)).isEqualTo("v1");
        assertThat(stage.remove(next, key)).isEqualTo("v1");
        offers.releaseRest();
        stage.runMillis(50);

        stage.cluster().alive().forEach(node -> assertThat(stage.get(node, key)).isNull());
        renewals.drop();
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("review-C12")
    void opensNoTableWithOtherSettingsThanTheClusterHas(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4));
        WhenSplit otherMode = whenSplit == WhenSplit.STRICT ? WhenSplit.SERVE : WhenSplit.STRICT;
        named(stage.member(0), whenSplit, table -> table.replicas(1));

        refuses(stage.member(1), whenSplit, table -> table.replicas(2), "replicas");
        refuses(stage.member(2), otherMode, table -> table.replicas(1), "whenSplit");
        refuses(stage.member(3), whenSplit, table -> table.replicas(1).copies(CopyMode.EVENTUAL), "copies");

        named(stage.member(1), whenSplit, table -> table.replicas(1));
        stage.awaitQuiet();
        for (int number = 0; number < 20; number++) {
            String key = "k" + number;
            assertThat(stage.cluster().alive())
                    .extracting(node -> named(node, whenSplit, table -> table.replicas(1))
                            .explain(key)
                            .chain())
                    .as("the chain as each member sees it")
                    .containsOnly(named(stage.member(0), whenSplit, table -> table.replicas(1))
                            .explain(key)
                            .chain());
        }
        stage.settle();
    }

    private static AsdrTable<String, String> named(
            SimulatedNode node, WhenSplit whenSplit, UnaryOperator<TableConfig.Builder<String, String>> more) {
        return node.node()
                .table(more.apply(TableConfig.of("other", String.class, String.class)
                                .whenSplit(whenSplit))
                        .build());
    }

    private static void refuses(
            SimulatedNode node,
            WhenSplit whenSplit,
            UnaryOperator<TableConfig.Builder<String, String>> more,
            String field) {
        assertThatThrownBy(() -> named(node, whenSplit, more))
                .isInstanceOf(TableConfigMismatchException.class)
                .hasMessageContaining(field);
    }

    /** A member stops the moment it says that it has installed the view: by then no lane of it may serve what the view voids. */
    @ParameterizedTest
    @EnumSource
    @Tag("review-C13")
    void saysThatItHasTheViewOnlyOnceItsLastLaneHas(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 5).partitions(64).detectionMillis(400));
        SimulatedNode owner = stage.member(0);
        SimulatedNode holder = stage.member(4);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String key = stage.keyOwnedBy(owner, holder);
            keys.add(key);
            stage.put(owner, key, "old");
            assertThat(stage.get(holder, key)).isEqualTo("old");
        }

        stage.cluster().when(ProtocolStep.INSTALLED_NOT_TOLD, node -> {
            if (node == holder) {
                // What it says now still goes out.
                stage.simulation().after(0, () -> stage.disturb().pause(holder));
            }
            return node == holder;
        });
        stage.crash(owner);
        assertThat(stage.runUntil(holder::isPaused, Stage.RECOVERY_NANOS)).isTrue();
        List<Stage.Call> writes = new ArrayList<>();
        List<String> written =
                keys.stream().filter(key -> !stage.chain(key).contains(holder)).toList();
        written.forEach(key -> writes.add(stage.putLater(stage.member(1), key, "new")));
        stage.runMillis(100);
        stage.cluster().resume(holder);

        assertThat(stage.count(Event.Committed.class)).isGreaterThan(keys.size());
        assertThat(writes).filteredOn(Stage.Call::isDone).isNotEmpty();
        for (int i = 0; i < written.size(); i++) {
            if (writes.get(i).isDone()) {
                assertThat(stage.table(holder).peek(written.get(i)).orElse("new"))
                        .isEqualTo("new");
            }
        }
        writes.forEach(stage::await);
        stage.settle();
    }
}
