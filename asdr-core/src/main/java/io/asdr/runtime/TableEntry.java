package io.asdr.runtime;

import io.asdr.AsdrTable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry as an iterator saw it; setting its value writes through. */
final class TableEntry<K, V> implements Map.Entry<K, V> {

    private final AsdrTable<K, V> table;
    private final K key;
    private V value;

    TableEntry(AsdrTable<K, V> table, K key, V value) {
        this.table = table;
        this.key = key;
        this.value = value;
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    public V getValue() {
        return value;
    }

    /** Stores {@code next} whatever is there by now, and returns the value that this entry had. */
    @Override
    public V setValue(V next) {
        table.set(key, next);
        V previous = value;
        value = next;
        return previous;
    }

    /** Removes the entry if its value is still this one. */
    boolean remove() {
        return table.remove(key, value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Map.Entry<?, ?> entry && key.equals(entry.getKey()) && value.equals(entry.getValue());
    }

    @Override
    public int hashCode() {
        return key.hashCode() ^ value.hashCode();
    }

    @Override
    public String toString() {
        return key + "=" + value;
    }
}
