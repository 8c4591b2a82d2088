package io.asdr.protocol.calls;

import static io.asdr.protocol.SampleViews.A;
import static io.asdr.protocol.SampleViews.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.SampleViews;
import io.asdr.protocol.message.HandoverMessage.CallRecord;
import io.asdr.protocol.message.OpId;
import io.asdr.protocol.message.Outcome;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R98")
class CallLedgerTest {

    private static final Outcome DONE = Outcome.done(null, Version.NONE);

    private final CallLedger ledger = new CallLedger();

    @Test
    void findsTheOutcomeOfACallThatComesAgain() {
        ledger.record(new OpId(A, 5), DONE);

        assertThat(ledger.find(new OpId(A, 5))).isEqualTo(DONE);
        assertThat(ledger.find(new OpId(A, 6))).isNull();
        assertThat(ledger.find(new OpId(B, 5))).isNull();
    }

    @Test
    void keepsAnOutcomeThatIsKnownWhereItIsSaidToBeUnknown() {
        ledger.record(new OpId(A, 5), DONE);

        ledger.recordUnknown(new OpId(A, 5));
        ledger.recordUnknown(new OpId(A, 6));

        assertThat(ledger.find(new OpId(A, 5))).isEqualTo(DONE);
        assertThat(ledger.find(new OpId(A, 6))).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void addsWhatAnotherKnowsAndItselfDoesNot() {
        CallLedger other = new CallLedger();
        other.beginAt(new ViewId(3, A));
        other.mark(B, 2);
        other.record(new OpId(A, 5), Outcome.done(null, new Version(new ViewId(3, A), 1)));
        other.record(new OpId(A, 6), DONE);
        other.record(new OpId(A, 7), DONE);
        ledger.record(new OpId(A, 5), DONE);
        ledger.recordUnknown(new OpId(A, 6));

        ledger.add(other.toLog());

        assertThat(ledger.find(new OpId(A, 5))).isEqualTo(DONE);
        assertThat(ledger.find(new OpId(A, 6))).isEqualTo(DONE);
        assertThat(ledger.find(new OpId(A, 7))).isEqualTo(DONE);
        assertThat(ledger.isOver(new OpId(B, 1))).isTrue();
        assertThat(ledger.since()).isEqualTo(new ViewId(3, A));
    }

    @Test
    void forgetsWhatTheCallerWantsNoAnswerToAnyMore() {
        ledger.record(new OpId(A, 5), DONE);
        ledger.record(new OpId(A, 6), DONE);

        ledger.mark(A, 6);

        assertThat(ledger.isOver(new OpId(A, 5))).isTrue();
        assertThat(ledger.find(new OpId(A, 5))).isNull();
        assertThat(ledger.find(new OpId(A, 6))).isEqualTo(DONE);
    }

    @Test
    void recordsNothingBelowTheLowMark() {
        ledger.mark(A, 6);

        ledger.record(new OpId(A, 5), DONE);

        assertThat(ledger.find(new OpId(A, 5))).isNull();
    }

    @Test
    void neverLowersALowMark() {
        ledger.mark(A, 6);

        ledger.mark(A, 3);

        assertThat(ledger.isOver(new OpId(A, 5))).isTrue();
    }

    @Test
    void keepsCallersUntilTheyAreOutOfTheView() {
        ledger.record(new OpId(A, 1), DONE);
        ledger.record(new OpId(B, 1), DONE);

        ledger.onView(SampleViews.view(2, A));

        assertThat(ledger.find(new OpId(A, 1))).isEqualTo(DONE);
        assertThat(ledger.find(new OpId(B, 1))).isNull();
    }

    @Test
    void comesBackAsItWasAtAnotherMember() {
        ledger.beginAt(SampleViews.id(3));
        ledger.mark(A, 2);
        ledger.record(new OpId(A, 4), DONE);
        CallLedger other = new CallLedger();

        other.load(ledger.toLog());

        assertThat(other.toLog()).isEqualTo(ledger.toLog());
        assertThat(other.since()).isEqualTo(SampleViews.id(3));
    }

    @Test
    void keepsRefusalsForItsOwnTenure() {
        Outcome refused = Outcome.refused(null, Version.NONE);
        ledger.record(new OpId(A, 1), refused);
        ledger.record(new OpId(A, 2), DONE);

        assertThat(ledger.find(new OpId(A, 1))).isEqualTo(refused);
        assertThat(ledger.toLog().records()).extracting(CallRecord::call).containsExactly(new OpId(A, 2));

        ledger.forgetRefusals();

        assertThat(ledger.find(new OpId(A, 1))).isNull();
        assertThat(ledger.find(new OpId(A, 2))).isEqualTo(DONE);
    }

    @Test
    void takesARefusalForNothingThatIsKnown() {
        Outcome refused = Outcome.refused(null, Version.NONE);
        ledger.record(new OpId(A, 1), refused);

        ledger.recordUnknown(new OpId(A, 1));
        ledger.recordCommitted(new OpId(A, 2), refused);
        ledger.recordCommitted(new OpId(A, 3), DONE);

        assertThat(ledger.find(new OpId(A, 1))).isEqualTo(Outcome.UNKNOWN);
        assertThat(ledger.find(new OpId(A, 2))).isNull();
        assertThat(ledger.find(new OpId(A, 3))).isEqualTo(DONE);
    }

    @Test
    void addsWhatIsLoadedToWhatItHas() {
        ledger.record(new OpId(A, 1), DONE);
        CallLedger other = new CallLedger();
        other.record(new OpId(B, 1), DONE);

        other.load(ledger.toLog());

        assertThat(other.find(new OpId(A, 1))).isEqualTo(DONE);
        assertThat(other.find(new OpId(B, 1))).isEqualTo(DONE);
    }

    @Test
    void forgetsEverything() {
        ledger.beginAt(SampleViews.id(3));
        ledger.record(new OpId(A, 1), DONE);

        ledger.clear();

        assertThat(ledger.find(new OpId(A, 1))).isNull();
        assertThat(ledger.since()).isEqualTo(ViewId.NONE);
    }
}
