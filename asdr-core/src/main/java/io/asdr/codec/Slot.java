package io.asdr.codec;

import org.jspecify.annotations.Nullable;

/** A place inside a value: a component of a record, an element, a key. One that may be null begins with a presence byte. */
final class Slot {

    private final Part<Object> part;
    private final boolean mayBeNull;

    @SuppressWarnings(
            "unchecked") // A value of another class, put there by an unchecked cast, fails in the part and is reported
    // with its field.
    Slot(Part<?> part, boolean mayBeNull) {
        this.part = (Part<Object>) part;
        this.mayBeNull = mayBeNull;
    }

    void encode(@Nullable Object value, Sink sink) {
        if (mayBeNull) {
            sink.writeBoolean(value != null);
        }
        if (value != null) {
            part.encode(value, sink);
        }
    }

    @Nullable
    Object decode(Source source) {
        return mayBeNull && !source.readBoolean() ? null : part.decode(source);
    }

    void describe(ShapeDescription description) {
        part.describe(description);
        if (!mayBeNull) {
            description.append("!");
        }
    }
}
