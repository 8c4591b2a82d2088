package io.asdr.runtime;

import io.asdr.CodecException;
import io.asdr.KeyConverter;
import io.asdr.TableConfig;
import io.asdr.TableConfigMismatchException;
import io.asdr.TooLargeException;
import io.asdr.codec.Codec;
import io.asdr.protocol.message.Key;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns one table's keys and values into bytes and back; what can't be is told with the table's name. Thread-safe. */
final class TableEncoding<K, V> {

    /** Bytes of a frame that are neither key nor value. */
    private static final int FRAME_OVERHEAD = 256;

    private final String table;
    private final Codec<K> keys;
    private final Codec<V> values;
    private final Placement<K> placement;
    private final @Nullable KeyConverter converter;
    private final long mostBytes;
    // Volatile: written when a view comes, read by whoever calls.
    private volatile @Nullable String whyRefused;

    /** {@code converter} turns keys into those that the table has; null where they have the format of this node. */
    TableEncoding(TableConfig<K, V> config, int maxFrameBytes, @Nullable KeyConverter converter) {
        this.table = config.name();
        this.keys = config.keyCodec();
        this.values = config.valueCodec();
        this.placement = new Placement<>(config);
        this.converter = converter;
        this.mostBytes = (long) maxFrameBytes - FRAME_OVERHEAD;
    }

    /** The cluster has the table with other settings: whoever brings or takes a key from here on is told. */
    void refuse(String reason) {
        whyRefused = reason;
    }

    boolean isRefused() {
        return whyRefused != null;
    }

    private void checkNotRefused() {
        String reason = whyRefused;
        if (reason != null) {
            throw new TableConfigMismatchException(reason);
        }
    }

    PlacedKey encodeKey(K key) {
        Objects.requireNonNull(key, "key");
        checkNotRefused();
        Key encoded;
        try {
            byte[] bytes = keys.toBytes(key);
            if (converter == null) {
                encoded = new Key(bytes, keys.stableHash(key));
            } else {
                byte[] converted = converter.toOther(table, bytes);
                encoded = new Key(converted, converter.otherHash(table, converted));
            }
        } catch (CodecException failure) {
            throw refused("key", failure);
        }
        return new PlacedKey(encoded, placement.spot(key, encoded));
    }

    /** The key that a person writes as {@code text}. */
    K parseKey(String text) {
        Objects.requireNonNull(text, "key");
        try {
            return keys.parse(text);
        } catch (CodecException failure) {
            throw named("key", failure);
        }
    }

    /** The member of that pin. */
    String pinnedTo(int pin) {
        return placement.pinnedTo(pin);
    }

    K decodeKey(Key key) {
        checkNotRefused();
        try {
            // A copy: the key's own bytes must not change, whatever the application's code does.
            return keys.fromBytes(
                    converter == null
                            ? key.bytes()
                            : converter.fromOther(table, key.bytes().clone()));
        } catch (CodecException failure) {
            throw named("key", failure);
        }
    }

    byte[] encodeValue(V value) {
        Objects.requireNonNull(value, "value");
        try {
            return values.toBytes(value);
        } catch (CodecException failure) {
            throw refused("value", failure);
        }
    }

    @Nullable
    V decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return values.fromBytes(bytes);
        } catch (CodecException failure) {
            throw named("value", failure);
        }
    }

    /**
     * Refuses what does not fit into a frame. A record of a hand-over with a pending value, and an update with the value before as its result, carry two values.
     *
     * @throws TooLargeException with all lengths
     */
    void checkSize(int keyBytes, long valueBytes) {
        if (keyBytes + 2L * valueBytes > mostBytes) {
            throw new TooLargeException("table '" + table + "': a key of " + keyBytes + " bytes and values of "
                    + valueBytes + " bytes are too large: key plus twice the values must not exceed " + mostBytes
                    + " bytes");
        }
    }

    /** For an object of a foreign class, a map promises a ClassCastException. */
    private RuntimeException refused(String what, CodecException failure) {
        CodecException named = named(what, failure);
        return failure.getCause() instanceof ClassCastException
                ? (ClassCastException) new ClassCastException(named.getMessage()).initCause(named)
                : named;
    }

    private CodecException named(String what, CodecException failure) {
        return new CodecException("table '" + table + "': " + what + ": " + failure.getMessage(), failure);
    }
}
