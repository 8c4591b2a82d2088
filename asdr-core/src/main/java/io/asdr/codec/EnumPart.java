package io.asdr.codec;

import io.asdr.CodecException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A constant of an enum, written as its ordinal: the description holds all constants, so members that number them differently don't meet. */
final class EnumPart implements Part<Enum<?>> {

    private final Class<?> type;
    private final Enum<?>[] constants;

    EnumPart(Class<?> type) {
        this.type = type;
        this.constants = (Enum<?>[]) type.getEnumConstants();
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // Safe: the description names the constants in their order.
    public void encode(Enum<?> value, Sink sink) {
        sink.writeVarInt(value.ordinal());
    }

    @Override
    public Enum<?> decode(Source source) {
        int ordinal = source.readVarInt();
        if (ordinal < 0 || ordinal >= constants.length) {
            throw new CodecException("ordinal=" + ordinal + " must be below the " + constants.length
                    + " constants of enum " + type.getName());
        }
        return constants[ordinal];
    }

    @Override
    public @Nullable Enum<?> parse(String text) {
        return Stream.of(constants)
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void describe(ShapeDescription description) {
        description.append(Stream.of(constants)
                .map(Enum::name)
                .collect(Collectors.joining(",", "enum:" + type.getName() + "(", ")")));
    }
}
