package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.WhenSplit;
import io.asdr.protocol.message.HandoverMessage;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of entries, replicas and copies when a member comes or goes (PROTOCOL 7). */
class OwnerChangeTest {

    private static final int KEYS = 400;

    @ParameterizedTest
    @EnumSource
    @Tag("R61")
    void whoeverIsThereOwnsEverythingBetweenThem(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode goes = stage.member(2);
        String key = stage.keyOwnedBy(goes);
        stage.put(goes, key, "v1");

        stage.crash(goes);
        stage.awaitView(stage.member(0), stage.member(0), stage.member(1));
        assertThat(stage.owner(key)).isNotEqualTo(goes);
        assertThat(stage.get(stage.member(0), key)).isEqualTo("v1");
        SimulatedNode comes = stage.join();
        stage.awaitView(comes, stage.member(0), stage.member(1), comes);
        String another = stage.keyOwnedBy(comes);
        stage.put(stage.member(0), another, "v1");

        assertThat(stage.table(comes).explain(another).state()).isEqualTo("OWNED");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R52")
    @Tag("R63")
    void replicatesAgainWhereAReplicaIsGoneAndOnlyThere(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 5));
        SimulatedNode owner = stage.member(0);
        String key = stage.keyOwnedBy(owner);
        stage.put(owner, key, "v1");
        List<SimulatedNode> chain = stage.chain(key);
        SimulatedNode stranger = stage.cluster().alive().stream()
                .filter(node -> !chain.contains(node))
                .findFirst()
                .orElseThrow();

        stage.crash(stranger);
        assertThat(stage.runUntil(stage::isHealed, Stage.RECOVERY_NANOS)).isTrue();
        stage.runMillis(3_000);
        assertThat(stage.chain(key)).as("it kept nothing of this key").isEqualTo(chain);
        stage.crash(chain.get(1));
        stage.settle();

        List<SimulatedNode> next = stage.chain(key);
        assertThat(next).hasSize(2).doesNotContain(chain.get(1), stranger);
        assertThat(next.get(0)).isEqualTo(owner);
        assertThat(stage.table(next.get(1)).explain(key).state()).isEqualTo("REPLICA");
    }

    /** A new member asks for what it owns now, page by page; and at once for a key that somebody wants. */
    @ParameterizedTest
    @EnumSource
    @Tag("R64")
    @Tag("R66")
    void aNewOwnerAsksTheFormerOneForWhatItLacks(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3).replicas(0).partitions(4));
        Map<String, String> former = new LinkedHashMap<>();
        for (int number = 0; number < KEYS; number++) {
            stage.put(stage.member(0), "k" + number, "v" + number);
            former.put("k" + number, stage.table(stage.member(0)).ownerOf("k" + number));
        }
        List<String> asked = stage.listen(HandoverMessage.Pull.class, HandoverMessage.PullKey.class);

        SimulatedNode joined = stage.join();
        stage.awaitView(joined, stage.member(0), stage.member(1), stage.member(2), joined);
        List<String> gained = former.keySet().stream()
                .filter(key -> stage.owner(key) == joined)
                .toList();
        assertThat(gained).hasSizeGreaterThan(50);
        String last = gained.get(gained.size() - 1);
        for (String key : gained) {
            assertThat(stage.get(joined, key)).isEqualTo("v" + key.substring(1));
        }

        String way = "m4>" + former.get(last);
        assertThat(asked).contains(way + " Pull");
        if (whenSplit == WhenSplit.SERVE) {
            // A STRICT owner reads nothing before the view is settled, and has all pages by then.
            assertThat(asked)
                    .as("what was wanted before its page came")
                    .anyMatch(sent -> sent.startsWith("m4>") && sent.endsWith(" PullKey"));
        }
        stage.settle();
        for (String key : gained) {
            assertThat(stage.table(joined).explain(key).state()).isEqualTo("OWNED");
        }
        SimulatedNode gave = stage.cluster().alive().stream()
                .filter(node -> node.node().name().equals(former.get(last)))
                .findFirst()
                .orElseThrow();
        assertThat(stage.table(gave).explain(last).state())
                .as("it keeps what it gave")
                .isEqualTo("CACHED");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R75")
    @Tag("R80")
    @Tag("R82")
    @Tag("R84")
    @Tag("R85")
    @Tag("R86")
    void copiesOfAnOwnerThatIsGoneAreReadAnewFromTheNextOne(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4).partitions(64));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(3);
        List<String> read =
                Stream.generate(() -> stage.keyOwnedBy(owner, reader)).limit(20).toList();
        String stays = stage.keyOwnedBy(stage.member(1), reader);
        for (String key : read) {
            stage.put(owner, key, "v1");
            stage.get(reader, key);
        }
        stage.put(owner, stays, "v1");
        stage.get(reader, stays);

        stage.crash(owner);
        assertThat(stage.runUntil(() -> stage.view(reader).size() == 3, Stage.RECOVERY_NANOS))
                .isTrue();
        stage.runMillis(5);
        String key = read.stream()
                .filter(each -> !stage.chain(each).contains(reader))
                .findFirst()
                .orElseThrow();

        assertThat(stage.table(reader).explain(key).state()).isEqualTo("POISONED");
        assertThat(stage.table(reader).explain(key).lastPoisoning()).contains("VIEW_CHANGE");
        assertThat(stage.table(reader).peek(key)).isEmpty();
        assertThat(stage.table(reader).peek(stays))
                .as("a copy of an owner that stays")
                .contains("v1");
        assertThat(stage.table(reader).stats().poisonedCopies()).isPositive();
        List<String> asked = stage.listen(ReadMessage.Get.class);
        assertThat(stage.get(reader, key)).isEqualTo("v1");
        assertThat(asked).containsExactly("m4>" + stage.owner(key).node().name() + " Get");
        assertThat(stage.table(reader).peek(key)).as("a copy of the new tenure").contains("v1");
        stage.settle();
    }
}
