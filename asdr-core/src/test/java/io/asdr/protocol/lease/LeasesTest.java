package io.asdr.protocol.lease;

import static io.asdr.protocol.SampleViews.A;
import static io.asdr.protocol.SampleViews.B;
import static io.asdr.protocol.SampleViews.C;
import static io.asdr.protocol.SampleViews.id;
import static io.asdr.protocol.SampleViews.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.message.LeaseMessage.Heartbeat;
import io.asdr.protocol.message.LeaseMessage.Renewed;
import io.asdr.spi.MemberStatus;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeasesTest {

    private static final long LEASE = 1_000;
    private static final long DRIFT = 100;

    private final RecordedHorizons user = new RecordedHorizons();
    private final RecordedHorizons granter = new RecordedHorizons();
    private final Leases ofUser = new Leases(A, user, LEASE, 0);
    private final Leases ofGranter = new Leases(B, granter, LEASE, 0);

    @BeforeEach
    void install() {
        ofUser.onView(view(1, A, B), 0);
        ofGranter.onView(view(1, A, B), 0);
    }

    @Test
    void endsForTheUserBeforeItEndsForTheGranter() {
        ofUser.renew(10);
        ofGranter.onHeartbeat(A, new Heartbeat(id(1), 1, MemberStatus.NONE), false, 30);
        assertThat(ofUser.onRenewed(B, new Renewed(id(1), 1, true, false), 50)).isTrue();

        assertThat(user.horizons).isEqualTo(Map.of(B, 10 + LEASE));
        assertThat(ofGranter.onView(view(2, B), 60)).isEqualTo(Map.of(A, 30 + LEASE + DRIFT));
    }

    @Test
    void asksAllOthersOfTheView() {
        ofUser.onView(view(2, A, B, C), 5);

        ofUser.renew(10);

        assertThat(user.sent)
                .containsExactly(
                        new Heartbeat(id(2), 1, MemberStatus.NONE), new Heartbeat(id(2), 1, MemberStatus.NONE));
    }

    @Test
    void tellsHowItsMemberFares() {
        MemberStatus status = new MemberStatus(40, 3, 5, 2, 1_000, 1);
        ofUser.onStatus(status);

        ofUser.renew(10);
        ofGranter.onHeartbeat(A, new Heartbeat(id(1), 1, status), false, 30);
        ofGranter.onHeartbeat(C, new Heartbeat(id(1), 1, status), false, 30);

        assertThat(user.sent).containsExactly(new Heartbeat(id(1), 1, status));
        assertThat(granter.statuses).isEqualTo(Map.of(A, status));
    }

    @Test
    void grantsNothingAcrossViews() {
        ofGranter.onHeartbeat(A, new Heartbeat(id(2), 1, MemberStatus.NONE), false, 30);

        assertThat(granter.sent).isEmpty();
        assertThat(ofGranter.onView(view(2, B), 60)).isEmpty();
    }

    @Test
    void countsNoAnswerOfAnotherView() {
        ofUser.renew(10);
        ofUser.onView(view(2, A, B), 20);

        assertThat(ofUser.onRenewed(B, new Renewed(id(1), 1, true, false), 30)).isFalse();

        assertThat(user.horizons).isEmpty();
    }

    @Test
    void forgetsLeasesThatHaveEnded() {
        ofGranter.onHeartbeat(A, new Heartbeat(id(1), 1, MemberStatus.NONE), false, 30);

        assertThat(ofGranter.onView(view(2, B), 30 + LEASE + DRIFT)).isEmpty();
    }

    @Test
    void waitsForNobodyWhoReliesOnNothingAnyMore() {
        ofGranter.onHeartbeat(A, new Heartbeat(id(1), 1, MemberStatus.NONE), false, 30);

        ofGranter.onEnded(A);

        assertThat(ofGranter.onView(view(2, B), 40)).isEmpty();
    }

    @Test
    void neverExtendsALeaseThatItEndedItself() {
        ofUser.renew(10);

        ofUser.endAll(40);
        assertThat(ofUser.onRenewed(B, new Renewed(id(1), 1, true, false), 50)).isFalse();
        assertThat(user.horizons).isEqualTo(Map.of(B, 40L));

        ofUser.renew(60);
        assertThat(ofUser.onRenewed(B, new Renewed(id(1), 2, true, false), 70)).isTrue();
        assertThat(user.horizons).isEqualTo(Map.of(B, 60 + LEASE));
    }

    @Test
    void reportsWhoHasNotAnsweredOnceAPeriod() {
        ofUser.reportSilent(499, 500);
        assertThat(user.silent).isEmpty();

        ofUser.reportSilent(500, 500);
        ofUser.reportSilent(600, 500);
        assertThat(user.silent).containsExactly(B);
    }

    @Test
    void grantsQuorumLeasesAcrossViewsToWhoIsInAllBases() {
        ofGranter.onHeartbeat(A, new Heartbeat(id(2), 1, MemberStatus.NONE), true, 30);

        assertThat(granter.sent).containsExactly(new Renewed(id(2), 1, false, true));
    }

    @Test
    void grantsNothingToWhoIsNotInTheView() {
        ofGranter.onHeartbeat(C, new Heartbeat(id(1), 1, MemberStatus.NONE), true, 30);

        assertThat(granter.sent).isEmpty();
    }

    @Test
    void isClearOnceTheLeasesToMembersOutsideTheViewHaveEnded() {
        ofGranter.onHeartbeat(A, new Heartbeat(id(2), 1, MemberStatus.NONE), true, 30);
        ofGranter.onView(view(2, B), 60);

        assertThat(ofGranter.isClear(30 + LEASE + DRIFT - 1)).isFalse();
        assertThat(ofGranter.isClear(30 + LEASE + DRIFT)).isTrue();
    }

    @Test
    void countsAQuorumLeaseFromWhenItWasAskedForInWhateverView() {
        ofUser.renew(10);
        ofUser.onView(view(2, A, B), 20);

        assertThat(ofUser.onRenewed(B, new Renewed(id(1), 1, true, true), 30)).isFalse();
        ofUser.publishQuorum(part -> part.test(B), 40);

        assertThat(user.quorumNanos).isEqualTo(10 + LEASE);
        assertThat(user.horizons).as("contracts belong to one view").isEmpty();
    }

    @Test
    void aStopEndsQuorumLeasesToo() {
        ofUser.renew(10);
        ofUser.onRenewed(B, new Renewed(id(1), 1, true, true), 30);

        ofUser.endAll(50);
        ofUser.onRenewed(B, new Renewed(id(1), 1, true, true), 60);
        ofUser.publishQuorum(part -> part.test(B), 70);

        assertThat(user.quorumNanos).isEqualTo(70);
    }

    @Test
    void theOlderOfTwoThatCannotHearEachOtherReportsTheYounger() {
        ofUser.reportSilent(500, 500);
        ofGranter.reportSilent(500, 500);
        ofUser.reportSilent(749, 500);
        assertThat(user.unreachable).as("not yet").isEmpty();
        ofUser.reportSilent(750, 500);
        ofGranter.reportSilent(750, 500);

        assertThat(user.silent).containsExactly(B);
        assertThat(user.unreachable).containsExactly(B);
        assertThat(granter.silent).containsExactly(A, A);
        assertThat(granter.unreachable).isEmpty();
    }

    @Test
    void whoAnsweredInBetweenIsNotUnreachable() {
        ofUser.reportSilent(500, 500);
        ofUser.renew(600);
        ofUser.onRenewed(B, new Renewed(id(1), 1, true, false), 700);
        ofUser.reportSilent(1_200, 500);

        assertThat(user.unreachable).isEmpty();
    }
}
