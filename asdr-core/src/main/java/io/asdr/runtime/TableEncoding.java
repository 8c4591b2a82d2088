package io.asdr.runtime;

import io.asdr.CodecException;
import io.asdr.KeyConverter;
import io.asdr.TableConfig;
import io.asdr.TableConfigMismatchException;
import io.asdr.TooLargeException;
import io.asdr.codec.Codec;
import io.asdr.protocol.message.Key;
import io.asdr.spi.View;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns one table's keys and values into bytes and back; what can't be is told with the table's name. Thread-safe. */
final class TableEncoding<K, V> {

    /** Bytes of a frame that are neither key nor value. */
    private static final int FRAME_OVERHEAD = 256;

    private final String table;
    private final Codec<K> keys;
    private final Codec<V> values;
    private final Placement<K> placement;
    private final KeyFormatEdge edge;
    private final Supplier<View.@Nullable TableSettings> there;
    private final long mostBytes;
    // Volatile: replaced by whoever sees first that the view says something else.
    private volatile @Nullable Formats formats;
    // Volatile: written when a view comes, read by whoever calls.
    private volatile @Nullable String whyRefused;

    /** The formats of the table's keys as a view says; a converter is null where it is the format of this node. */
    private record Formats(
            View.TableSettings table,
            @Nullable KeyConverter present,
            @Nullable KeyConverter former) {}

    /** {@code there} is the table as it is in the view that this node has. */
    TableEncoding(
            TableConfig<K, V> config,
            int maxFrameBytes,
            KeyFormatEdge edge,
            Supplier<View.@Nullable TableSettings> there) {
        this.table = config.name();
        this.keys = config.keyCodec();
        this.values = config.valueCodec();
        this.placement = new Placement<>(config);
        this.edge = edge;
        this.there = there;
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

    /** The key in the format that the table has, or moves to. */
    PlacedKey encodeKey(K key) {
        Objects.requireNonNull(key, "key");
        checkNotRefused();
        Formats now = formats();
        return placed(key, now.present(), now.table().keyMoves());
    }

    /** The key in the format from which the table moves; null if it does not. */
    @Nullable
    PlacedKey encodeFormer(K key) {
        checkNotRefused();
        Formats now = formats();
        return now.table().isMoving() ? placed(key, now.former(), now.table().keyMoves() - 1) : null;
    }

    /** The key in the format of so many moves: the present one or the one before. */
    PlacedKey encodeKey(K key, int keyMoves) {
        Formats now = formats();
        return placed(key, keyMoves == now.table().keyMoves() ? now.present() : now.former(), keyMoves);
    }

    /** The key as this node encodes it by itself, whatever format the table has. */
    Key ownKey(K key) {
        Objects.requireNonNull(key, "key");
        return encode(key, null);
    }

    /** See {@link #ownKey}. */
    K fromOwnKey(Key key) {
        return decodeKey(key, null);
    }

    /** The table as the view has it. */
    View.TableSettings table() {
        return formats().table();
    }

    private PlacedKey placed(K key, @Nullable KeyConverter converter, int keyMoves) {
        Key encoded = encode(key, converter);
        return new PlacedKey(encoded, placement.spot(key, encoded), keyMoves);
    }

    private Key encode(K key, @Nullable KeyConverter converter) {
        try {
            byte[] bytes = keys.toBytes(key);
            if (converter == null) {
                return new Key(bytes, keys.stableHash(key));
            }
            byte[] converted = converter.toOther(table, bytes);
            return new Key(converted, converter.otherHash(table, converted));
        } catch (CodecException failure) {
            throw refused("key", failure);
        }
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

    /** Each view brings an object of its own, so another one is looked at anew. */
    @SuppressWarnings("ReferenceEquality")
    private Formats formats() {
        View.TableSettings now = there.get();
        Formats known = formats;
        if (known != null && (now == null || now == known.table())) {
            return known;
        }
        if (now == null) {
            throw new TableConfigMismatchException("table '" + table + "' is not in the cluster's view any more");
        }
        Formats next = new Formats(now, converter(now.keyMajor()), former(now, known));
        formats = next;
        return next;
    }

    /** What turns keys into those of the format before the present one: whoever walks through the table may still have some when the last has moved. */
    private @Nullable KeyConverter former(View.TableSettings now, @Nullable Formats known) {
        if (now.isMoving()) {
            return converter(now.movingFrom());
        }
        if (known == null) {
            return null;
        }
        return known.table().keyMoves() == now.keyMoves() ? known.former() : known.present();
    }

    private @Nullable KeyConverter converter(int major) {
        return major == edge.own().major() ? null : edge.converter(major);
    }

    /** A key that was found in the format of so many moves. */
    K decodeKey(Key key, int keyMoves) {
        Formats now = formats();
        return decodeKey(key, keyMoves == now.table().keyMoves() ? now.present() : now.former());
    }

    private K decodeKey(Key key, @Nullable KeyConverter converter) {
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
