package io.asdr.codec;

import java.lang.invoke.MethodHandles;

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
