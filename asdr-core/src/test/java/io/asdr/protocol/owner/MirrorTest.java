package io.asdr.protocol.owner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.local.Horizons;
import io.asdr.local.PartitionStore;
import io.asdr.local.ReadIndex;
import io.asdr.local.StoppedClock;
import io.asdr.protocol.message.HandoverMessage.CallLog;
import io.asdr.protocol.message.HandoverMessage.Compare;
import io.asdr.protocol.message.HandoverMessage.Compared;
import io.asdr.protocol.message.HandoverMessage.Listed;
import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import java.util.List;
import org.junit.jupiter.api.Test;

class MirrorTest {

    private static final CallLog NO_CALLS = new CallLog(ViewId.NONE, List.of(), List.of());
    private static final Key KEY = new Key("k".getBytes(UTF_8), 7);

    private final PartitionStore entries =
            new PartitionStore(new Horizons(0), new ReadIndex(), false, new StoppedClock());

    /** While a write is on its way for longer than a resend, the list would grow with each page that is asked for again. */
    @Test
    void putsAKeyAtTheEndOnceHoweverOftenItsPageIsAskedFor() {
        entries.put(KEY, new byte[1], new Version(new ViewId(1, new MemberId(1)), 1), 1);
        Mirror mirror = new Mirror(1, entries);

        for (int i = 0; i < 10; i++) {
            assertThat(page(mirror, 0, true).next()).isEqualTo(1);
        }
        assertThat(page(mirror, 1, true).next()).isEqualTo(2);

        Compared last = page(mirror, 2, false);
        assertThat(last.next()).isEqualTo(-1);
        assertThat(last.listed()).extracting(Listed::key).containsExactly(KEY);
        assertThat(page(mirror, 2, true)).as("the same page again").isEqualTo(last);
    }

    private static Compared page(Mirror mirror, int cursor, boolean unanswered) {
        return mirror.page(new Compare(1, cursor, List.of()), key -> unanswered, NO_CALLS, 0);
    }
}
