package io.asdr.runtime;

import io.asdr.AsdrTable;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table as a {@link ConcurrentMap}.
 *
 * <p>Each call is the table's own, so it is as atomic as that one and throws what that one throws. The views write through; their iterators are weakly consistent. A key or value of a
 * foreign class meets the table's codec, which throws {@link ClassCastException}, as a map may. {@code equals}, {@code hashCode} and {@code toString} read the whole table.
 */
public final class MapView<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {

    private final AsdrTable<K, V> table;
    private final EntriesView<K, V> entries;
    private final ValuesView<V> values;

    /** A view of {@code table}. */
    public MapView(AsdrTable<K, V> table) {
        this.table = table;
        this.entries = new EntriesView<>(table);
        this.values = new ValuesView<>(entries);
    }

    /** What a map's {@code int} size says for {@code size}. */
    static int saturated(long size) {
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    @Override
    public int size() {
        return saturated(table.size());
    }

    @Override
    public boolean isEmpty() {
        return table.size() == 0;
    }

    @Override
    public @Nullable V get(Object key) {
        return table.get(key(key));
    }

    /** A map allows null as the default, a table does not. */
    @Override
    public V getOrDefault(Object key, V defaultValue) {
        V value = table.get(key(key));
        return value == null ? defaultValue : value;
    }

    @Override
    public boolean containsKey(Object key) {
        return table.containsKey(key(key));
    }

    @Override
    public boolean containsValue(Object value) {
        return values.contains(value);
    }

    @Override
    public @Nullable V put(K key, V value) {
        return table.put(key, value);
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> others) {
        table.putAll(others);
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        return table.putIfAbsent(key, value);
    }

    @Override
    public @Nullable V replace(K key, V value) {
        return table.replace(key, value);
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        return table.replace(key, oldValue, newValue);
    }

    @Override
    public @Nullable V remove(Object key) {
        return table.remove(key(key));
    }

    @Override
    @SuppressWarnings("unchecked")
    public boolean remove(Object key, Object value) {
        return table.remove(key(key), (V) value);
    }

    @Override
    public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
        return table.computeIfAbsent(key, function);
    }

    @Override
    public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        return table.computeIfPresent(key, function);
    }

    @Override
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        return table.compute(key, function);
    }

    @Override
    public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        return table.merge(key, value, function);
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        Objects.requireNonNull(action);
        for (Map.Entry<K, V> entry : entries) {
            action.accept(entry.getKey(), entry.getValue());
        }
    }

    /** Each entry by itself; {@code function} may run several times for one. */
    @Override
    public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
        Objects.requireNonNull(function);
        for (K key : table.keys()) {
            // Null would remove the entry, which is not what a map's replaceAll does.
            table.computeIfPresent(key, (k, value) -> Objects.requireNonNull(function.apply(k, value)));
        }
    }

    @Override
    public void clear() {
        table.clear();
    }

    @Override
    public Set<K> keySet() {
        return table.keys();
    }

    @Override
    public Collection<V> values() {
        return values;
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return entries;
    }

    @SuppressWarnings("unchecked")
    private K key(Object key) {
        return (K) key;
    }
}
