package io.asdr.codec;

import io.asdr.CodecException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part without parts of its own: a number, a text, a moment.
 *
 * <p>Two scalars have equal bytes exactly where {@code equals} holds. Floating point numbers are therefore written as {@code floatToIntBits} and {@code
 * doubleToLongBits} give them, by which their {@code equals} is defined: all NaNs are one, and 0.0 is not -0.0.
 */
record Scalar<T>(
        String name, BiConsumer<Sink, T> encoder, Function<Source, T> decoder, Function<String, @Nullable T> parser)
        implements Part<T> {

    private static final Scalar<Boolean> BOOLEAN =
            new Scalar<>("boolean", Sink::writeBoolean, Source::readBoolean, Scalar::parseBoolean);
    private static final Scalar<Byte> BYTE =
            new Scalar<>("byte", (sink, value) -> sink.writeByte(value), Source::readByte, Byte::valueOf);
    private static final Scalar<Short> SHORT =
            new Scalar<>("short", (sink, value) -> sink.writeShort(value), Source::readShort, Short::valueOf);
    private static final Scalar<Character> CHARACTER = new Scalar<>(
            "char",
            (sink, value) -> sink.writeShort(value),
            source -> (char) source.readShort(),
            text -> text.length() == 1 ? text.charAt(0) : null);
    private static final Scalar<Integer> INTEGER =
            new Scalar<>("int", Sink::writeInt, Source::readInt, Integer::valueOf);
    private static final Scalar<Long> LONG = new Scalar<>("long", Sink::writeLong, Source::readLong, Long::valueOf);
    private static final Scalar<Float> FLOAT = new Scalar<>(
            "float",
            (sink, value) -> sink.writeInt(Float.floatToIntBits(value)),
            source -> Float.intBitsToFloat(source.readInt()),
            Float::valueOf);
    private static final Scalar<Double> DOUBLE = new Scalar<>(
            "double",
            (sink, value) -> sink.writeLong(Double.doubleToLongBits(value)),
            source -> Double.longBitsToDouble(source.readLong()),
            Double::valueOf);

    private static final Map<Class<?>, Scalar<?>> BY_CLASS = Map.ofEntries(
            Map.entry(boolean.class, BOOLEAN),
            Map.entry(Boolean.class, BOOLEAN),
            Map.entry(byte.class, BYTE),
            Map.entry(Byte.class, BYTE),
            Map.entry(short.class, SHORT),
            Map.entry(Short.class, SHORT),
            Map.entry(char.class, CHARACTER),
            Map.entry(Character.class, CHARACTER),
            Map.entry(int.class, INTEGER),
            Map.entry(Integer.class, INTEGER),
            Map.entry(long.class, LONG),
            Map.entry(Long.class, LONG),
            Map.entry(float.class, FLOAT),
            Map.entry(Float.class, FLOAT),
            Map.entry(double.class, DOUBLE),
            Map.entry(Double.class, DOUBLE),
            Map.entry(String.class, new Scalar<>("string", Sink::writeString, Source::readString, text -> text)),
            Map.entry(UUID.class, new Scalar<>("uuid", Scalar::writeUuid, Scalar::readUuid, Scalar::parseUuid)),
            Map.entry(
                    Instant.class, new Scalar<>("instant", Scalar::writeInstant, Scalar::readInstant, Instant::parse)));

    /** The scalar of that class, or null if it is none. */
    static @Nullable Scalar<?> of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    @Override
    public void encode(T value, Sink sink) {
        encoder.accept(sink, value);
    }

    @Override
    public T decode(Source source) {
        return decoder.apply(source);
    }

    @Override
    public @Nullable T parse(String text) {
        return parser.apply(text);
    }

    @Override
    public void describe(ShapeDescription description) {
        description.append(name);
    }

    private static @Nullable Boolean parseBoolean(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    /** {@code UUID.fromString} takes shorter texts too, of which one would not know what they stand for. */
    private static @Nullable UUID parseUuid(String text) {
        UUID uuid = UUID.fromString(text);
        return uuid.toString().equalsIgnoreCase(text) ? uuid : null;
    }

    private static void writeUuid(Sink sink, UUID value) {
        sink.writeLong(value.getMostSignificantBits());
        sink.writeLong(value.getLeastSignificantBits());
    }

    private static UUID readUuid(Source source) {
        return new UUID(source.readLong(), source.readLong());
    }

    private static void writeInstant(Sink sink, Instant value) {
        sink.writeLong(value.getEpochSecond());
        sink.writeInt(value.getNano());
    }

    private static Instant readInstant(Source source) {
        long second = source.readLong();
        int nano = source.readInt();
        if (second < Instant.MIN.getEpochSecond()
                || second > Instant.MAX.getEpochSecond()
                || nano < 0
                || nano > 999_999_999) {
            throw new CodecException("second=" + second + " nano=" + nano + " is not an instant");
        }
        return Instant.ofEpochSecond(second, nano);
    }
}
