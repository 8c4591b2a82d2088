package io.asdr.codec;

import io.asdr.CodecException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A class together with its type arguments, no variable left: {@code Box<List<String>>}. */
record TypeUse(Class<?> raw, List<TypeUse> arguments) {

    TypeUse {
        arguments = List.copyOf(arguments);
    }

    static TypeUse of(Class<?> raw) {
        return new TypeUse(raw, List.of());
    }

    /** What {@code type}, written inside this class, means for its type arguments. */
    TypeUse resolve(Type type) {
        if (type instanceof Class<?> plain) {
            return of(plain);
        }
        if (type instanceof ParameterizedType generic) {
            return new TypeUse(
                    (Class<?>) generic.getRawType(),
                    Stream.of(generic.getActualTypeArguments())
                            .map(this::resolve)
                            .toList());
        }
        if (type instanceof TypeVariable<?> variable) {
            return argumentOf(variable);
        }
        if (type instanceof WildcardType wildcard) {
            // Whatever has a codec is final, so "? extends Line" can only be Line.
            return resolve(wildcard.getUpperBounds()[0]);
        }
        throw new CodecException(type.getTypeName() + " has no built-in codec");
    }

    private TypeUse argumentOf(TypeVariable<?> variable) {
        int index = List.of(raw.getTypeParameters()).indexOf(variable);
        if (index < 0 || index >= arguments.size()) {
            throw new CodecException(
                    "type variable " + variable + " of " + raw.getName() + " stands for no known class");
        }
        return arguments.get(index);
    }

    @Override
    public String toString() {
        return arguments.isEmpty()
                ? raw.getName()
                : arguments.stream().map(TypeUse::toString).collect(Collectors.joining(",", raw.getName() + "<", ">"));
    }
}
