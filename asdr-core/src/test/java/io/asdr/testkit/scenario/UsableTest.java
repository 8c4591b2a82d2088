package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.AsdrTable;
import io.asdr.TableConfig;
import io.asdr.WhenSplit;
import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.Operation;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A value that does not count is built again, once in the whole cluster, and the others get the new one (PROTOCOL 3). */
class UsableTest {

    private final List<String> loads = new ArrayList<>();
    private String brokenPrefix = "none";
    private String next = "new";

    /** What happens once, when a value is found that does not count. */
    private @Nullable Runnable onChecked;

    private Stage stage(WhenSplit whenSplit, boolean loads) {
        return new Stage(Plan.of(whenSplit, 3).table(table -> with(table, loads)));
    }

    private TableConfig.Builder<String, String> with(TableConfig.Builder<String, String> table, boolean loads) {
        TableConfig.Builder<String, String> usable = table.usable(this::counts);
        return loads ? usable.loader(this::load) : usable;
    }

    private boolean counts(String value) {
        Runnable now = onChecked;
        if (value.startsWith(brokenPrefix) && now != null) {
            onChecked = null;
            now.run();
        }
        return !value.startsWith(brokenPrefix);
    }

    private String load(String key) {
        loads.add(key);
        return next;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R17")
    @Tag("R18")
    void isBuiltAgainOnceAndEverybodyGetsTheNewValue(WhenSplit whenSplit) {
        Stage stage = stage(whenSplit, true);
        String key = stage.keyOwnedBy(stage.member(0), stage.member(2));
        stage.put(stage.member(0), key, "old");
        stage.cluster().alive().forEach(node -> assertThat(stage.get(node, key)).isEqualTo("old"));
        assertThat(loads).isEmpty();

        brokenPrefix = "old";
        List<CompletableFuture<@Nullable String>> reads = new ArrayList<>();
        for (SimulatedNode node : stage.cluster().alive()) {
            AsdrTable<String, String> table = stage.table(node);
            assertThat(table.peek(key)).isEmpty();
            assertThat(table.asMap().getOrDefault("k-none", "x")).isNotNull();
            reads.add(table.async().get(key).toCompletableFuture());
        }
        stage.runMillis(200);

        assertThat(reads).extracting(read -> read.getNow("?")).containsOnly("new");
        assertThat(loads).filteredOn(key::equals).hasSize(1);
        stage.cluster()
                .alive()
                .forEach(node -> assertThat(stage.table(node).get(key)).isEqualTo("new"));
        assertThat(loads).filteredOn(key::equals).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R22")
    void whatTheOwnerHasIsCheckedToo(WhenSplit whenSplit) {
        Stage stage = stage(whenSplit, true);
        brokenPrefix = "old";
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(stage.member(0), reader);
        stage.put(stage.member(0), key, "old");

        assertThat(stage.table(reader).get(key)).isEqualTo("new");

        assertThat(stage.table(stage.member(0)).get(key)).isEqualTo("new");
        assertThat(loads).containsExactly(key);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R22")
    void withoutALoaderReadsFindNothingAndComputeIfAbsentBuilds(WhenSplit whenSplit) {
        Stage stage = stage(whenSplit, false);
        brokenPrefix = "old";
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(stage.member(0), reader);
        stage.put(stage.member(0), key, "old");

        assertThat(stage.table(reader).get(key)).isNull();
        assertThat(stage.table(reader).containsKey(key)).isFalse();
        assertThat(stage.table(reader).stats().unusable()).isEqualTo(2);
        assertThat(stage.table(reader).get("k-none")).isNull();
        assertThat(stage.table(reader).stats().unusable()).as("absent").isEqualTo(2);
        assertThat(stage.table(reader).computeIfAbsent(key, k -> "built")).isEqualTo("built");
        assertThat(stage.table(stage.member(1)).computeIfAbsent(key, k -> "other"))
                .isEqualTo("built");
    }

    /** The one who builds dies: the next asker builds. And while the owner is gone, the call waits for the next one. */
    @ParameterizedTest
    @EnumSource
    @Tag("R98")
    void isBuiltUnderTheNextOwnerWhereTheOwnerDies(WhenSplit whenSplit) {
        Stage stage = stage(whenSplit, true);
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "old");
        brokenPrefix = "old";
        stage.crash(owner);

        CompletableFuture<@Nullable String> read =
                stage.table(reader).async().get(key).toCompletableFuture();
        stage.runMillis(5_000);

        assertThat(read.getNow("?")).isEqualTo("new");
        assertThat(loads).containsExactly(key);
        assertThat(stage.table(stage.member(1)).get(key)).isEqualTo("new");
        assertThat(loads).containsExactly(key);
    }

    /** What counts can change at any time: the service that a value names goes down. */
    @ParameterizedTest
    @EnumSource
    @Tag("R17")
    void isCheckedOnEachRead(WhenSplit whenSplit) {
        Stage stage = stage(whenSplit, true);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(stage.member(0), reader);
        stage.put(stage.member(0), key, "old");
        assertThat(stage.table(reader).get(key)).isEqualTo("old");
        assertThat(stage.table(reader).get(key)).as("from its heap").isEqualTo("old");

        brokenPrefix = "old";

        assertThat(stage.table(reader).get(key)).isEqualTo("new");
    }

    /** Between the read and the claim another value came that does not count either. */
    @ParameterizedTest
    @EnumSource
    @Tag("R22")
    void buildsInPlaceOfWhatCameMeanwhileToo(WhenSplit whenSplit) {
        Stage stage = stage(whenSplit, true);
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        brokenPrefix = "old";
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "old1");
        onChecked = () -> stage.table(owner).set(key, "old2");
        assertThat(stage.table(reader).get(key)).isEqualTo("new");

        String later = stage.keyOwnedBy(owner, reader);
        stage.put(owner, later, "old1");
        onChecked = () -> stage.table(owner).set(later, "old2");
        CompletableFuture<@Nullable String> read =
                stage.table(reader).async().get(later).toCompletableFuture();
        stage.runMillis(200);
        assertThat(read.getNow("?")).isEqualTo("new");
        assertThat(loads).containsExactly(key, later);
    }

    /** It is no update: the value that opened the period does not count. */
    @ParameterizedTest
    @EnumSource
    @Tag("R18")
    @Tag("R99")
    void isBuiltAgainInARefractoryPeriodToo(WhenSplit whenSplit) {
        Stage stage =
                new Stage(Plan.of(whenSplit, 3).table(table -> with(table, true).refractory(Duration.ofSeconds(60))));
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(stage.member(0), reader);
        stage.put(stage.member(0), key, "old");
        brokenPrefix = "old";

        assertThat(stage.table(reader).get(key)).isEqualTo("new");
        assertThat(stage.table(stage.member(1)).get(key)).isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R98")
    void isBuiltByTheNextAskerWhereTheBuilderDies(WhenSplit whenSplit) {
        Stage stage = stage(whenSplit, true);
        SimulatedNode owner = stage.member(0);
        SimulatedNode builder = stage.member(2);
        SimulatedNode other = stage.member(1);
        String key = stage.key(chain -> chain.get(0) == owner);
        HeldFrames fulfils = stage.hold(
                builder,
                owner,
                message -> message instanceof CallMessage.Request request && request.operation() == Operation.FULFIL);
        stage.table(builder).async().get(key);
        stage.runMillis(50);
        assertThat(fulfils.count()).as("it has built").isPositive();
        CompletableFuture<@Nullable String> waits =
                stage.table(other).async().get(key).toCompletableFuture();
        stage.runMillis(50);
        assertThat(waits).isNotDone();

        stage.crash(builder);
        stage.awaitView(owner, owner, other);
        stage.runMillis(1_000);

        assertThat(waits.getNow("?")).isEqualTo("new");
        assertThat(loads).containsExactly(key, key);
    }
}
