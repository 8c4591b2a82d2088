package io.asdr;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link AsdrTable} without waiting. Each stage completes on the node's executor with the result, or exceptionally with what the blocking call would throw. What can be seen at once, a null, or a key or value that can't be encoded or is too large, is thrown by the call itself. Functions run
 * on the node's executor. Thread-safe.
 */
public interface AsyncTable<K, V> {

    CompletionStage<@Nullable V> get(K key);

    CompletionStage<Map<K, V>> getAll(Collection<? extends K> keys);

    CompletionStage<V> getOrDefault(K key, V defaultValue);

    CompletionStage<Boolean> containsKey(K key);

    CompletionStage<@Nullable V> put(K key, V value);

    /** See {@link AsdrTable#put(Object, Object, Expiry)}. */
    CompletionStage<@Nullable V> put(K key, V value, Expiry expiry);

    CompletionStage<@Nullable Void> set(K key, V value);

    CompletionStage<@Nullable Void> putAll(Map<? extends K, ? extends V> entries);

    CompletionStage<@Nullable V> putIfAbsent(K key, V value);

    CompletionStage<@Nullable V> replace(K key, V value);

    CompletionStage<Boolean> replace(K key, V oldValue, V newValue);

    CompletionStage<@Nullable V> remove(K key);

    CompletionStage<Boolean> remove(K key, V value);

    CompletionStage<@Nullable Void> removeAll(Collection<? extends K> keys);

    CompletionStage<@Nullable V> computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function);

    CompletionStage<@Nullable V> compute(
            K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function);

    CompletionStage<@Nullable V> computeIfPresent(
            K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function);

    CompletionStage<@Nullable V> merge(
            K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function);

    CompletionStage<@Nullable Void> clear();

    CompletionStage<Long> size();
}
