package io.asdr.codec;

import org.jspecify.annotations.Nullable;

/** One piece of a value: how it is written, read and named. Immutable, so that all threads share it. */
interface Part<T> {

    void encode(T value, Sink sink);

    T decode(Source source);

    /**
     * The value that {@code text} stands for, as {@code toString} writes it; null if there is none.
     *
     * @throws IllegalArgumentException or {@link java.time.DateTimeException}, if there is none
     */
    default @Nullable T parse(String text) {
        return null;
    }

    /** Adds itself to the description of the whole. */
    void describe(ShapeDescription description);
}
