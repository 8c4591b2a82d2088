package io.asdr.codec;

import io.asdr.CodecException;

/** Placeholder. */
final class Builtin {
    private Builtin() {}

    static <T> Codec<T> of(Class<T> type) {
        if (type.isPrimitive()) {
            throw new CodecException("x");
        }
        throw new CodecException("no codec for " + type);
    }
}
