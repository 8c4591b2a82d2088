package io.asdr.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import io.asdr.testkit.Stage;
import java.util.List;

/** A second cluster that begins beside the first, since nothing passes between them. */
final class SideBySide {

    private SideBySide() {}

    /** Its only member, ready, with the table open. */
    static SimulatedNode begin(Stage stage) {
        List<SimulatedNode> first = stage.cluster().alive();
        SimulatedNode exile = stage.join();
        stage.disturb().split(first, List.of(exile));
        // What it was told before the cut may have let it in; alone it begins, or goes on, by itself.
        stage.awaitView(exile, exile);
        first.forEach(node -> stage.awaitView(node, first.toArray(SimulatedNode[]::new)));
        assertThat(exile.node().view().line())
                .as("it began by itself")
                .doesNotContainAnyElementsOf(first.get(0).node().view().line());
        stage.table(exile);
        return exile;
    }
}
