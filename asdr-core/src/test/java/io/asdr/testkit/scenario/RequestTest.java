package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.AsdrTable;
import io.asdr.CopyMode;
import io.asdr.Expiry;
import io.asdr.Explanation;
import io.asdr.TableConfig;
import io.asdr.WhenSplit;
import io.asdr.codec.Codec;
import io.asdr.codec.Sink;
import io.asdr.codec.Source;
import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.ContractMessage;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.spi.Version;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way of a request: from the member that it reaches to the owner, and what comes back (PROTOCOL 3). */
class RequestTest {

    private static final Class<?>[] REQUESTS = {
        ReadMessage.Get.class, ReadMessage.Answer.class, CallMessage.Request.class, CallMessage.Reply.class
    };

    /** Codes keys as they are and counts how often it had to hash one. */
    private static final class CountingCodec implements Codec<String> {
        private final Codec<String> strings = Codec.of(String.class);
        private int hashed;

        @Override
        public String id() {
            return "counting";
        }

        @Override
        public void encode(String value, Sink sink) {
            strings.encode(value, sink);
        }

        @Override
        public String decode(Source source) {
            return strings.decode(source);
        }

        @Override
        public boolean isCanonical() {
            return true;
        }

        @Override
        public long stableHash(String value) {
            hashed++;
            return strings.stableHash(value);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R4")
    @Tag("R10")
    @Tag("R15")
    @Tag("R16")
    @Tag("R53")
    void asksTheOwnerOnceAndThenServesItsCopy(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        List<String> said = stage.listen(REQUESTS);

        assertThat(stage.get(owner, key)).as("the owner acts by itself").isEqualTo("v1");
        assertThat(said).isEmpty();
        assertThat(stage.get(reader, key)).isEqualTo("v1");
        assertThat(said).containsExactly("m3>m1 Get", "m1>m3 Answer");
        assertThat(stage.get(reader, key)).isEqualTo("v1");
        assertThat(stage.put(reader, key, "v2")).isEqualTo("v1");

        assertThat(said).containsExactly("m3>m1 Get", "m1>m3 Answer", "m3>m1 Request", "m1>m3 Reply");
        assertThat(stage.table(reader).stats().copyHits()).isEqualTo(1);
        assertThat(stage.table(owner).explain(key).holders())
                .as("the copy was recalled")
                .isEmpty();
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R3")
    @Tag("R13")
    @Tag("R20")
    @Tag("R46")
    void onlyTheOwnerMakesAnEntryOrChangesIt(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode writer = stage.member(2);
        String key = stage.keyOwnedBy(owner, writer);
        HeldFrames requests = stage.hold(writer, owner, CallMessage.Request.class);

        Stage.Call create = stage.putLater(writer, key, "v1");
        stage.runMillis(5);
        assertThat(requests.count()).isEqualTo(1);
        assertThat(create.isDone()).as("it waits for the owner").isFalse();
        assertThat(stage.table(writer).explain(key).state()).isEqualTo("ABSENT");
        assertThat(stage.table(owner).peek(key)).isEmpty();
        requests.release();
        stage.await(create);

        assertThat(create.result()).as("nothing was there: created").isNull();
        assertThat(stage.put(writer, key, "v2")).as("it was there: updated").isEqualTo("v1");
        assertThat(stage.table(owner).explain(key).state()).isEqualTo("OWNED");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R11")
    @Tag("R24")
    void everyMemberTakesRequestsForEveryKey(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 4));
        List<SimulatedNode> members = stage.cluster().alive();

        for (SimulatedNode owner : members) {
            String key = stage.keyOwnedBy(owner);
            @Nullable String last = null;
            for (SimulatedNode writer : members) {
                String value = "of " + writer.node().name();
                assertThat(stage.put(writer, key, value)).isEqualTo(last);
                last = value;
                for (SimulatedNode reader : members) {
                    assertThat(stage.get(reader, key)).isEqualTo(value);
                }
            }
        }
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R21")
    @Tag("R71")
    void laterReadersWaitForTheRequestThatIsOut(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.put(owner, key, "v1");
        HeldFrames answers = stage.hold(owner, reader, ReadMessage.Answer.class);
        List<String> asked = stage.listen(ReadMessage.Get.class);

        Stage.Call first = stage.getLater(reader, key);
        stage.runMillis(5);
        Stage.Call second = stage.getLater(reader, key);
        Stage.Call third = stage.getLater(reader, key);
        stage.runMillis(5);

        assertThat(stage.table(reader).explain(key).state()).isEqualTo("INCOMPLETE");
        assertThat(asked).containsExactly("m3>m1 Get");
        assertThat(List.of(first, second, third)).noneMatch(Stage.Call::isDone);
        answers.release();
        for (Stage.Call call : List.of(first, second, third)) {
            stage.await(call);
            assertThat(call.result()).isEqualTo("v1");
        }
        assertThat(asked).containsExactly("m3>m1 Get");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R19")
    @Tag("R23")
    @Tag("R96")
    void aMissIsBuiltOnceInTheWholeClusterAndOthersGetThatValue(WhenSplit whenSplit) {
        List<String> loads = new ArrayList<>();
        Stage stage = new Stage(Plan.of(whenSplit, 3)
                .table(table -> table.loader(key -> {
                    loads.add(key);
                    return "built";
                })));
        String key = stage.keyOwnedBy(stage.member(0), stage.member(2));

        List<CompletableFuture<@Nullable String>> reads = new ArrayList<>();
        for (SimulatedNode node : stage.cluster().alive()) {
            reads.add(stage.table(node).async().get(key).toCompletableFuture());
            reads.add(stage.table(node)
                    .async()
                    .computeIfAbsent(key, k -> {
                        loads.add(k);
                        return "built";
                    })
                    .toCompletableFuture());
        }
        stage.runMillis(500);

        assertThat(reads).extracting(read -> read.getNow("?")).containsOnly("built");
        assertThat(loads).containsExactly(key);
        assertThat(stage.table(stage.member(0)).explain(key).state()).isEqualTo("OWNED");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R97")
    void whoBuiltTooLateGetsTheWinnersValueAndKeepsItAtItsNextRead(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode loser = stage.member(2);
        String key = stage.keyOwnedBy(owner, loser);

        String result = stage.table(loser).computeIfAbsent(key, k -> {
            assertThat(stage.table(owner).explain(key).builder()).isEqualTo("m3");
            stage.put(owner, key, "winner");
            return "loser";
        });

        assertThat(result).isEqualTo("winner");
        assertThat(stage.table(owner).explain(key).builder()).isEmpty();
        assertThat(stage.table(loser).peek(key)).as("not kept from a refusal").isEmpty();
        assertThat(stage.get(loser, key)).isEqualTo("winner");
        assertThat(stage.table(loser).peek(key)).contains("winner");
        stage.settle();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R44")
    void deletesForAllMembers(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode remover = stage.member(2);
        String key = stage.keyOwnedBy(stage.member(0), remover);
        String other = stage.keyOwnedBy(stage.member(1), remover);
        for (String each : List.of(key, other)) {
            stage.put(stage.member(0), each, "v1");
            stage.cluster()
                    .alive()
                    .forEach(node -> assertThat(stage.get(node, each)).isEqualTo("v1"));
        }

        assertThat(stage.remove(remover, key)).isEqualTo("v1");
        stage.cluster().alive().forEach(node -> assertThat(stage.get(node, key)).isNull());
        stage.table(remover).clear();

        stage.cluster()
                .alive()
                .forEach(node -> assertThat(stage.table(node).get(other)).isNull());
        assertThat(stage.table(remover).size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R107")
    void saysThatThereIsNoEntryAndPromisesNothing(WhenSplit whenSplit) {
        Stage stage = new Stage(Plan.of(whenSplit, 3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        List<String> said = stage.listen(REQUESTS);

        assertThat(stage.get(reader, key)).isNull();

        assertThat(said).containsExactly("m3>m1 Get", "m1>m3 Answer");
        assertThat(stage.table(owner).explain(key).holders()).isEmpty();
        stage.settle();
    }

    @Test
    @Tag("R107")
    void oneReplyGoesToAllWhoReadTheCopyThatAWriteTook() {
        Stage stage = new Stage(Plan.serve(4).table(table -> table.refresh(true)));
        SimulatedNode owner = stage.member(0);
        String key = stage.key(chain -> chain.equals(List.of(owner, stage.member(1))));
        stage.put(owner, key, "v1");
        for (SimulatedNode reader : List.of(stage.member(2), stage.member(3))) {
            stage.get(reader, key);
            stage.get(reader, key);
        }
        List<String> said = stage.listen(ReadMessage.Answer.class);

        stage.put(owner, key, "v2");
        stage.runMillis(20);

        assertThat(said).containsExactlyInAnyOrder("m1>m3 Answer", "m1>m4 Answer");
        assertThat(stage.table(stage.member(2)).peek(key)).contains("v2");
        assertThat(stage.table(stage.member(3)).peek(key)).contains("v2");
        stage.settle();
    }

    /** Of the members that a call reaches, none hashes the key again: the owner, its replica and the lanes go by the hash in the message. */
    @Test
    @Tag("R35")
    @Tag("R42")
    void hashesAKeyOnceHoweverFarItTravels() {
        Stage stage = new Stage(Plan.serve(3));
        CountingCodec callers = new CountingCodec();
        CountingCodec others = new CountingCodec();
        String key = stage.keyOwnedBy(stage.member(0), stage.member(2));
        AsdrTable<String, Integer> table = stage.member(2).node().table(counted(callers));
        stage.member(0).node().table(counted(others));
        stage.member(1).node().table(counted(others));
        others.hashed = 0;
        callers.hashed = 0;

        table.put(key, 1);
        assertThat(callers.hashed).isEqualTo(1);
        assertThat(table.get(key)).isEqualTo(1);

        assertThat(callers.hashed).isEqualTo(2);
        assertThat(others.hashed).isZero();
        assertThat(table.ownerOf(key)).isEqualTo("m1");
    }

    private static TableConfig<String, Integer> counted(CountingCodec keys) {
        return TableConfig.of("counted", keys, Codec.of(Integer.class)).build();
    }

    @Test
    @Tag("R8")
    void anEntryKnowsItsVersionItsStateAndItsUse() {
        Stage stage = new Stage(Plan.serve(3));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);

        assertThat(stage.table(owner).explain(key).version()).isEqualTo(Version.NONE);
        assertThat(stage.table(owner).explain(key).state()).isEqualTo("ABSENT");
        stage.put(owner, key, "v1");
        Explanation created = stage.table(owner).explain(key);
        stage.get(reader, key);
        stage.runMillis(100);
        Explanation before = stage.table(reader).explain(key);
        stage.get(reader, key);
        stage.get(reader, key);
        Explanation used = stage.table(reader).explain(key);
        Explanation idle = stage.table(owner).explain(key);
        stage.put(owner, key, "v2");
        Explanation updated = stage.table(owner).explain(key);
        stage.runMillis(20);

        assertThat(created.version().view()).isEqualTo(owner.node().view().id());
        assertThat(created.state()).isEqualTo("OWNED");
        assertThat(used.state()).isEqualTo("CACHED");
        assertThat(used.version()).isEqualTo(created.version());
        assertThat(used.uses()).isGreaterThan(before.uses());
        assertThat(idle.holders()).containsExactly("m3");
        assertThat(idle.idleNanos())
                .isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());
        assertThat(updated.version().isAfter(created.version())).isTrue();
        assertThat(updated.idleNanos()).isLessThan(Duration.ofMillis(100).toNanos());
        assertThat(stage.table(stage.member(1)).explain(key).state()).isEqualTo("REPLICA");
        stage.settle();
    }

    @Test
    @Tag("R54")
    void findsACopyThatIsNotWhatItsOwnerHas() {
        Stage stage = new Stage(Plan.serve(3).table(table -> table.copies(CopyMode.EVENTUAL)));
        SimulatedNode owner = stage.member(0);
        SimulatedNode reader = stage.member(2);
        String key = stage.keyOwnedBy(owner, reader);
        stage.table(owner).put(key, "v1", Expiry.never());
        assertThat(stage.table(reader).get(key)).isEqualTo("v1");
        assertThat(stage.verify(key)).isEmpty();
        HeldFrames recalls = stage.hold(owner, reader, ContractMessage.Recall.class);

        stage.table(owner).put(key, "v2");
        assertThat(stage.verify(key)).containsExactly("m3");
        recalls.release();
        stage.runMillis(100);

        assertThat(stage.verify(key)).isEmpty();
    }
}
