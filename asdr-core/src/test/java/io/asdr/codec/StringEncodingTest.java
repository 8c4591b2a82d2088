package io.asdr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.CodecException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StringEncodingTest {

    private static final Codec<String> CODEC = Codec.of(String.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "Zoë",
                "日本",
                "\uD83D\uDE00",
                "\uD83D",
                "\uDE00\uD83D",
                "a\uD800b",
                "?",
                "\uFFFD",
                "\u0000",
                "\uD83D\uDE00\uD83D"
            })
    void comesBackAsItWas(String text) {
        byte[] bytes = CODEC.toBytes(text);

        assertThat(CODEC.fromBytes(bytes)).isEqualTo(text);
    }

    @Test
    void comesBackWhateverItsLength() {
        for (int length : new int[] {63, 64, 127, 128, 8_191, 8_192, 1_000_000}) {
            String text = "x".repeat(length);

            assertThat(CODEC.fromBytes(CODEC.toBytes(text))).isEqualTo(text);
        }
    }

    @Test
    void givesDifferentTextsDifferentBytes() {
        List<String> merged = List.of("?", "\uD800", "\uD801", "\uDC00", "\uFFFD", "\uD800?", "?\uD800");

        Set<List<Byte>> encodings = new HashSet<>();
        for (String text : merged) {
            encodings.add(asList(CODEC.toBytes(text)));
        }

        assertThat(encodings).hasSameSizeAs(merged);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] overlong = {4, (byte) 0xc0, (byte) 0x80};

        assertThatThrownBy(() -> CODEC.fromBytes(overlong))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void refusesCharsThatUtf8CouldExpress() {
        byte[] otherFormOfA = {3, 0, 'a'};

        assertThatThrownBy(() -> CODEC.fromBytes(otherFormOfA))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("UTF-8");
    }

    private static List<Byte> asList(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boxed[i] = bytes[i];
        }
        return List.of(boxed);
    }
}
