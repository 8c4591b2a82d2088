package io.asdr.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.HandoverMessage;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.protocol.message.ViewMessage;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FramesTest {

    private static final Key KEY = new Key(new byte[] {1}, 1);

    @Test
    void everyPartitionMessageComesBackAsItWas() {
        for (PartitionMessage sample : Samples.partitionMessages()) {
            byte[] frame = Frames.encode(Samples.VIEW, Samples.TABLE, Samples.PARTITION, sample);

            Received received = Received.from(frame);

            assertThat(received.view()).isEqualTo(Samples.VIEW);
            assertThat(received.table()).isEqualTo(Samples.TABLE);
            assertThat(received.partition()).isEqualTo(Samples.PARTITION);
            assertThat(received.message()).matches(message -> Likeness.alike(message, sample), "is like " + sample);
            assertThat(received.encodedAgain()).isEqualTo(frame);
        }
    }

    /** The receiver takes what the caller computed: it hashes nothing, and finds lane and bucket all the same. */
    @Test
    @Tag("R35")
    void bringsTheHashOfAKeyAndItsPartition() {
        Key key = new Key(new byte[] {1, 2, 3}, 0x0123_4567_89AB_CDEFL);

        Received received = Received.from(
                Frames.encode(Samples.VIEW, Samples.TABLE, 77, new ReadMessage.Get(1, key, false, false)));

        assertThat(received.partition()).isEqualTo(77);
        assertThat(((ReadMessage.Get) received.message()).key().hash()).isEqualTo(key.hash());
    }

    @Test
    void everyMemberMessageComesBackAsItWas() {
        for (MemberMessage sample : Samples.memberMessages()) {
            byte[] frame = Frames.encode(sample);

            Received received = Received.from(frame);

            assertThat(received.message()).matches(message -> Likeness.alike(message, sample), "is like " + sample);
            assertThat(received.encodedAgain()).isEqualTo(frame);
        }
    }

    @Test
    void noViewAndTheLargestNumbersComeBackInTheHeader() {
        var released = new HandoverMessage.Released();

        Received none = Received.from(Frames.encode(ViewId.NONE, 0, 0, released));
        ViewId last = new ViewId(Long.MAX_VALUE, new MemberId(-1));
        Received most = Received.from(Frames.encode(last, Integer.MAX_VALUE, Integer.MAX_VALUE, released));

        assertThat(none.view()).isEqualTo(ViewId.NONE);
        assertThat(most.view()).isEqualTo(last);
        assertThat(most.table()).isEqualTo(Integer.MAX_VALUE);
        assertThat(most.partition()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void readsWhatRemainsOfAnyBufferAndLeavesItAsItIs() {
        for (byte[] frame : Samples.frames()) {
            ByteBuffer direct = ByteBuffer.allocateDirect(frame.length + 5).order(ByteOrder.LITTLE_ENDIAN);
            direct.position(3).put(3, frame).limit(3 + frame.length);

            Received received = Received.from(direct.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
            Received.from(direct);

            assertThat(received.encodedAgain()).isEqualTo(frame);
            assertThat(direct.position()).isEqualTo(3);
            assertThat(direct.remaining()).isEqualTo(frame.length);
        }
    }

    @Test
    void keepsNothingOfTheBuffer() {
        for (byte[] frame : Samples.frames()) {
            byte[] lent = frame.clone();

            Received received = Received.from(lent);
            Arrays.fill(lent, (byte) 0xEE);

            assertThat(received.encodedAgain()).isEqualTo(frame);
        }
    }

    @Test
    void writesTheHeadersViewOutOnce() {
        Version version = new Version(Samples.VIEW, 5);
        var answer = new ReadMessage.Answer(1, null, version, false, 0);

        byte[] ofThisView = Frames.encode(Samples.VIEW, 1, 1, answer);
        byte[] ofAnother = Frames.encode(new ViewId(8, new MemberId(1)), 1, 1, answer);

        assertThat(ofAnother).hasSize(ofThisView.length + 16);
    }

    @Test
    void givesTheHeadersViewBackAsOneObject() {
        Version version = new Version(new ViewId(7, new MemberId(0xA1)), 5);
        var request = new CallMessage.Request(
                1, 1, new ViewId(7, new MemberId(0xA1)), Operation.SET, KEY, null, null, version, 0, 0);

        Received received = Received.from(Frames.encode(Samples.VIEW, 1, 1, request));

        var decoded = (CallMessage.Request) received.message();
        assertThat(decoded.firstSent()).isSameAs(received.view());
        assertThat(decoded.expectedVersion().view()).isSameAs(received.view());
    }

    @Test
    void doesNotWriteAStringThatNoReceiverWouldTake() {
        var refused = new ViewMessage.Refused("x".repeat(FrameWriter.MAX_STRING_BYTES + 1), false);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Frames.encode(refused))
                .withMessageContaining("65537")
                .withMessageContaining("65536");
    }

    @Test
    void doesNotWriteAFrameThatNoArrayCanHold() {
        var record = new HandoverMessage.KeyRecord(KEY, new byte[1 << 20], Version.NONE, null, 0);
        var pulled = new HandoverMessage.Pulled(1, 0, -1, Collections.nCopies(2_048, record), null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Frames.encode(Samples.VIEW, 1, 1, pulled))
                .withMessageContaining("can't be held by one array");
    }
}
