package io.asdr.protocol.owner;

import static io.asdr.protocol.SampleViews.A;
import static io.asdr.protocol.SampleViews.B;
import static io.asdr.protocol.SampleViews.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.SampleViews;
import io.asdr.protocol.message.CallMessage.Request;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.OpId;
import io.asdr.protocol.message.Operation;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KeyWorkTest {

    private static final Key KEY = new Key(new byte[] {1}, 1);
    private static final long RESERVATION_NANOS = 1_000_000_000;

    private final KeyWork work = new KeyWork();

    private static KeyWork.Waiter call(MemberId caller, long sequence, Operation operation, long claim) {
        return new KeyWork.Waiter(
                caller,
                new Request(sequence, 1, SampleViews.id(1), operation, KEY, null, null, Version.NONE, claim, 0));
    }

    private static KeyWork.Waiter claimOf(MemberId caller, long sequence) {
        return call(caller, sequence, Operation.CLAIM, 0);
    }

    private static KeyWork.Waiter put(MemberId caller, long sequence) {
        return call(caller, sequence, Operation.PUT, 0);
    }

    @Test
    @Tag("R23")
    void givesTheClaimToOneAndParksTheOthersUntilItEnds() {
        assertThat(work.claim(claimOf(A, 1))).isTrue();
        assertThat(work.claim(claimOf(B, 1))).isFalse();
        assertThat(work.next()).isNull();

        work.endClaim(A, 1);

        assertThat(work.next()).isEqualTo(claimOf(B, 1));
    }

    @Test
    void keepsTheClaimWhenAnotherCallEnds() {
        work.claim(claimOf(A, 2));

        work.endClaim(A, 1);
        work.endClaim(B, 2);

        assertThat(work.claim()).isEqualTo(new OpId(A, 2));
    }

    @Test
    void endsTheClaimOfACallerWhoseLaterCallIsCarriedOut() {
        work.claim(claimOf(A, 2));

        work.endClaimBefore(new OpId(A, 1));
        work.endClaimBefore(new OpId(B, 3));
        assertThat(work.claim()).isNotNull();

        work.endClaimBefore(new OpId(A, 3));
        assertThat(work.claim()).isNull();
    }

    @Test
    void handsBackWhoWaitedForALoaderThatFailed() {
        work.claim(claimOf(A, 1));
        work.claim(claimOf(B, 1));
        work.claim(claimOf(C, 1));

        assertThat(work.failClaim(A, 1)).containsExactly(claimOf(B, 1), claimOf(C, 1));

        assertThat(work.isIdle()).isTrue();
    }

    @Test
    void freesTheClaimOfAMemberThatIsOutOfTheView() {
        work.claim(claimOf(A, 1));
        work.claim(claimOf(B, 1));
        work.claim(claimOf(C, 1));

        work.dropDeparted(SampleViews.view(2, B));

        assertThat(work.claim()).isNull();
        assertThat(work.queue()).containsExactly(claimOf(B, 1));
    }

    @Test
    void letsTheHolderOfAReservationGoFirst() {
        work.reservation(new OpId(B, 1), 0);
        work.queue().add(put(A, 1));
        assertThat(work.next()).isNull();

        KeyWork.Waiter write = call(B, 2, Operation.REPLACE_IF_VERSION, 1);
        work.queue().add(write);

        assertThat(work.next()).isEqualTo(write);
        assertThat(work.queue()).containsExactly(put(A, 1));
    }

    @Test
    void endsAReservationThatWasNotUsedInTime() {
        work.reservation(new OpId(B, 1), 5);
        work.queue().add(put(A, 1));

        assertThat(work.expireReservation(5 + RESERVATION_NANOS - 1)).isFalse();
        assertThat(work.expireReservation(5 + RESERVATION_NANOS)).isTrue();

        assertThat(work.next()).isEqualTo(put(A, 1));
    }

    @Test
    void knowsACallWhereverItWaits() {
        work.claim(claimOf(A, 1));
        work.claim(claimOf(B, 1));
        work.queue().add(put(C, 1));

        assertThat(work.isKnown(new OpId(A, 1))).isTrue();
        assertThat(work.isKnown(new OpId(B, 1))).isTrue();
        assertThat(work.isKnown(new OpId(C, 1))).isTrue();
        assertThat(work.isKnown(new OpId(C, 2))).isFalse();
    }
}
