package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.AsdrTable;
import io.asdr.TableConfig;
import io.asdr.WhenSplit;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedClusterTest {

    private final Simulation simulation = new Simulation(1);
    private final SimulatedCluster cluster = new SimulatedCluster(simulation, SimulatedCluster.Setup.SMALL);

    private WhenSplit mode = WhenSplit.SERVE;

    private AsdrTable<String, Integer> table(SimulatedCluster.SimulatedNode node) {
        return node.node()
                .table(TableConfig.of("t", String.class, Integer.class)
                        .whenSplit(mode)
                        .build());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R24")
    void keepsWhatWasPutThroughACrashAJoinAndALeave(WhenSplit whenSplit) {
        mode = whenSplit;
        var first = cluster.start();
        var second = cluster.start();
        var third = cluster.start();
        for (int i = 0; i < 50; i++) {
            table(first).put("k" + i, i);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(table(second).get("k" + i)).isEqualTo(i);
            assertThat(table(third).get("k" + i)).isEqualTo(i);
        }

        cluster.crash(second, 20_000_000);
        for (int i = 0; i < 50; i++) {
            assertThat(table(third).merge("k" + i, 100, Integer::sum)).isEqualTo(100 + i);
        }
        var fourth = cluster.start();
        simulation.runFor(2_000_000_000);
        for (int i = 0; i < 50; i++) {
            assertThat(table(fourth).get("k" + i)).isEqualTo(100 + i);
        }
        assertThat(cluster.leave(first, Duration.ofSeconds(10))).isZero();

        for (int i = 0; i < 50; i++) {
            assertThat(table(third).get("k" + i)).isEqualTo(100 + i);
            assertThat(table(fourth).get("k" + i)).isEqualTo(100 + i);
        }
        assertThat(table(third).size()).isEqualTo(50);
    }
}
