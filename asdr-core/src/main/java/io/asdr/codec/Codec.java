package io.asdr.codec;

/**
 * Turns values of one type into bytes and back. The encoding of a key is its identity in the cluster: equal keys must have equal encodings. Thread-safe.
 */
public interface Codec<T> {

    /**
     * Writes {@code value}.
     *
     * @throws io.asdr.CodecException if it can't be encoded
     */
    void encode(T value, Sink sink);

    /**
     * Reads one value.
     *
     * @throws io.asdr.CodecException if the bytes are not an encoding of a value
     */
    T decode(Source source);

    /** Names type and encoding; members that open a table must use the same. */
    String id();

    /**
     * The hash of a key's encoding, by which its partition is found: the same in every JVM.
     */
    default long stableHash(T value) {
        Sink sink = new Sink();
        encode(value, sink);
        return StableHash.of(sink.toBytes());
    }

    /**
     * Whether keys of this codec are immutable, and equal exactly where their encodings are. Only such keys are indexed for reads without encoding.
     */
    default boolean isIdentity() {
        return false;
    }

    /**
     * A built-in codec: for String, the boxed numbers, UUID, byte[], enums, Instant, and any record made of these, of lists and maps of these, and of other such records.
     *
     * @throws io.asdr.CodecException if there is none for that class; names class and field
     */
    static <T> Codec<T> of(Class<T> type) {
        return Builtin.of(type);
    }
}
