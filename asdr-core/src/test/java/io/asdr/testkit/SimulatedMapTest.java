package io.asdr.testkit;

import io.asdr.AsdrTable;
import io.asdr.TableConfig;
import io.asdr.runtime.ConcurrentMapContract;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** On a member of three: some keys are its own, of some it keeps a replica, and others it caches. */
@Tag("R41")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedMapTest extends ConcurrentMapContract {

    private final AsdrTable<String, String> table = tableOfOneOfThree();

    private static AsdrTable<String, String> tableOfOneOfThree() {
        SimulatedCluster cluster = new SimulatedCluster(new Simulation(1), SimulatedCluster.Setup.SMALL);
        cluster.start();
        cluster.start();
        return cluster.start()
                .node()
                .table(TableConfig.of("t", String.class, String.class)
                        .replicas(1)
                        .build());
    }

    @Override
    protected ConcurrentMap<String, String> emptyMap() {
        table.clear();
        return table.asMap();
    }
}
