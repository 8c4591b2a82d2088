package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.CallTimeoutException;
import io.asdr.NotInMajorityException;
import io.asdr.OutcomeUnknownException;
import io.asdr.WhenSplit;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pair of members that can't talk, while all others reach both. */
class PairTest {

    private static final long DETECTION_MILLIS = 500;
    private static final long LEASE_MILLIS = 1_000;
    private static final int CALL_SECONDS = 10;

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 8, 9, 14, 15, 16, 19})
    @Tag("fault-10")
    @Tag("review-C15")
    void getsOverAPairThatCannotTalk(long seed) {
        Stage stage = new Stage(Plan.strict(5).detectionMillis(DETECTION_MILLIS).seed(seed));
        List<SimulatedNode> all = stage.cluster().nodes();
        String key = stage.key(chain -> !chain.contains(all.get(0))
                && !chain.contains(all.get(2))
                && all.indexOf(chain.get(0)) < all.indexOf(chain.get(1)));
        SimulatedNode one = stage.chain(key).get(0);
        SimulatedNode other = stage.chain(key).get(1);
        stage.put(one, key, "before");
        stage.load();
        stage.runMillis(300);

        stage.disturb().split(List.of(one), List.of(other));
        long begun = stage.simulation().nowNanos();
        stage.put(all.get(2), key, "after");
        assertThat((stage.simulation().nowNanos() - begun) / 1_000_000)
                .as("no pair of keys is blocked for longer than a call may wait")
                .isLessThan(7_000);
        stage.runMillis(2_000);

        stage.settle();
    }

    /** The younger goes and comes back again and again; whenever it is out, what waited for it is served. */
    @ParameterizedTest
    @CsvSource({"STRICT, 1", "STRICT, 5", "SERVE, 1", "SERVE, 8"})
    @Tag("fault-10")
    @Tag("review-C15")
    void answersEveryCallThoughAPairCannotTalkForLong(WhenSplit whenSplit, long seed) {
        // It stays out for a lease at least, as with real groups.
        Stage stage = new Stage(Plan.of(whenSplit, 5)
                .detectionMillis(DETECTION_MILLIS)
                .mergeMillis(LEASE_MILLIS)
                .seed(seed));
        List<SimulatedNode> pair = pair(stage);
        stage.load();
        stage.runMillis(300);

        stage.disturb().split(pair.subList(0, 1), pair.subList(1, 2));
        stage.runMillis(20_000);

        // And no call was without an answer when its time was up.
        stage.settle();
    }

    /** Where the younger is taken back before the leases have ended that it has, the view without it is never settled: what waits for that ends when its time is up. */
    @ParameterizedTest
    @EnumSource
    @Tag("fault-10")
    @Tag("review-C15")
    void endsEveryCallInItsTimeThoughAPairCannotTalkForLong(WhenSplit whenSplit) {
        Stage stage = new Stage(
                Plan.of(whenSplit, 5).detectionMillis(DETECTION_MILLIS).seed(5));
        List<SimulatedNode> pair = pair(stage);
        String key = stage.key(chain -> chain.equals(List.of(pair.get(1), pair.get(0))));
        stage.put(pair.get(0), key, "before");
        List<Stage.Call> calls = new ArrayList<>();

        stage.disturb().split(pair.subList(0, 1), pair.subList(1, 2));
        for (int second = 0; second < 20; second++) {
            String value = "v" + second;
            stage.cluster().alive().forEach(node -> {
                calls.add(stage.putLater(node, key, value + node.node().name()));
                calls.add(stage.getLater(node, key));
            });
            stage.runMillis(1_000);
            int over = stage.cluster().alive().size() * 2 * (second - CALL_SECONDS);
            assertThat(calls.subList(0, Math.max(0, over))).allMatch(Stage.Call::isDone);
        }

        assertThat(calls)
                .filteredOn(call -> call.failure() != null)
                .extracting(Stage.Call::failure)
                .as("what calls threw")
                .hasOnlyElementsOfTypes(
                        OutcomeUnknownException.class, CallTimeoutException.class, NotInMajorityException.class);
        stage.settle();
        assertThat(calls).allMatch(Stage.Call::isDone);
    }

    /** Two that keep something together, the older first; neither is the coordinator. */
    private static List<SimulatedNode> pair(Stage stage) {
        List<SimulatedNode> all = stage.cluster().nodes();
        String key = stage.key(chain -> !chain.contains(all.get(0))
                && !chain.contains(all.get(2))
                && all.indexOf(chain.get(0)) < all.indexOf(chain.get(1)));
        return stage.chain(key);
    }
}
