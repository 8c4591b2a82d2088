package io.asdr.testkit.scenario;

import static io.asdr.testkit.SpelledKeys.converter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.IncompatibleKeyFormatException;
import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent.VersionAgreed;
import io.asdr.spi.KeyFormat;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.List;
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
}
