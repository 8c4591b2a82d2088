package io.asdr.testkit.scenario;

import static io.asdr.testkit.SpelledKeys.converter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.IncompatibleKeyFormatException;
import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent;
import io.asdr.event.AsdrEvent.VersionAgreed;
import io.asdr.spi.KeyFormat;
import io.asdr.spi.View;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Members whose keys have different formats. */
class KeyFormatTest {

    private static final KeyFormat FIRST = new KeyFormat(1, 0);
    private static final KeyFormat SECOND = new KeyFormat(2, 0);

    @Test
    @Tag("R89")
    @Tag("R92")
    void aMemberOfAnotherMajorStaysOutAndItsNodeSaysBothFormats() {
        Stage stage = new Stage(Plan.serve(2));

        SimulatedNode other = stage.join(SECOND);

        assertThatThrownBy(other::awaitMember)
                .isInstanceOf(IncompatibleKeyFormatException.class)
                .hasMessageContaining("keyFormat=2.0")
                .hasMessageContaining("the cluster has keyFormat=1.0");
        assertThat(stage.view(stage.member(0))).containsExactly("m1", "m2");
        assertThat(stage.put(stage.member(1), "k", "v")).isNull();
        stage.cluster().crash(other, 1);
        stage.settle();
    }

    @Test
    @Tag("R88")
    void aLaterMinorWorksWithAnEarlierOne() {
        Stage stage = new Stage(Plan.serve(2));

        SimulatedNode later = stage.join(new KeyFormat(1, 4));
        later.awaitMember();

        stage.put(stage.member(0), "k", "v");
        assertThat(stage.get(later, "k")).isEqualTo("v");
        stage.runMillis(100);
        assertThat(stage.told(later, VersionAgreed.class))
                .extracting(VersionAgreed::minor)
                .containsExactly(0);
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R90")
    void aConverterLetsAMemberOfAnotherMajorWorkWithTheCluster(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 2));
        stage.put(stage.member(0), "k-before", "v1");

        SimulatedNode bridging = stage.join(SECOND, converter(2, 1));
        bridging.awaitMember();

        assertThat(stage.get(bridging, "k-before")).isEqualTo("v1");
        List.of("a1", "a2", "a3", "a4").forEach(key -> stage.put(bridging, key, "by " + key));
        for (String key : List.of("a1", "a2", "a3", "a4")) {
            assertThat(stage.get(stage.member(1), key)).isEqualTo("by " + key);
        }
        assertThat(stage.table(bridging).keys())
                .containsExactlyInAnyOrder("k-before", "a1", "a2", "a3", "a4")
                .isEqualTo(stage.table(stage.member(0)).keys());
        stage.load();
        stage.runMillis(500);
        stage.settle();
    }

    @Test
    @Tag("R91")
    void aClusterBeginsWithTheGreatestMajorThatItsFirstMemberReads() {
        Stage stage = Stage.empty(Plan.serve(2));
        SimulatedNode first = stage.join(FIRST, converter(1, 2));
        first.awaitMember();
        SimulatedNode second = stage.join(SECOND);
        second.awaitMember();
        stage.awaitView(first, first, second);

        stage.put(first, "k", "v");
        assertThat(stage.get(second, "k")).isEqualTo("v");
        stage.runMillis(100);
        for (SimulatedNode node : List.of(first, second)) {
            assertThat(stage.told(node, VersionAgreed.class))
                    .extracting(VersionAgreed::major)
                    .containsExactly(2);
        }
        stage.settle();
    }

    /** Members of the first major go one by one while clients call; nothing is lost, and nothing stale is read: the history is judged at the end. */
    @ParameterizedTest
    @EnumSource
    @Tag("R93")
    void aRunningClusterMovesToAnotherFormatWhileItServes(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        List<String> keys = IntStream.range(0, 60).mapToObj(i -> "x" + i).toList();
        keys.forEach(key -> stage.put(stage.member(0), key, "by " + key));
        for (String old : List.of("m1", "m2", "m3")) {
            SimulatedNode next = stage.join(SECOND, converter(2, 1));
            next.awaitMember();
            stage.table(next);
            stage.load();
            stage.leave(stage.member(old));
        }
        SimulatedNode any = stage.cluster().alive().get(0);

        assertThat(stage.runUntil(() -> isMoved(any), 20_000_000_000L))
                .as("the table moves")
                .isTrue();
        for (SimulatedNode node : stage.cluster().alive()) {
            assertThat(stage.told(node, AsdrEvent.KeysMove.class)).hasSize(1);
            keys.forEach(key -> assertThat(stage.get(node, key)).isEqualTo("by " + key));
            assertThat(stage.table(node).explain("x1").keyMajor()).isEqualTo(2);
        }
        assertThat(stage.table(any).keys()).containsAll(keys).doesNotHaveDuplicates();
        assertThat(stage.told(any, AsdrEvent.PartitionLost.class)).isEmpty();
        SimulatedNode plain = stage.join(SECOND);
        plain.awaitMember();
        assertThat(stage.get(plain, "x1")).isEqualTo("by x1");
        stage.settle();
    }

    /** Keys that were read before are copies at readers, and must not be read any more once they are written in the other format. */
    @ParameterizedTest
    @EnumSource
    @Tag("R93")
    void whatIsWrittenWhileATableMovesIsReadByAll(WhenSplit whenSplit) {
        Stage stage = moving(whenSplit);

        for (int i = 0; i < 30; i++) {
            String key = "x" + i;
            stage.put(stage.cluster().alive().get(i % 3), key, "new");
            stage.cluster()
                    .alive()
                    .forEach(node -> assertThat(stage.get(node, key)).isEqualTo("new"));
        }
        for (int i = 30; i < 40; i++) {
            String key = "x" + i;
            assertThat(stage.remove(stage.cluster().alive().get(i % 3), key)).isEqualTo("by " + key);
            stage.cluster()
                    .alive()
                    .forEach(node -> assertThat(stage.get(node, key)).isNull());
        }
        assertThat(stage.table(stage.cluster().alive().get(0)).keys())
                .hasSize(50)
                .doesNotHaveDuplicates();
        assertThat(stage.table(stage.cluster().alive().get(0)).size()).isEqualTo(50);
        stage.settle();
    }

    /** The owners of keys that are on their way die with what they knew of it. */
    @ParameterizedTest
    @EnumSource
    @Tag("R93")
    void aMemberThatDiesWhileATableMovesLosesNothing(WhenSplit whenSplit) {
        Stage stage = moving(whenSplit);
        stage.load();
        stage.runMillis(3);

        stage.crash(stage.cluster().alive().get(1));

        stage.runMillis(2_000);
        for (SimulatedNode node : stage.cluster().alive()) {
            for (int i = 0; i < 60; i++) {
                assertThat(stage.get(node, "x" + i)).isEqualTo("by x" + i);
            }
        }
        assertThat(stage.runUntil(() -> isMoved(stage.cluster().alive().get(0)), 20_000_000_000L))
                .as("the table moves")
                .isTrue();
        stage.settle();
    }

    /** Three members of the second major, and a table that has just begun to move. All have copies of all its keys. */
    private static Stage moving(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 1));
        SimulatedNode first = stage.member(0);
        for (int i = 0; i < 60; i++) {
            stage.put(first, "x" + i, "by x" + i);
        }
        List<SimulatedNode> later = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SimulatedNode node = stage.join(SECOND, converter(2, 1));
            node.awaitMember();
            stage.table(node);
            later.add(node);
        }
        for (SimulatedNode node : later) {
            for (int i = 0; i < 60; i++) {
                stage.get(node, "x" + i);
            }
        }
        stage.leave(first);
        assertThat(stage.runUntil(() -> later.stream().allMatch(KeyFormatTest::isMoving), 20_000_000_000L))
                .as("the table begins to move")
                .isTrue();
        return stage;
    }

    private static boolean isMoving(SimulatedNode node) {
        return node.node().view().settings().tables().get(0).isMoving();
    }

    private static boolean isMoved(SimulatedNode node) {
        View.TableSettings table = node.node().view().settings().tables().get(0);
        return table.keyMajor() == 2 && !table.isMoving();
    }
}
