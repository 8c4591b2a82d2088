package io.asdr.runtime;

import io.asdr.CodecException;
import io.asdr.TableConfig;
import io.asdr.codec.Codec;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.ownership.Spot;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the spots of one table's keys: the first pin that takes the key, else the hash of what the table's affinity takes of it, else that of all of it. Thread-safe. Requirements R37, R38. */
final class Placement<K> {

    private final String table;
    private final List<Predicate<K>> pins;
    private final List<String> pinned;
    private final @Nullable Function<K, ?> affinity;
    private final ConcurrentHashMap<Class<?>, Codec<Object>> codecs = new ConcurrentHashMap<>();

    Placement(TableConfig<K, ?> config) {
        this.table = config.name();
        this.pins = List.copyOf(config.pins().values());
        this.pinned = List.copyOf(config.pins().keySet());
        this.affinity = config.affinity();
    }

    /** Throws whatever the application's functions throw. */
    Spot spot(K key, Key encoded) {
        for (int pin = 0; pin < pins.size(); pin++) {
            if (pins.get(pin).test(key)) {
                return Spot.pinned(pin);
            }
        }
        return Spot.of(affinity == null ? encoded.hash() : hash(key, affinity));
    }

    /** Name of the member to which the pin of that number ties keys. */
    String pinnedTo(int pin) {
        return pinned.get(pin);
    }

    private long hash(K key, Function<K, ?> part) {
        Object counts = part.apply(key);
        if (counts == null) {
            throw new IllegalArgumentException("table '" + table + "': affinity=null for a key of "
                    + key.getClass().getName()
                    + "; it must be what of the key decides where it lives, or the key itself");
        }
        try {
            return codecs.computeIfAbsent(classOf(counts), this::codec).stableHash(counts);
        } catch (CodecException failure) {
            throw new CodecException(
                    "table '" + table + "': affinity of " + counts.getClass().getName() + " for a key of "
                            + key.getClass().getName() + " must have a built-in codec: " + failure.getMessage(),
                    failure);
        }
    }

    @SuppressWarnings("unchecked")
    private Codec<Object> codec(Class<?> type) {
        Codec<?> codec = Codec.of(type);
        if (!codec.isCanonical()) {
            throw new CodecException(codec.id() + " may encode equal values differently");
        }
        return (Codec<Object>) codec;
    }

    private static Class<?> classOf(Object part) {
        return part instanceof Enum<?> constant ? constant.getDeclaringClass() : part.getClass();
    }
}
