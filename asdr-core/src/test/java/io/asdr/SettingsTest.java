package io.asdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value out of its bounds is refused at once, with name, value and rule; the bounds themselves are taken. Those of placement: {@link PlacementSettingsTest}. */
class SettingsTest {

    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);
    private static final Duration NEGATIVE = Duration.ofNanos(-1);

    private static TableConfig.Builder<String, String> table() {
        return TableConfig.of("t", String.class, String.class);
    }

    private static NodeBuilder node() {
        return AsdrNode.builder("c");
    }

    static Stream<Map.Entry<String, ThrowingCallable>> refused() {
        return Map.<String, ThrowingCallable>ofEntries(
                Map.entry("name='' must have 1 to 255", () -> TableConfig.of("", String.class, String.class)),
                Map.entry("replicas=-1 must be in 0..15", () -> table().replicas(-1)),
                Map.entry("replicas=16 must be in 0..15", () -> table().replicas(16)),
                Map.entry("timeToLive=PT0S must be more than 0", () -> table().timeToLive(Duration.ZERO)),
                Map.entry("timeToLive=PT-0.000000001S must be more than 0", () -> table().timeToLive(NEGATIVE)),
                Map.entry("maxIdle=PT0.009S must be at least 10 ms", () -> table().maxIdle(Duration.ofMillis(9))),
                Map.entry("maxIdle=PT-0.000000001S must be", () -> table().maxIdle(NEGATIVE)),
                Map.entry("refractory=PT0S must be more than 0", () -> table().refractory(Duration.ZERO)),
                Map.entry("refractory=PT-0.000000001S must be", () -> table().refractory(NEGATIVE)),
                Map.entry("maxEntries=0 must be at least 1", () -> table().maxEntries(0)),
                Map.entry("maxCopies=-7 must be at least 1", () -> table().maxCopies(-7)),
                Map.entry("replicaAcks=ASYNC needs the interval", () -> table().replicaAcks(ReplicaAcks.ASYNC)),
                Map.entry(
                        "replicaAcks=SYNC has no interval; interval=PT1S",
                        () -> table().replicaAcks(ReplicaAcks.SYNC, Duration.ofSeconds(1))),
                Map.entry(
                        "interval=PT0S must be in 1 ms..1 hour",
                        () -> table().replicaAcks(ReplicaAcks.ASYNC, Duration.ZERO)),
                Map.entry(
                        "interval=PT1H0.000000001S must be in 1 ms..1 hour",
                        () -> table().replicaAcks(
                                        ReplicaAcks.ASYNC, Duration.ofHours(1).plusNanos(1))),
                Map.entry(
                        "replicaAcks=ASYNC goes with whenSplit=SERVE only",
                        () -> table().replicaAcks(ReplicaAcks.ASYNC, Duration.ofSeconds(1))
                                .whenSplit(WhenSplit.STRICT)
                                .build()),
                Map.entry(
                        "goes with whenSplit=SERVE only; a STRICT table never",
                        () -> table().mergePolicy(MergePolicy.newestEntry())
                                .whenSplit(WhenSplit.STRICT)
                                .build()),
                Map.entry("expiry=PT0S must be more than 0", () -> Expiry.after(Duration.ZERO)),
                Map.entry("clusterName='' must have 1 to 255", () -> AsdrNode.builder("")),
                Map.entry("name='' must have 1 to 64", () -> node().name("")),
                Map.entry("laneCount=0 must be in 1..4096", () -> node().laneCount(0)),
                Map.entry("partitionCount=65537 must be in 1..65536", () -> node().partitionCount(65_537)),
                Map.entry("lease=PT0.099S must be in 100 ms..60 s", () -> node().lease(Duration.ofMillis(99))),
                Map.entry("lease=" + LONGEST + " must be in 100 ms..60 s", () -> node().lease(LONGEST)),
                Map.entry("callTimeout=PT0S must be in 1 ms..1 day", () -> node().callTimeout(Duration.ZERO)),
                Map.entry("callTimeout=" + LONGEST + " must be in 1 ms..1 day", () -> node().callTimeout(LONGEST)),
                Map.entry(
                        "congestionHold=PT0.099S must be in 100 ms..1 hour",
                        () -> node().congestionHold(Duration.ofMillis(99))),
                Map.entry("attempts=0 must be in 1..", () -> node().attempts(0)),
                Map.entry("initialMembers=1001 must be in 1..1000", () -> node().initialMembers(1_001)))
                .entrySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithNameValueAndRule(Map.Entry<String, ThrowingCallable> bad) {
        assertThatIllegalArgumentException().isThrownBy(bad.getValue()).withMessageContaining(bad.getKey());
    }

    @Test
    void takesTheBounds() {
        TableConfig<String, String> config = table().replicas(15)
                .timeToLive(LONGEST)
                .maxIdle(Duration.ofMillis(10))
                .refractory(Duration.ofNanos(1))
                .maxEntries(1)
                .maxCopies(Long.MAX_VALUE)
                .replicaAcks(ReplicaAcks.ASYNC, Duration.ofMillis(1))
                .build();
        try (AsdrNode node = node().laneCount(1)
                .partitionCount(1)
                .lease(Duration.ofSeconds(60))
                .callTimeout(Duration.ofDays(1))
                .congestionHold(Duration.ofHours(1))
                .attempts(1)
                .initialMembers(1_000)
                .start()) {
            AsdrTable<String, String> opened = node.table(config);
            opened.put("k", "v", Expiry.after(LONGEST));

            assertThat(opened.get("k")).isEqualTo("v");
            assertThat(opened.explain("k").liveLeftNanos()).as("for ever").isZero();
        }
    }

    @Test
    void takesEveryTimeoutThatIsNotNegative() {
        try (AsdrNode node = node().start()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> node.awaitReady(NEGATIVE))
                    .withMessage("timeout=PT-0.000000001S must not be negative");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> node.leave(NEGATIVE))
                    .withMessage("timeout=PT-0.000000001S must not be negative");

            assertThat(node.awaitReady(LONGEST)).isTrue();
            assertThat(node.leave(LONGEST)).isZero();
            assertThat(node.status()).isEqualTo(NodeStatus.CLOSED);
        }
    }

    @NullUnmarked
    @Test
    void refusesNullKeysAndValues() {
        try (AsdrNode node = node().start()) {
            AsdrTable<String, String> table = node.table(table().build());
            UnaryOperator<String> none = key -> null;
            assertThatNullPointerException().isThrownBy(() -> table.get(none.apply("k")));
            assertThatNullPointerException().isThrownBy(() -> table.put("k", none.apply("v")));
            assertThatNullPointerException().isThrownBy(() -> table.poison("k", none.apply("r")));
            assertThat(table.size()).isZero();
        }
    }
}
