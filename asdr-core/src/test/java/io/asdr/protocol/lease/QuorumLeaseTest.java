package io.asdr.protocol.lease;

import static io.asdr.protocol.SampleViews.A;
import static io.asdr.protocol.SampleViews.B;
import static io.asdr.protocol.SampleViews.C;
import static io.asdr.protocol.SampleViews.D;
import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.SampleViews;
import io.asdr.protocol.message.Base;
import io.asdr.spi.MemberId;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuorumLeaseTest {

    private static final long LEASE = 1_000;

    private final QuorumLease lease = new QuorumLease(A);

    private long until(long now, MemberId... members) {
        Base base = new Base(SampleViews.id(1), List.of(members));
        return lease.untilNanos(base::isMajority, LEASE, now);
    }

    @Test
    void runsWhileAMajoritysLeasesRun() {
        lease.onRenewed(B, 300);
        lease.onRenewed(C, 200);

        assertThat(until(10, A, B, C)).isEqualTo(300);
        assertThat(until(10, B, C, A, D))
                .as("three of four, or two with the oldest")
                .isEqualTo(300);
        assertThat(until(10, D, B, C, A)).isEqualTo(200);
    }

    @Test
    void hasEndedWhereNoMajoritysLeasesRun() {
        lease.onRenewed(B, 300);

        assertThat(until(300, A, B, C)).isEqualTo(300);
        assertThat(until(310, A, B, C)).isEqualTo(310);
    }

    @Test
    void needsNobodyWhereThisMemberAloneIsTheMajority() {
        assertThat(until(10, A)).isEqualTo(10 + LEASE);
        assertThat(until(10, A, B)).isEqualTo(10 + LEASE);
        assertThat(until(10, B, A)).isEqualTo(10);
    }

    @Test
    void anOlderAnswerChangesNothing() {
        lease.onRenewed(B, 300);
        lease.onRenewed(B, 250);

        assertThat(until(10, A, B, C)).isEqualTo(300);
    }

    @Test
    void endsAllAtOnce() {
        lease.onRenewed(B, 300);

        lease.endAll();

        assertThat(until(10, A, B, C)).isEqualTo(10);
    }
}
