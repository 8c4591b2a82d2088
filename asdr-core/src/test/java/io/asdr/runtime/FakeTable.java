package io.asdr.runtime;

import io.asdr.AsdrTable;
import io.asdr.AsyncTable;
import io.asdr.Explanation;
import io.asdr.Subscription;
import io.asdr.TableStats;
import io.asdr.Versioned;
import io.asdr.event.AsdrEvent;
import io.asdr.spi.Version;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A table in one map: what a map can do it does, with keys in pages of three; what needs a cluster it refuses. */
class FakeTable<K, V> implements AsdrTable<K, V> {

    private static final int PAGE = 3;

    private final ConcurrentMap<K, V> map = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public @Nullable V get(K key) {
        return map.get(key);
    }

    @Override
    public Map<K, V> getAll(Collection<? extends K> keys) {
        Map<K, V> found = new HashMap<>();
        for (K key : keys) {
            V value = map.get(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }

    @Override
    public V getOrDefault(K key, V defaultValue) {
        return map.getOrDefault(key, defaultValue);
    }

    @Override
    public boolean containsKey(K key) {
        return map.containsKey(key);
    }

    @Override
    public @Nullable V put(K key, V value, io.asdr.Expiry expiry) {
        return put(key, value);
    }

    @Override
    public @Nullable V put(K key, V value) {
        return map.put(key, value);
    }

    @Override
    public void set(K key, V value) {
        map.put(key, value);
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> entries) {
        map.putAll(entries);
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        return map.putIfAbsent(key, value);
    }

    @Override
    public @Nullable V replace(K key, V value) {
        return map.replace(key, value);
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        return map.replace(key, oldValue, newValue);
    }

    @Override
    public @Nullable V remove(K key) {
        return map.remove(key);
    }

    @Override
    public boolean remove(K key, V value) {
        return map.remove(key, value);
    }

    @Override
    public void removeAll(Collection<? extends K> keys) {
        keys.forEach(map::remove);
    }

    @Override
    public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
        return map.computeIfAbsent(key, function);
    }

    @Override
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        return map.compute(key, function);
    }

    @Override
    public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        return map.computeIfPresent(key, function);
    }

    @Override
    public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        return map.merge(key, value, function);
    }

    @Override
    public void clear() {
        map.clear();
    }

    @Override
    public long size() {
        return map.size();
    }

    @Override
    public Set<K> keys() {
        return new KeysView<>(this, () -> page(List.copyOf(map.keySet()), 0));
    }

    @Override
    public AsyncTable<K, V> async() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConcurrentMap<K, V> asMap() {
        return new MapView<>(this);
    }

    @Override
    public Optional<Versioned<V>> getVersioned(K key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean replaceIfVersion(K key, Version version, V value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public java.util.Optional<io.asdr.Retained<V>> retain(K key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void poison(K key, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<V> peek(K key) {
        return Optional.ofNullable(map.get(key));
    }

    @Override
    public AsdrTable<K, V> once() {
        return this;
    }

    @Override
    public String ownerOf(K key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOwnedHere(K key) {
        return true;
    }

    @Override
    public Explanation explain(K key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TableStats stats() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Subscription onEvent(Consumer<? super AsdrEvent> listener) {
        throw new UnsupportedOperationException();
    }

    private static <K> KeyPage<K> page(List<K> keys, int from) {
        int to = Math.min(from + PAGE, keys.size());
        return new KeyPage<>(keys.subList(from, to), from >= keys.size() ? null : () -> page(keys, to));
    }
}
