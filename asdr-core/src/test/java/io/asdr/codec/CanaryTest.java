package io.asdr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.CodecException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bytes of Java serialization are nothing but bytes to the codecs that are on by default. */
@Tag("threat-6")
class CanaryTest {

    private enum Kind {
        A
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Value(
            @Nullable String text,
            byte @Nullable [] bytes,
            @Nullable List<String> list,
            @Nullable Map<String, UUID> map,
            @Nullable Set<Kind> set) {}

    @Test
    void isNotTouchedByAnyCodecOfADefaultKind() throws IOException {
        byte[] stream = stream(new Canary());
        int touched = Canary.TOUCHES.get();

        for (Class<?> type : List.of(String.class, byte[].class, Long.class, UUID.class, Kind.class, Value.class)) {
            for (int skipped = 0; skipped < stream.length; skipped++) {
                decodeOrRefuse(Codec.of(type), stream, skipped);
            }
        }

        assertThat(Canary.TOUCHES).hasValue(touched);
    }

    @Test
    void comesBackAsTheBytesThatItWas() throws IOException {
        byte[] stream = stream(new Canary());
        Codec<byte[]> codec = Codec.of(byte[].class);
        int touched = Canary.TOUCHES.get();

        assertThat(codec.fromBytes(codec.toBytes(stream))).isEqualTo(stream);
        assertThat(Canary.TOUCHES).hasValue(touched);
    }

    @Test
    void hasNoCodecThoughItIsSerializable() {
        assertThatThrownBy(() -> Codec.of(Canary.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(Canary.class.getName());
    }

    private static void decodeOrRefuse(Codec<?> codec, byte[] stream, int skipped) {
        try {
            codec.decode(new Source(stream, skipped, stream.length - skipped));
        } catch (CodecException refused) {
            assertThat(refused).message().isNotBlank();
        }
    }

    private static byte[] stream(Object object) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }
}
