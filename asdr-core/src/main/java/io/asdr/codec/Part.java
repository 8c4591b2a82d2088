package io.asdr.codec;

/** One piece of a value: how it is written, read and named. Immutable, so that all threads share it. */
interface Part<T> {

    void encode(T value, Sink sink);

    T decode(Source source);

    /** Adds itself to the description of the whole. */
    void describe(ShapeDescription description);
}
