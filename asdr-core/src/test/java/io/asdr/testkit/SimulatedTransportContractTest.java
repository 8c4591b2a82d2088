package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.spi.Transport;
import io.asdr.spi.TransportContract;
import java.util.function.BooleanSupplier;

class SimulatedTransportContractTest extends TransportContract {

    private static final long LONGEST_NANOS = 10_000_000_000L;

    /** As a real transport has it, and nothing else in the simulation: no frame overtakes another. */
    private static final Faults IN_ORDER = new Faults(0, 0, 0, 1, 1);

    private final Simulation simulation = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(simulation, IN_ORDER);

    @Override
    protected Transport create() {
        network.thrower(thrown -> assertThat(thrown).hasMessage("thrown by the test"));
        return network.transport();
    }

    @Override
    protected void until(BooleanSupplier condition) {
        assertThat(simulation.runUntil(condition, LONGEST_NANOS))
                .as("the condition holds in time")
                .isTrue();
    }
}
