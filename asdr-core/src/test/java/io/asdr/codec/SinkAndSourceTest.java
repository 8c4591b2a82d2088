package io.asdr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.CodecException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinkAndSourceTest {

    @ParameterizedTest
    @CsvSource({"0,1", "127,1", "128,2", "16383,2", "16384,3", "2147483647,5", "-1,5", "-2147483648,5"})
    void keepsSmallNumbersShort(int value, int bytes) {
        Sink sink = new Sink();

        sink.writeVarInt(value);

        assertThat(sink.length()).isEqualTo(bytes);
        assertThat(new Source(sink.toBytes()).readVarInt()).isEqualTo(value);
    }

    @Test
    void refusesAVariableIntOfMoreThan32Bits() {
        byte[] bits33 = {-1, -1, -1, -1, 0x1f};
        byte[] endless = {-1, -1, -1, -1, -1, -1};

        assertRefused(() -> new Source(bits33).readVarInt(), "more than 32 bits");
        assertRefused(() -> new Source(endless).readVarInt(), "more than 32 bits");
    }

    @Test
    void growsAsMuchAsIsWritten() {
        Sink sink = new Sink(0);

        for (int i = 0; i < 10_000; i++) {
            sink.writeLong(i);
        }

        Source source = new Source(sink.toBytes());
        for (int i = 0; i < 10_000; i++) {
            assertThat(source.readLong()).isEqualTo(i);
        }
        assertThat(source.remaining()).isZero();
    }

    @Test
    void readsOnlyTheGivenPart() {
        byte[] bytes = {1, 2, 3, 4};
        Source source = new Source(bytes, 1, 2);

        assertThat(source.readBytes(2)).containsExactly(2, 3);
        assertRefused(source::readByte, "needs 1 bytes, 0 are left");
    }

    @Test
    @Tag("threat-16")
    void refusesCountsAndLengthsBeyondTheEnd() {
        byte[] huge = {-1, -1, -1, -1, 0x07, 0};
        byte[] negative = {-1, -1, -1, -1, 0x0f, 0};
        byte[] hugeChars = {-1, -1, -1, -1, 0x0f, 0};
        byte[] three = {3, 0, 0};

        assertRefused(() -> new Source(huge).readCount(1), "count=2147483647 does not fit");
        assertRefused(() -> new Source(negative).readCount(1), "count=-1 does not fit");
        assertRefused(() -> new Source(three).readCount(1), "count=3 does not fit into the 2 bytes");
        assertRefused(() -> new Source(huge).readString(), "1073741823 chars");
        assertRefused(() -> new Source(hugeChars).readString(), "2147483647 chars");
        assertRefused(() -> new Source(huge).readBytes(-1), "needs -1 bytes");
    }

    @Test
    void refusesABooleanThatIsNeither() {
        assertRefused(() -> new Source(new byte[] {2}).readBoolean(), "boolean=2");
    }

    private static void assertRefused(Runnable read, String message) {
        assertThatThrownBy(read::run).isInstanceOf(CodecException.class).hasMessageContaining(message);
    }
}
