package io.asdr.protocol.lease;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnerLeaseTest {

    private static final long LEASE = 1_000;

    private final OwnerLease lease = new OwnerLease(LEASE, 0);

    @Test
    void livesWhileTheTickerRuns() {
        assertThat(lease.onTick(LEASE, false, false)).isFalse();

        assertThat(lease.isLive()).isTrue();
        assertThat(lease.untilNanos()).isEqualTo(2 * LEASE);
    }

    @Test
    void endsWhenTheMemberStoodStillUntilAnotherAnswers() {
        assertThat(lease.onTick(LEASE + 1, false, false)).isTrue();
        assertThat(lease.isLive()).isFalse();

        lease.onTick(LEASE + 2, false, false);
        assertThat(lease.isLive()).isFalse();

        lease.onConfirmed();
        assertThat(lease.isLive()).isTrue();
    }

    @Test
    void endsWhenTheClocksDisagree() {
        assertThat(lease.onTick(1, true, false)).isTrue();

        assertThat(lease.isLive()).isFalse();
    }

    @Test
    void needsNobodyWhenAlone() {
        assertThat(lease.onTick(LEASE + 1, false, true)).isTrue();

        assertThat(lease.isLive()).isTrue();
    }

    @Test
    void countsAcrossTheEndOfTheClock() {
        OwnerLease late = new OwnerLease(LEASE, Long.MAX_VALUE - 10);

        assertThat(late.onTick(Long.MIN_VALUE + 10, false, false)).isFalse();
    }
}
