package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.spi.Membership;
import io.asdr.spi.MembershipContract;
import java.util.List;
import java.util.function.BooleanSupplier;

class SimulatedMembershipContractTest extends MembershipContract {

    private static final long LONGEST_NANOS = 10_000_000_000L;
    /** So short that no group is overtaken by the next: then no member misses one. */
    private static final long DELAY_NANOS = 1;

    private final Simulation simulation = new Simulation(1);
    private final SimulatedGroups groups = new SimulatedGroups(simulation, DELAY_NANOS);

    @Override
    protected Membership create() {
        return groups.membership();
    }

    @Override
    protected void crash(Membership membership) {
        groups.crash(membership);
    }

    @Override
    protected void until(BooleanSupplier condition) {
        assertThat(simulation.runUntil(condition, LONGEST_NANOS))
                .as("the condition holds in time")
                .isTrue();
    }

    @Override
    protected void letVerificationPass() {
        simulation.runFor(LONGEST_NANOS);
    }

    @Override
    protected void atOnce(List<Runnable> starts) {
        starts.forEach(Runnable::run);
    }
}
