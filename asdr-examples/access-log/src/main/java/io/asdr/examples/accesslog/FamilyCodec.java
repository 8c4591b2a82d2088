package io.asdr.examples.accesslog;

import io.asdr.codec.Codec;
import io.asdr.codec.Sink;
import io.asdr.codec.Source;
import java.util.Arrays;
import java.util.List;

/** Encodes a sealed family of records: a byte for the record's place in the family, then the record by its built-in codec. */
final class FamilyCodec<F> {

    private final List<Place<? extends F>> places;

    FamilyCodec(Class<F> family) {
        places = Arrays.stream(family.getPermittedSubclasses())
                .<Place<? extends F>>map(type -> place(type.asSubclass(family)))
                .toList();
    }

    private static <R> Place<R> place(Class<R> type) {
        return new Place<>(type, Codec.of(type));
    }

    byte[] encode(F message) {
        Sink sink = new Sink();
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i).type().isInstance(message)) {
                sink.writeByte(i);
                places.get(i).encode(message, sink);
                return sink.toBytes();
            }
        }
        throw new IllegalArgumentException(message + " is not of this family");
    }

    F decode(byte[] bytes) {
        Source source = new Source(bytes);
        return places.get(source.readByte()).codec().decode(source);
    }

    private record Place<R>(Class<R> type, Codec<R> codec) {

        void encode(Object message, Sink sink) {
            codec.encode(type.cast(message), sink);
        }
    }
}
