package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.CopyMode;
import io.asdr.Expiry;
import io.asdr.WhenSplit;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.message.ContractMessage;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entries that end by themselves: nobody reads one that another was told is gone, and none that is in use goes (PROTOCOL 4 and 5; P1). */
class AgeingTest {

    private static final int IDLE_MILLIS = 1_000;

    private static Plan idle(WhenSplit whenSplit) {
        return Plan.of(whenSplit, 3).table(table -> table.maxIdle(Duration.ofMillis(IDLE_MILLIS)));
    }

    private static Plan living(WhenSplit whenSplit, long millis) {
        return Plan.of(whenSplit, 3).table(table -> table.timeToLive(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R55")
    @Tag("review-A14")
    void agesOutWhatNobodyUses(WhenSplit whenSplit) {
        Stage stage = new Stage(idle(whenSplit));
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(stage.member(0), reader);
        stage.put(stage.member(0), key, "v1");
        assertThat(stage.get(reader, key)).isEqualTo("v1");

        stage.runMillis(IDLE_MILLIS / 2);
        assertThat(stage.table(reader).peek(key)).contains("v1");
        stage.runMillis(3 * IDLE_MILLIS);

        assertThat(stage.table(reader).peek(key)).isEmpty();
        assertThat(stage.get(reader, key)).isNull();
        assertThat(stage.table(stage.member(0)).stats().agedOut()).isEqualTo(1);
        stage.settle();
    }

    /** The owner sees no read: it hears of them by renewals, or asks before it removes. */
    @ParameterizedTest
    @EnumSource
    @Tag("R56")
    @Tag("R57")
    @Tag("R59")
    @Tag("review-C14")
    void keepsWhatOnlyACopyIsReadOf(WhenSplit whenSplit) {
        Stage stage = new Stage(idle(whenSplit));
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(stage.member(0), reader);
        String unused = stage.keyOwnedBy(stage.member(0), reader);
        stage.put(stage.member(0), key, "v1");
        stage.put(stage.member(0), unused, "u1");
        stage.get(reader, key);
        stage.get(reader, unused);
        HeldFrames asked = stage.hold(reader, stage.member(0), ReadMessage.Get.class);

        for (int i = 0; i < 20; i++) {
            stage.runMillis(IDLE_MILLIS / 4);
            assertThat(stage.get(reader, key)).isEqualTo("v1");
        }

        assertThat(asked.count()).as("reads that left the reader").isZero();
        assertThat(stage.table(reader).peek(unused)).isEmpty();
        assertThat(stage.table(reader).stats().renewals()).isPositive();
        asked.release();
        stage.settle();
    }

    @Test
    @Tag("R56")
    @Tag("review-C14")
    void asksBeforeItRemovesWhereNoRenewalCameThrough() {
        Stage stage = new Stage(idle(WhenSplit.SERVE));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        stage.get(reader, key);
        HeldFrames renewals = stage.hold(reader, owner, ContractMessage.Renew.class, ReadMessage.Get.class);

        for (int i = 0; i < 20; i++) {
            stage.runMillis(IDLE_MILLIS / 4);
            assertThat(stage.get(reader, key)).isEqualTo("v1");
        }

        assertThat(renewals.count()).isPositive();
        renewals.release();
        stage.settle();
    }

    /** A member reads while the owner waits for another one's answer: the entry is in use. */
    @ParameterizedTest
    @EnumSource
    @Tag("R56")
    void keepsWhatItsOwnerIsReadOfWhileItAsksOthers(WhenSplit whenSplit) {
        Stage stage = new Stage(idle(whenSplit));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        stage.get(reader, key);
        stage.get(owner, key);
        HeldFrames answers = stage.hold(reader, owner, ContractMessage.InUse.class);
        assertThat(stage.runUntil(() -> answers.count() > 0, 10_000_000_000L)).isTrue();

        assertThat(stage.get(owner, key)).isEqualTo("v1");
        answers.release();
        stage.runMillis(IDLE_MILLIS / 2);

        assertThat(stage.get(owner, key)).isEqualTo("v1");
        assertThat(stage.table(owner).stats().agedOut()).isZero();
        stage.settle();
    }

    /** What a member said long ago, before another one answered, is nothing to go by; and its renewals were lost. */
    @ParameterizedTest
    @EnumSource
    @Tag("R56")
    void keepsWhatSomebodyReadsWhoAnsweredLongBeforeAnother(WhenSplit whenSplit) {
        Stage stage = new Stage(idle(whenSplit));
        SimulatedNode owner = stage.member(0);
        SimulatedNode early = stage.member(1);
        SimulatedNode late = stage.member(2);
        String key = stage.key(chain -> chain.equals(List.of(owner, early)));
        stage.put(owner, key, "v1");
        stage.get(early, key);
        stage.get(late, key);
        HeldFrames answers = stage.hold(late, owner, ContractMessage.InUse.class);
        assertThat(stage.runUntil(() -> answers.count() > 0, 10_000_000_000L)).isTrue();
        stage.runMillis(100);
        HeldFrames renewals = stage.hold(early, owner, ContractMessage.Renew.class);

        for (int i = 0; i < 30; i++) {
            assertThat(stage.get(early, key)).isEqualTo("v1");
            stage.runMillis(IDLE_MILLIS / 10);
        }
        assertThat(renewals.count()).isPositive();
        answers.release();
        for (int i = 0; i < 30; i++) {
            stage.runMillis(IDLE_MILLIS / 10);
            assertThat(stage.get(early, key)).isEqualTo("v1");
        }

        assertThat(stage.table(owner).stats().agedOut()).isZero();
        renewals.drop();
        stage.settle();
    }

    /** The new owner does not know who read what: it counts anew. */
    @ParameterizedTest
    @EnumSource
    @Tag("R59")
    void keepsWhatIsReadOverAChangeOfOwner(WhenSplit whenSplit) {
        Stage stage = new Stage(idle(whenSplit));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        for (int i = 0; i < 8; i++) {
            stage.runMillis(IDLE_MILLIS / 4);
            assertThat(stage.get(reader, key)).isEqualTo("v1");
        }
        stage.crash(owner);

        for (int i = 0; i < 20; i++) {
            stage.runMillis(IDLE_MILLIS / 4);
            assertThat(stage.get(reader, key)).isEqualTo("v1");
        }
        stage.settle();
    }

    /** A copy outlives its owner, and comes back in the exchange: not stale, and not undead. */
    @Test
    @Tag("R60")
    @Tag("R62")
    @Tag("R65")
    void bringsBackInTheExchangeWhatTheOwnerLost() {
        Stage stage =
                new Stage(Plan.serve(3).replicas(0).table(table -> table.maxIdle(Duration.ofMillis(IDLE_MILLIS))));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        String removed = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        stage.put(owner, removed, "r1");
        stage.get(reader, key);
        stage.get(reader, removed);
        stage.remove(stage.member(1), removed);
        stage.crash(owner);

        stage.awaitView(reader, stage.member(1), reader);
        assertThat(stage.get(stage.member(1), key)).isEqualTo("v1");
        assertThat(stage.get(stage.member(1), removed)).isNull();
        stage.runMillis(5L * IDLE_MILLIS);
        assertThat(stage.get(reader, key)).isNull();
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R55")
    void nobodyReadsWhatHasExpired(WhenSplit whenSplit) {
        Stage stage = new Stage(living(whenSplit, 500));
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(stage.member(0), reader);
        stage.put(reader, key, "v1");
        stage.cluster().alive().forEach(node -> assertThat(stage.get(node, key)).isEqualTo("v1"));

        stage.runMillis(480);
        assertThat(stage.table(stage.member(0)).peek(key)).contains("v1");
        stage.cluster()
                .alive()
                .forEach(node -> assertThat(stage.table(node).explain(key).liveLeftNanos())
                        .isBetween(1L, Duration.ofMillis(20).toNanos()));
        stage.runMillis(20);

        stage.cluster().alive().forEach(node -> {
            assertThat(stage.table(node).peek(key)).isEmpty();
            assertThat(stage.get(node, key)).isNull();
        });
        assertThat(stage.count(Event.Removed.class)).isEqualTo(1);
        assertThat(stage.table(stage.member(0)).stats().expired()).isEqualTo(1);
        stage.settle();
    }

    /** The recall of what has expired does not come through: the copy goes all the same, and with it the memory that it took. */
    @Test
    @Tag("R55")
    void letsAnExpiredCopyGoThatIsNotRecalled() {
        Stage stage = new Stage(living(WhenSplit.SERVE, 1_000).detectionMillis(20_000));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        assertThat(stage.get(reader, key)).isEqualTo("v1");
        assertThat(stage.table(reader).stats().entries()).isEqualTo(1);

        stage.disturb().cut(owner, reader);
        stage.runMillis(900);
        assertThat(stage.table(reader).stats().entries()).isEqualTo(1);
        stage.runMillis(5_000);

        assertThat(stage.table(reader).stats().entries()).isZero();
        assertThat(stage.view(reader)).as("nobody was put out").hasSize(3);
        stage.settle();
    }

    /** Where a caller hears that the value is gone, no replica may serve it any more, whatever its own clock says. */
    @Test
    @Tag("R55")
    @Tag("review-C14")
    void refusesACallOnWhatHasExpiredOnlyOnceNobodyReadsIt() {
        Stage stage = new Stage(living(WhenSplit.SERVE, 500));
        String key = stage.key(chain -> chain.get(0) == stage.member(0) && chain.get(1) == stage.member(1));
        stage.put(stage.member(0), key, "v1");
        stage.runMillis(100);
        HeldFrames updates =
                stage.hold(stage.member(0), stage.member(1), io.asdr.protocol.message.ChainMessage.Update.class);
        stage.runMillis(450);

        Stage.Call read = stage.getLater(stage.member(0), key);
        stage.runMillis(50);
        assertThat(updates.count()).as("the removal is on its way").isPositive();
        assertThat(read.isDone()).isFalse();
        updates.release();
        stage.await(read);

        assertThat(read.result()).isNull();
        stage.settle();
    }

    @Test
    @Tag("R55")
    void anEntryCanLiveLongerOrShorterThanTheTableSays() {
        Stage stage = new Stage(living(WhenSplit.SERVE, 500));
        SimulatedNode owner = stage.member(0);
        String shorter = stage.keyOwnedBy(owner, stage.member(2));
        String longer = stage.keyOwnedBy(owner, stage.member(2));
        stage.table(owner).put(shorter, "s", Expiry.after(Duration.ofMillis(50)));
        stage.table(owner).put(longer, "l", Expiry.never());

        stage.runMillis(100);
        assertThat(stage.table(stage.member(2)).get(shorter)).isNull();
        stage.runMillis(60_000);
        assertThat(stage.table(stage.member(2)).get(longer)).isEqualTo("l");
        stage.table(owner).put(longer, "l", Expiry.after(Duration.ofSeconds(Long.MAX_VALUE)));
        stage.runMillis(60_000);
        assertThat(stage.table(stage.member(1)).get(longer)).isEqualTo("l");
    }

    /** What is left of a life goes with the value to its next owner. */
    @ParameterizedTest
    @EnumSource
    @Tag("R55")
    void expiresUnderItsNextOwnerToo(WhenSplit whenSplit) {
        Stage stage = new Stage(living(whenSplit, 10_000));
        SimulatedNode owner = stage.member(0);
        String key = stage.keyOwnedBy(owner, stage.member(2));
        stage.put(owner, key, "v1");
        stage.runMillis(2_000);
        SimulatedNode joined = stage.join();
        stage.runMillis(2_000);
        stage.crash(owner);
        stage.runMillis(5_000);
        assertThat(stage.get(joined, key)).isEqualTo("v1");

        stage.runMillis(1_100);

        assertThat(stage.get(joined, key)).isNull();
        stage.settle();
    }

    /** A replica counts the rest of the life for itself, and goes on counting when it is the owner. */
    @ParameterizedTest
    @EnumSource
    @Tag("R55")
    void expiresUnderAReplicaThatWasPromoted(WhenSplit whenSplit) {
        Stage stage = new Stage(living(whenSplit, 5_000));
        SimulatedNode owner = stage.member(0);
        SimulatedNode replica = stage.member(1);
        String key = stage.key(chain -> chain.equals(List.of(owner, replica)));
        stage.put(owner, key, "v1");
        stage.runMillis(1_000);
        stage.crash(owner);
        stage.awaitView(replica, replica, stage.member(2));
        assertThat(stage.get(replica, key)).isEqualTo("v1");

        stage.runMillis(4_000);

        assertThat(stage.get(replica, key)).isNull();
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R55")
    void expiresUnderAnOwnerThatPulledIt(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3)
                .replicas(0)
                .table(table -> table.timeToLive(Duration.ofSeconds(5)).pin(key -> true, "m4")));
        String key = stage.key(chain -> true);
        stage.put(stage.member(0), key, "v1");
        stage.runMillis(1_000);
        SimulatedNode pulls = stage.join();
        stage.awaitQuiet();
        assertThat(stage.owner(key)).isSameAs(pulls);
        assertThat(stage.get(pulls, key)).isEqualTo("v1");

        stage.runMillis(4_000);

        assertThat(stage.get(pulls, key)).isNull();
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R55")
    void removesWhatHasExpiredThoughNobodyAsksForIt(WhenSplit whenSplit) {
        Stage stage = new Stage(living(whenSplit, 500));
        SimulatedNode owner = stage.member(0);
        for (int i = 0; i < 10; i++) {
            stage.put(owner, stage.keyOwnedBy(owner), "v1");
        }
        assertThat(stage.table(owner).stats().entries()).isEqualTo(10);

        stage.runMillis(3_000);

        assertThat(stage.table(owner).stats().entries()).isZero();
        assertThat(stage.table(owner).stats().expired()).isEqualTo(10);
        stage.settle();
    }

    /** Renewals save the question. */
    @ParameterizedTest
    @EnumSource
    @Tag("R59")
    void asksNobodyAboutWhatIsRenewed(WhenSplit whenSplit) {
        Stage stage = new Stage(idle(whenSplit));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        List<String> questions = stage.listen(ContractMessage.Idle.class);

        for (int i = 0; i < 50; i++) {
            assertThat(stage.get(reader, key)).isEqualTo("v1");
            stage.runMillis(IDLE_MILLIS / 10);
        }
        assertThat(questions).isEmpty();

        stage.runMillis(5L * IDLE_MILLIS);
        assertThat(questions).isNotEmpty();
        assertThat(stage.get(reader, key)).isNull();
        stage.settle();
    }

    /** Who used the entry before, the next owner can't know: it waits for a whole idle time. */
    @ParameterizedTest
    @EnumSource
    @Tag("R59")
    void countsAnewUnderTheNextOwner(WhenSplit whenSplit) {
        int idleMillis = 8_000;
        Stage stage = new Stage(Plan.of(whenSplit, 3).table(table -> table.maxIdle(Duration.ofMillis(idleMillis))));
        SimulatedNode owner = stage.member(0);
        SimulatedNode next = stage.member(1);
        String key = stage.key(chain -> chain.equals(List.of(owner, next)));
        stage.put(owner, key, "v1");
        stage.runMillis(idleMillis / 2);
        stage.crash(owner);
        stage.awaitView(next, next, stage.member(2));

        stage.runMillis(idleMillis / 2);

        assertThat(stage.table(next).stats().agedOut()).isZero();
        assertThat(stage.table(next).explain(key).idleNanos())
                .isBetween(
                        Duration.ofMillis(idleMillis / 2).toNanos(),
                        Duration.ofMillis(idleMillis).toNanos());
        assertThat(stage.get(next, key)).isEqualTo("v1");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R55")
    void keepsWhatIsWrittenWhileItsOwnerAsks(WhenSplit whenSplit) {
        Stage stage = new Stage(idle(whenSplit));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        stage.get(reader, key);
        HeldFrames answers = stage.hold(reader, owner, ContractMessage.InUse.class);
        assertThat(stage.runUntil(() -> answers.count() > 0, 10_000_000_000L)).isTrue();

        stage.put(stage.member(1), key, "v2");
        answers.release();
        stage.runMillis(IDLE_MILLIS / 2);

        assertThat(stage.get(owner, key)).isEqualTo("v2");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R55")
    void aReadThatKeepsNoCopyIsAUse(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3)
                .table(table -> table.maxIdle(Duration.ofMillis(IDLE_MILLIS)).copies(CopyMode.NONE)));
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(stage.member(0), reader);
        stage.put(stage.member(0), key, "v1");

        for (int i = 0; i < 20; i++) {
            stage.runMillis(IDLE_MILLIS / 4);
            assertThat(stage.get(reader, key)).isEqualTo("v1");
        }
        stage.settle();
    }
}
