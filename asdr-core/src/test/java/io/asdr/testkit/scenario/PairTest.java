package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pair of members that can't talk, while all others reach both. */
class PairTest {

    private static final long DETECTION_MILLIS = 500;

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
}
