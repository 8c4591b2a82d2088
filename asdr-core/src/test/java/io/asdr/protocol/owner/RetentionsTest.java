package io.asdr.protocol.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.SampleViews;
import io.asdr.protocol.message.CallMessage.Request;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.Operation;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who holds references, whatever order their calls come in. */
@Tag("R45")
class RetentionsTest {

    private static final MemberId ONE = new MemberId(1);
    private static final MemberId TWO = new MemberId(2);
    private static final Key KEY = key(1);

    private final Retentions retentions = new Retentions();

    private static Key key(int number) {
        return new Key(new byte[] {(byte) number}, number);
    }

    private void call(MemberId from, long sequence, long lowMark, Operation operation, Key key) {
        retentions.on(
                from,
                new Request(
                        sequence,
                        lowMark,
                        ViewId.NONE,
                        operation,
                        key,
                        null,
                        null,
                        Version.NONE,
                        0,
                        Request.AS_THE_TABLE_SAYS));
    }

    @Test
    void countsEachMemberByItself() {
        call(ONE, 1, 1, Operation.RETAIN, KEY);
        call(TWO, 1, 1, Operation.RETAIN, KEY);
        call(ONE, 2, 2, Operation.RELEASE, KEY);

        assertThat(retentions.members(KEY)).containsExactly(TWO);
        assertThat(retentions.isRetained(KEY)).isTrue();
        assertThat(retentions.isRetained(key(2))).isFalse();
    }

    @Test
    void isNotTakenAgainByACallThatComesLate() {
        call(ONE, 5, 4, Operation.RELEASE, KEY);
        call(ONE, 4, 4, Operation.RETAIN, KEY);

        assertThat(retentions.isRetained(KEY)).isFalse();
    }

    @Test
    void isNotGivenBackByACallThatComesLate() {
        call(ONE, 4, 4, Operation.RELEASE, KEY);
        call(ONE, 6, 4, Operation.RETAIN, KEY);
        call(ONE, 5, 4, Operation.RELEASE, KEY);
        call(ONE, 9, 9, Operation.RETAIN, key(2));

        assertThat(retentions.isRetained(KEY)).isTrue();
    }

    @Test
    void forgetsWhatWasGivenBackOnceNoEarlierCallCanCome() {
        for (int i = 1; i <= 50; i++) {
            call(ONE, i, 1, Operation.RETAIN, key(i));
        }
        for (int i = 1; i <= 40; i++) {
            call(ONE, 50 + i, 60, Operation.RELEASE, key(i));
        }
        assertThat(retentions.known()).as("9 are over").isEqualTo(41);

        call(ONE, 91, 91, Operation.RETAIN, key(60));

        assertThat(retentions.known()).isEqualTo(11);
    }

    @Test
    void forgetsWhoIsOutOfTheView() {
        call(ONE, 1, 1, Operation.RETAIN, KEY);
        call(TWO, 1, 1, Operation.RETAIN, KEY);
        call(TWO, 2, 1, Operation.RELEASE, key(2));

        retentions.onView(SampleViews.view(2, ONE));

        assertThat(retentions.members(KEY)).containsExactly(ONE);
        assertThat(retentions.known()).isEqualTo(1);
    }
}
