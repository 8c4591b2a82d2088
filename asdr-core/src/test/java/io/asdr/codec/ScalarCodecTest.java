package io.asdr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.CodecException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarCodecTest {

    private enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "the green one";
            }
        }
    }

    static Stream<Object> edgeValues() {
        return Stream.of(
                true,
                false,
                Byte.MIN_VALUE,
                Byte.MAX_VALUE,
                Short.MIN_VALUE,
                Short.MAX_VALUE,
                Character.MIN_VALUE,
                Character.MAX_VALUE,
                Integer.MIN_VALUE,
                -1,
                0,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                -1L,
                Long.MAX_VALUE,
                0.0f,
                -0.0f,
                Float.NaN,
                Float.NEGATIVE_INFINITY,
                Float.MIN_VALUE,
                0.0,
                -0.0,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.MAX_VALUE,
                new UUID(0, -1),
                new UUID(Long.MIN_VALUE, Long.MAX_VALUE),
                Instant.MIN,
                Instant.EPOCH,
                Instant.MAX,
                TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("edgeValues")
    @Tag("R9")
    void comesBackEqual(Object value) {
        Codec<Object> codec = codecOf(value);

        assertThat(codec.fromBytes(codec.toBytes(value))).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("edgeValues")
    @Tag("R33")
    void isReadFromTheTextThatAPersonWrites(Object value) {
        String text = value instanceof Enum<?> constant ? constant.name() : value.toString();

        assertThat(codecOf(value).parse(text)).isEqualTo(value);
    }

    @Test
    @Tag("R33")
    void takesNoTextThatIsNoValue() {
        assertNotRead(Codec.of(Integer.class), "2147483648");
        assertNotRead(Codec.of(Boolean.class), "TRUE");
        assertNotRead(Codec.of(Character.class), "ab");
        assertNotRead(Codec.of(UUID.class), "0-0-0-0-1");
        assertNotRead(Codec.of(Instant.class), "yesterday");
        assertNotRead(Codec.of(Colour.class), "the green one");
        assertNotRead(Codec.of(byte[].class), "01");
        assertThat(Codec.of(Colour.class).parse("GREEN")).isEqualTo(Colour.GREEN);
        assertThat(Codec.of(String.class).parse("")).isEmpty();
    }

    private static void assertNotRead(Codec<?> codec, String text) {
        assertThatThrownBy(() -> codec.parse(text))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(codec.id())
                .hasMessageNotContaining(text);
    }

    @Test
    void givesBytesBackAsACopy() {
        byte[] value = {1, 2, 3};
        Codec<byte[]> codec = Codec.of(byte[].class);

        assertThat(codec.fromBytes(codec.toBytes(value))).isEqualTo(value).isNotSameAs(value);
    }

    @Test
    void givesBackAConstantThatHasAClassOfItsOwn() {
        Codec<Colour> codec = Codec.of(Colour.class);

        assertThat(codec.fromBytes(codec.toBytes(Colour.GREEN))).isSameAs(Colour.GREEN);
    }

    @Test
    void tellsFloatingPointNumbersApartExactlyWhereEqualsDoes() {
        Codec<Double> codec = Codec.of(Double.class);
        double otherNaN = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);

        assertThat(codec.toBytes(otherNaN)).isEqualTo(codec.toBytes(Double.NaN));
        assertThat(codec.toBytes(0.0)).isNotEqualTo(codec.toBytes(-0.0));
    }

    @Test
    void isIdentityButForArrays() {
        for (Class<?> type : List.of(String.class, Long.class, Double.class, UUID.class, Instant.class, Colour.class)) {
            assertThat(Codec.of(type).isIdentity()).as(type.getName()).isTrue();
        }

        assertThat(Codec.of(byte[].class).isIdentity()).isFalse();
        assertThat(Codec.of(byte[].class).isCanonical()).isTrue();
    }

    @Test
    void refusesAConstantThatTheEnumDoesNotHave() {
        assertThatThrownBy(() -> Codec.of(Colour.class).fromBytes(new byte[] {2}))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("ordinal=2")
                .hasMessageContaining(Colour.class.getName());
    }

    @Test
    void refusesAnInstantOutOfRange() {
        Sink sink = new Sink();
        sink.writeLong(Long.MAX_VALUE);
        sink.writeInt(0);

        assertThatThrownBy(() -> Codec.of(Instant.class).fromBytes(sink.toBytes()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("second=" + Long.MAX_VALUE);
    }

    @Test
    void refusesBytesThatFollow() {
        assertThatThrownBy(() -> Codec.of(Byte.class).fromBytes(new byte[] {1, 2}))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("1 bytes unread");
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesNullAsAWhole() {
        assertThatNullPointerException()
                .isThrownBy(() -> Codec.of(String.class).toBytes(null))
                .withMessage("value");
    }

    @SuppressWarnings("unchecked")
    private static Codec<Object> codecOf(Object value) {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        return (Codec<Object>) Codec.of(type);
    }
}
