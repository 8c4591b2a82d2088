package io.asdr.codec;

import io.asdr.CodecException;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.Set;

/**
 * Turns values of one type into bytes and back. The encoding of a key is its identity in the cluster: equal keys must have equal encodings. Thread-safe.
 */
public interface Codec<T> {

    /**
     * Writes {@code value}; after a failure the sink holds a part of it.
     *
     * @throws CodecException if it can't be encoded
     */
    void encode(T value, Sink sink);

    /**
     * Reads one value.
     *
     * @throws CodecException if the bytes are not an encoding of a value
     */
    T decode(Source source);

    /** Names type and encoding; members that open a table must use the same. */
    String id();

    /**
     * The encoding of {@code value} alone.
     *
     * @throws CodecException if it can't be encoded, whatever the codec threw
     */
    default byte[] toBytes(T value) {
        Objects.requireNonNull(value, "value");
        try {
            Sink sink = new Sink();
            encode(value, sink);
            return sink.toBytes();
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new CodecException("codec " + id() + " can't encode: " + e, e);
        }
    }

    /**
     * The value whose encoding {@code bytes} are, from the first to the last.
     *
     * @throws CodecException if they are not the encoding of a value, whatever the codec threw
     */
    default T fromBytes(byte[] bytes) {
        try {
            Source source = new Source(bytes);
            T value = decode(source);
            if (source.remaining() > 0) {
                throw new CodecException("codec " + id() + " leaves " + source.remaining() + " bytes unread");
            }
            return value;
        } catch (CodecException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new CodecException("codec " + id() + " can't decode: " + e, e);
        }
    }

    /**
     * The value that a person writes as {@code text}: how an administrator's command names a key. The built-in codecs of scalars but byte[] take what {@code toString} writes, those of enums a constant's name.
     *
     * @throws CodecException if the text is no value, or if values of this type can't be written as text, which is the default
     */
    default T parse(String text) {
        throw new CodecException("values of codec " + id() + " can't be written as text");
    }

    /**
     * The hash of a key's encoding, by which its partition is found: the same in every JVM.
     */
    default long stableHash(T value) {
        return StableHash.of(toBytes(value));
    }

    /**
     * Whether keys of this codec are immutable, and equal exactly where their encodings are. Only such keys are indexed for reads without encoding.
     */
    default boolean isIdentity() {
        return false;
    }

    /**
     * Whether equal values always have equal encodings, without which they are no keys. False for a type that contains a set or a map anywhere: equal ones may iterate,
     * and are written, in different orders.
     */
    default boolean isCanonical() {
        return true;
    }

    /**
     * A built-in codec: for String, the boxed numbers, Boolean, Character, UUID, byte[], enums, Instant, and any record made of these, of primitives, of lists, sets and
     * maps of these, and of other such records, its own class included. It finds components by their declaration, generic ones too, and needs no annotation.
     *
     * <p>Components, elements, keys and values inside may be null. Decoded lists, sets and maps can't be modified and keep their order. Values nest at most 100 deep.
     * {@link #isIdentity()} is true for scalars but byte[], and for records made of nothing else that keep the implicit {@code equals}: not for records with lists, sets
     * or maps. Those with sets or maps, or with an {@code equals} of their own, are not canonical either.
     *
     * @throws CodecException if there is none for that class; names class and field
     */
    static <T> Codec<T> of(Class<T> type) {
        return of(type, MethodHandles.publicLookup());
    }

    /**
     * The codec of {@link #of(Class)} for records in a package that is not open to this module.
     *
     * @param lookup made by a class of the records' module, by {@link MethodHandles#lookup()}
     * @throws CodecException if there is none for that class, or the lookup does not open it; names class and field
     */
    static <T> Codec<T> of(Class<T> type, MethodHandles.Lookup lookup) {
        return BuiltinCodec.of(type, lookup);
    }

    /**
     * Java serialization, for classes that can't be records: slow, large, and never canonical, so for values only. A stream is read with nothing but the classes of the
     * list: another one is refused before it is loaded, and not written either.
     *
     * <p>Values take at most 16 MiB and nest at most 24 deep. Each is read back before its bytes are used, so that nothing is written that can't be read.
     *
     * @param allowed every class that occurs in a value, apart from {@code type}, strings, arrays, and abstract superclasses of others in the list
     * @throws CodecException if the superclass of a listed class is missing from the list
     */
    static <T> Codec<T> javaSerialized(Class<T> type, Set<Class<?>> allowed) {
        return new JavaSerializedCodec<>(type, new AllowList(type, allowed));
    }
}
