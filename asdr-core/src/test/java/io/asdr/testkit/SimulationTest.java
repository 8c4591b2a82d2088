package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulationTest {

    private final Simulation simulation = new Simulation(1);

    @Test
    void neverGoesBackInTimeWhereOneWaitBeginsWithinAnother() {
        long begin = simulation.nowNanos();
        simulation.after(5, () -> simulation.runFor(100));

        simulation.runFor(10);

        assertThat(simulation.nowNanos()).isEqualTo(begin + 105);
    }
}
