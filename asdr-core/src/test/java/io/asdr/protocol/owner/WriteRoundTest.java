package io.asdr.protocol.owner;

import static io.asdr.protocol.SampleViews.B;
import static io.asdr.protocol.SampleViews.C;
import static io.asdr.protocol.SampleViews.D;
import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.SampleViews;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.OpId;
import io.asdr.protocol.message.Outcome;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WriteRoundTest {

    private static final Version VERSION = new Version(SampleViews.id(3), 8);
    private static final long LEASE_END = 1_000;

    private static WriteRound round(Set<MemberId> replicas, Set<MemberId> holders) {
        return new WriteRound(
                new WriteRound.Write(
                        new Key(new byte[] {1}, 1),
                        VERSION,
                        new byte[] {2},
                        new OpId(D, 1),
                        1,
                        Outcome.done(null, Version.NONE),
                        0),
                replicas,
                holders);
    }

    @Test
    void isUnreadOnceTheLastReaderHasAnswered() {
        var round = round(Set.of(B), Set.of(C));

        assertThat(round.onAnswered(B)).isTrue();
        assertThat(round.isUnread()).isFalse();

        assertThat(round.onAnswered(C)).isTrue();
        assertThat(round.isUnread()).isTrue();
    }

    @Test
    void asksEveryReplicaAgainInANewView() {
        var round = round(Set.of(B, C), Set.of());
        round.onAnswered(B);

        round.onView(Set.of(B, C));
        round.onAnswered(C);

        assertThat(round.isUnread()).isFalse();
        assertThat(round.awaited()).containsExactly(B);
    }

    @Test
    void takesARepeatedAnswerForNoNews() {
        var round = round(Set.of(B), Set.of());
        round.onAnswered(B);

        assertThat(round.onAnswered(B)).isFalse();
        assertThat(round.onAnswered(D)).isFalse();
    }

    @Test
    void waitsForASilentReaderHoweverLongItIsInTheView() {
        var round = round(Set.of(), Set.of(B));

        round.onTick(LEASE_END * 1_000_000);

        assertThat(round.isUnread()).isFalse();
    }

    @Test
    void waitsForAReaderThatLeftUntilItsLeaseHasEnded() {
        var round = round(Set.of(), Set.of(B));

        round.onLeft(B, LEASE_END);
        round.onTick(LEASE_END - 1);
        assertThat(round.isUnread()).isFalse();

        round.onTick(LEASE_END);
        assertThat(round.isUnread()).isTrue();
    }

    @Test
    void waitsForNoReaderThatLeftAfterItsAnswer() {
        var round = round(Set.of(), Set.of(B));
        round.onAnswered(B);

        round.onLeft(B, LEASE_END);

        assertThat(round.isUnread()).isTrue();
    }

    @Test
    void countsLeasesAcrossTheEndOfTheClock() {
        var round = round(Set.of(), Set.of(B));

        round.onLeft(B, Long.MIN_VALUE + 10);
        round.onTick(Long.MAX_VALUE - 10);
        assertThat(round.isUnread()).isFalse();

        round.onTick(Long.MIN_VALUE + 10);
        assertThat(round.isUnread()).isTrue();
    }

    @Test
    void givesTheValueToReplicasThatTheChainGains() {
        var round = round(Set.of(B), Set.of());
        round.onAnswered(B);

        assertThat(round.onChain(Set.of(B, C))).isTrue();

        assertThat(round.awaited()).containsExactly(C);
        assertThat(round.isReplica(C)).isTrue();
    }

    @Test
    void asksAReleasedMemberAgainThatComesBack() {
        var round = round(Set.of(B), Set.of());
        round.onAnswered(B);

        round.onReleased(B);
        assertThat(round.onChain(Set.of(B))).isTrue();

        assertThat(round.isAwaiting(B)).isTrue();
    }

    @Test
    void takesAReleaseForNoAnswer() {
        var round = round(Set.of(B), Set.of());

        round.onReleased(B);

        assertThat(round.isUnread()).isFalse();
        assertThat(round.isReplica(B)).isFalse();
    }

    @Test
    void wakesAtTheFirstEndOfALease() {
        var round = round(Set.of(), Set.of());
        round.onDeparted(B, LEASE_END + 5);
        round.onDeparted(C, LEASE_END);

        assertThat(round.nextLeaseEnd(Long.MAX_VALUE / 2)).isEqualTo(LEASE_END);
    }
}
