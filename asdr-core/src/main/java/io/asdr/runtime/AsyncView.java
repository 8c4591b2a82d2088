package io.asdr.runtime;

import io.asdr.AsyncTable;
import io.asdr.protocol.calls.CallerRole;
import io.asdr.protocol.message.Operation;
import io.asdr.spi.Version;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of a table without waiting: stages complete on the callback executor, and functions run there. */
final class AsyncView<K, V> implements AsyncTable<K, V> {

    private final TypedTable<K, V> table;
    private final Calls calls;
    private final Executor executor;

    AsyncView(TypedTable<K, V> table, Calls calls, Executor executor) {
        this.table = table;
        this.calls = calls;
        this.executor = executor;
    }

    @Override
    public CompletionStage<@Nullable V> get(K key) {
        return getFuture(key);
    }

    @Override
    public CompletionStage<Map<K, V>> getAll(Collection<? extends K> keys) {
        Map<K, CompletableFuture<@Nullable V>> open = new LinkedHashMap<>();
        keys.forEach(key -> open.put(key, getFuture(key)));
        return CompletableFuture.allOf(open.values().toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> {
                    Map<K, V> found = new LinkedHashMap<>();
                    open.forEach((key, future) -> {
                        V value = future.getNow(null);
                        if (value != null) {
                            found.put(key, value);
                        }
                    });
                    return found;
                });
    }

    @Override
    public CompletionStage<V> getOrDefault(K key, V defaultValue) {
        return getFuture(key).thenApply(value -> value != null ? value : defaultValue);
    }

    @Override
    public CompletionStage<Boolean> containsKey(K key) {
        return getFuture(key).thenApply(Objects::nonNull);
    }

    @Override
    public CompletionStage<@Nullable V> put(K key, V value) {
        return callFuture(table.call(Operation.PUT, key, value))
                .thenApply(result -> table.decode(result.outcome().value()));
    }

    @Override
    public CompletionStage<@Nullable Void> set(K key, V value) {
        return setFuture(key, value);
    }

    @Override
    public CompletionStage<@Nullable Void> putAll(Map<? extends K, ? extends V> entries) {
        return CompletableFuture.allOf(entries.entrySet().stream()
                .map(entry -> setFuture(entry.getKey(), entry.getValue()))
                .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public CompletionStage<@Nullable V> putIfAbsent(K key, V value) {
        return callFuture(table.call(Operation.PUT_IF_ABSENT, key, value)).thenApply(table::refusal);
    }

    @Override
    public CompletionStage<@Nullable V> replace(K key, V value) {
        return callFuture(table.call(Operation.REPLACE, key, value))
                .thenApply(result -> table.decode(result.outcome().value()));
    }

    @Override
    public CompletionStage<Boolean> replace(K key, V oldValue, V newValue) {
        byte[] expected = table.encodeValue(oldValue);
        byte[] next = table.encodeValue(newValue);
        return callFuture(table.call(Operation.REPLACE_IF_EQUAL, key, next, expected, Version.NONE, 0))
                .thenApply(TypedTable::isDone);
    }

    @Override
    public CompletionStage<@Nullable V> remove(K key) {
        return removeFuture(key)
                .thenApply(result -> table.decode(result.outcome().value()));
    }

    @Override
    public CompletionStage<Boolean> remove(K key, V value) {
        byte[] expected = table.encodeValue(value);
        return callFuture(table.call(Operation.REMOVE_IF_EQUAL, key, null, expected, Version.NONE, 0))
                .thenApply(TypedTable::isDone);
    }

    @Override
    public CompletionStage<@Nullable Void> removeAll(Collection<? extends K> keys) {
        return CompletableFuture.allOf(keys.stream().map(this::removeFuture).toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public CompletionStage<@Nullable V> computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
        return supply(() -> table.computeIfAbsent(key, function));
    }

    @Override
    public CompletionStage<@Nullable V> compute(
            K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        return supply(() -> table.compute(key, function));
    }

    @Override
    public CompletionStage<@Nullable V> computeIfPresent(
            K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        return supply(() -> table.computeIfPresent(key, function));
    }

    @Override
    public CompletionStage<@Nullable V> merge(
            K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        return supply(() -> table.merge(key, value, function));
    }

    @Override
    public CompletionStage<@Nullable Void> clear() {
        return CompletableFuture.runAsync(table::clear, executor);
    }

    @Override
    public CompletionStage<Long> size() {
        return CompletableFuture.supplyAsync(table::size, executor);
    }

    @SuppressWarnings("unchecked")
    CompletableFuture<@Nullable V> getFuture(K key) {
        Object hit = table.index().read(Objects.requireNonNull(key, "key"), table.clock());
        if (hit != null) {
            return CompletableFuture.completedFuture((V) hit);
        }
        CompletableFuture<@Nullable V> future = new CompletableFuture<>();
        calls.checkOpen();
        calls.readLater(table.id(), table.encodeKey(key), false, (result, failure) -> {
            try {
                TypedTable.Read<V> read = result == null ? null : table.accept(key, result);
                if (failure != null) {
                    future.completeExceptionally(failure);
                } else if (read != null
                        && (read.value() != null || table.config().loader() == null)) {
                    future.complete(read.value());
                } else {
                    // Not to be had at once: the blocking way waits for the lease, or loads. This is the executor.
                    future.complete(table.get(key));
                }
            } catch (RuntimeException problem) {
                future.completeExceptionally(problem);
            }
        });
        return future;
    }

    CompletableFuture<@Nullable Void> setFuture(K key, V value) {
        return callFuture(table.call(Operation.SET, key, value)).thenApply(result -> null);
    }

    CompletableFuture<CallResult> removeFuture(K key) {
        return callFuture(table.call(Operation.REMOVE, key, null, null, Version.NONE, 0));
    }

    CompletableFuture<CallResult> callFuture(CallerRole.Call call) {
        calls.checkOpen();
        table.meters().writes.increment();
        CompletableFuture<CallResult> future = new CompletableFuture<>();
        calls.callLater(table.id(), call, (result, failure) -> {
            if (failure != null) {
                future.completeExceptionally(failure);
            } else {
                future.complete(result);
            }
        });
        return future;
    }

    private <T> CompletableFuture<@Nullable T> supply(Supplier<@Nullable T> supplier) {
        return CompletableFuture.supplyAsync(supplier, executor);
    }
}
