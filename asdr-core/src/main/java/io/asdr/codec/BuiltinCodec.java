package io.asdr.codec;

import io.asdr.CodecException;
import java.lang.invoke.MethodHandles;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** The codec of a type whose parts were found by looking at the class. */
final class BuiltinCodec<T> implements Codec<T> {

    private final Part<T> part;
    private final String id;
    private final boolean isIdentity;
    private final boolean isCanonical;

    private BuiltinCodec(Part<T> part) {
        this.part = part;
        var description = ShapeDescription.of(part);
        this.id = description.text();
        this.isIdentity = description.isIdentity();
        this.isCanonical = description.isCanonical();
    }

    @SuppressWarnings("unchecked") // The resolver gives the part of that very class.
    static <T> Codec<T> of(Class<T> type, MethodHandles.Lookup lookup) {
        return new BuiltinCodec<>((Part<T>) new PartResolver(lookup).resolve(TypeUse.of(type)));
    }

    @Override
    public void encode(T value, Sink sink) {
        part.encode(value, sink);
    }

    @Override
    public T decode(Source source) {
        return part.decode(source);
    }

    @Override
    public T parse(String text) {
        @Nullable T value;
        try {
            value = part.parse(text);
        } catch (IllegalArgumentException | DateTimeException malformed) {
            // Without what it says: it repeats the text, which may be a secret.
            value = null;
        }
        if (value == null) {
            throw new CodecException("text of " + text.length() + " characters is no value of codec " + id
                    + ": it must be a scalar as toString() writes it, or the name of a constant of an enum");
        }
        return value;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean isIdentity() {
        return isIdentity;
    }

    @Override
    public boolean isCanonical() {
        return isCanonical;
    }

    @Override
    public String toString() {
        return id;
    }
}
