package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.message.ViewMessage;
import io.asdr.testkit.HeldFrames;
import io.asdr.testkit.Plan;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A view that its owner approved and others never installed, while another view, made of the one before it, is settled in its place.
 *
 * <p>Members a, b, c, d and e: a and b go on without d and e, c never gets that view and goes on with d and e.
 */
class NeverSettledTest {

    private static final long LEASE_MILLIS = 1_000;

    private final Stage stage = new Stage(Plan.strict(5).partitions(256));
    private final SimulatedNode a = stage.member(0);
    private final SimulatedNode b = stage.member(1);
    private final SimulatedNode c = stage.member(2);
    private final SimulatedNode d = stage.member(3);
    private final SimulatedNode e = stage.member(4);

    /** The replica that left is complete in the other view. */
    @Test
    void undoesNothingThatWasCommittedWithoutAReplica() {
        List<String> replicated = keys(List.of(a, d));
        replicated.forEach(key -> stage.put(a, key, "old"));
        stage.runMillis(10);

        HeldFrames made = goOnWithoutTwo();
        // Its new replica has the view.
        String key = replicated.stream()
                .filter(other -> stage.chain(other).equals(List.of(a, b)))
                .findFirst()
                .orElseThrow();
        Stage.Call write = stage.putLater(a, key, "new");
        stage.runMillis(3 * LEASE_MILLIS / 2);
        boolean committed = write.isDone();
        changeSides(made);

        assertThat(stage.get(d, key)).isEqualTo(committed ? "new" : "old");
        stage.settle();
    }

    /** Owner and replica are out of the other view: what is lost there is announced, and restored from a copy only if that is the last value. */
    @Test
    void restoresNothingThatWasOverwrittenWithoutAReader() {
        List<String> copied = keys(List.of(a, b));
        for (String key : copied) {
            stage.put(a, key, "old");
            assertThat(stage.get(d, key)).isEqualTo("old");
        }
        stage.runMillis(10);

        HeldFrames made = goOnWithoutTwo();
        String key = copied.get(0);
        Stage.Call write = stage.putLater(a, key, "new");
        stage.runMillis(3 * LEASE_MILLIS / 2);
        boolean committed = write.isDone();
        changeSides(made);

        assertThat(stage.get(c, key)).isEqualTo(committed ? null : "old");
        stage.settle();
    }

    private List<String> keys(List<SimulatedNode> chain) {
        return IntStream.range(0, 12)
                .mapToObj(number -> stage.key(chain::equals))
                .toList();
    }

    private HeldFrames goOnWithoutTwo() {
        HeldFrames made = stage.hold(a, c, ViewMessage.Made.class);
        stage.disturb().split(List.of(a, b, c), List.of(d, e));
        stage.awaitView(a, a, b, c);
        stage.awaitView(b, a, b, c);
        stage.awaitView(d, d, e);
        assertThat(stage.view(c)).as("it never gets the view").hasSize(5);
        return made;
    }

    private void changeSides(HeldFrames made) {
        assertThat(stage.view(c)).as("it never got the view").hasSize(5);
        stage.cluster().heal();
        stage.disturb().split(List.of(a, b), List.of(c, d, e));
        made.drop();
        stage.awaitView(d, c, d, e);
        stage.awaitView(c, c, d, e);
    }
}
