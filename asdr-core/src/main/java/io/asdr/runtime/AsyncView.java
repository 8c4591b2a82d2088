package io.asdr.runtime;

import io.asdr.AsdrException;
import io.asdr.AsyncTable;
import io.asdr.CallTimeoutException;
import io.asdr.Expiry;
import io.asdr.NodeClosedException;
import io.asdr.NotInMajorityException;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.Outcome;
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
        return readFuture(key).thenApply(read -> table.isUsable(read));
    }

    @Override
    public CompletionStage<@Nullable V> put(K key, V value) {
        return callFuture(table.call(Operation.PUT, key, value))
                .thenApply(result -> table.decode(result.outcome().value()));
    }

    @Override
    public CompletionStage<@Nullable V> put(K key, V value, Expiry expiry) {
        return callFuture(table.put(key, value, expiry.nanos()))
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
        Objects.requireNonNull(function, "function");
        return readFuture(key)
                .thenCompose(read -> table.isUsable(read)
                        ? CompletableFuture.completedFuture(read.value())
                        : rebuild(key, read.version(), function, table.clock().nanos() + calls.timeoutNanos()));
    }

    /** See {@link TypedTable#computeIfAbsent}: builds in place of no value, or of the one of the version {@code unusable}. */
    private CompletableFuture<@Nullable V> rebuild(
            K key, Version unusable, Function<? super K, ? extends @Nullable V> function, long deadline) {
        return callFuture(table.call(Operation.CLAIM, key, null, null, unusable, 0))
                .thenCompose(claim -> {
                    if (claim.outcome().status() != Outcome.Status.REFUSED) {
                        return build(key, function, claim.sequence(), unusable);
                    }
                    V present = table.decode(claim.outcome().value());
                    if (table.isUsable(present)) {
                        return CompletableFuture.completedFuture(present);
                    }
                    return table.clock().nanos() - deadline < 0
                            ? rebuild(key, claim.outcome().version(), function, deadline)
                            : CompletableFuture.failedFuture(
                                    new CallTimeoutException("no value that is usable was built in time; call again"));
                });
    }

    @Override
    public CompletionStage<@Nullable V> compute(
            K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        return transform(key, present -> function.apply(key, present));
    }

    @Override
    public CompletionStage<@Nullable V> computeIfPresent(
            K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        return transform(key, present -> present == null ? null : function.apply(key, present));
    }

    @Override
    public CompletionStage<@Nullable V> merge(
            K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        return transform(key, present -> present == null ? value : function.apply(present, value));
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
        if (hit != null && table.isUsable((V) hit)) {
            return CompletableFuture.completedFuture((V) hit);
        }
        Function<K, V> loader = table.config().loader();
        return readFuture(key).thenCompose(read -> {
            if (table.isUsable(read)) {
                return CompletableFuture.completedFuture(read.value());
            }
            return loader == null
                    ? CompletableFuture.completedFuture(null)
                    : rebuild(key, read.version(), loader, table.clock().nanos() + calls.timeoutNanos());
        });
    }

    private CompletableFuture<TypedTable.Read<V>> readFuture(K key) {
        CompletableFuture<TypedTable.Read<V>> future = new CompletableFuture<>();
        // A key that can't be encoded fails here, not in the stage.
        table.encodeKey(key);
        readLater(key, false, table.clock().nanos() + calls.timeoutNanos(), future);
        return future;
    }

    private void readLater(K key, boolean remote, long deadline, CompletableFuture<TypedTable.Read<V>> future) {
        startOrFail(
                future,
                () -> calls.readLater(table.id(), () -> table.encodeKey(key), remote, (result, failure) -> {
                    try {
                        if (result != null && TypedTable.isElsewhere(result)) {
                            readWhenBrought(key, remote, deadline, future);
                            return;
                        }
                        TypedTable.Read<V> read = result == null ? null : table.accept(key, result);
                        if (failure != null) {
                            future.completeExceptionally(failure);
                        } else if (read != null) {
                            future.complete(read);
                        } else if (table.clock().nanos() - deadline >= 0) {
                            future.completeExceptionally(new CallTimeoutException(
                                    "reading key " + table.encodeKey(key).key()
                                            + ": this member could not rely on its lease; read again"));
                        } else {
                            calls.afterLease(() -> readLater(key, true, deadline, future));
                        }
                    } catch (RuntimeException problem) {
                        future.completeExceptionally(problem);
                    }
                }));
    }

    private void readWhenBrought(K key, boolean remote, long deadline, CompletableFuture<TypedTable.Read<V>> future) {
        var unused = table.bring(key).whenComplete((brought, failure) -> {
            if (failure != null) {
                future.completeExceptionally(failure);
            } else if (table.clock().nanos() - deadline >= 0) {
                future.completeExceptionally(new CallTimeoutException(
                        "reading a key that moves to another key format took too long; read again"));
            } else {
                calls.afterLease(() -> readLater(key, remote, deadline, future));
            }
        });
    }

    /** Begins a call; the stage of one that the node does not take has failed. */
    private void startOrFail(CompletableFuture<?> future, Runnable start) {
        try {
            calls.checkOpen();
            start.run();
        } catch (NodeClosedException | NotInMajorityException refused) {
            future.completeExceptionally(refused);
        }
    }

    CompletableFuture<@Nullable Void> setFuture(K key, V value) {
        return callFuture(table.call(Operation.SET, key, value)).thenApply(result -> null);
    }

    CompletableFuture<CallResult> removeFuture(K key) {
        return callFuture(table.call(Operation.REMOVE, key, null, null, Version.NONE, 0));
    }

    CompletableFuture<CallResult> callFuture(PlacedCall call) {
        CompletableFuture<CallResult> future = new CompletableFuture<>();
        startOrFail(future, () -> {
            table.meters().writes.increment();
            calls.callLater(table.id(), call, (result, failure) -> {
                if (failure != null) {
                    future.completeExceptionally(failure);
                } else if (result != null) {
                    complete(future, result);
                }
            });
        });
        return future;
    }

    private void complete(CompletableFuture<CallResult> future, CallResult result) {
        try {
            future.complete(table.taken(result));
        } catch (AsdrException refused) {
            future.completeExceptionally(refused);
        }
    }

    /** Runs the function on the executor under a claim, and ends the claim whatever happens. */
    private CompletableFuture<@Nullable V> build(
            K key, Function<? super K, ? extends @Nullable V> function, long claim, Version unusable) {
        V built;
        PlacedCall fulfil;
        try {
            table.meters().loads.increment();
            built = function.apply(key);
            fulfil = built == null
                    ? table.call(Operation.ABANDON, key, null, null, Version.NONE, claim)
                    : table.call(Operation.FULFIL, key, table.encodeValue(built), null, unusable, claim);
        } catch (RuntimeException | Error failure) {
            return callFuture(
                            table.call(Operation.FAIL, key, TypedTable.failureText(failure), null, Version.NONE, claim))
                    .thenCompose(ended -> CompletableFuture.failedFuture(failure));
        }
        return callFuture(fulfil).thenApply(result -> {
            V winner = built == null ? null : table.refusal(result);
            return winner != null ? winner : built;
        });
    }

    private CompletableFuture<@Nullable V> transform(K key, Function<@Nullable V, @Nullable V> function) {
        long deadline = table.clock().nanos() + calls.timeoutNanos();
        CompletableFuture<TypedTable.Read<V>> read = readFuture(key);
        return read.thenCompose(present -> attempt(key, function, present, 0, 0, deadline));
    }

    /** One attempt: computes, and writes if nothing came in between; else tries again with what is there now. */
    private CompletableFuture<@Nullable V> attempt(
            K key,
            Function<@Nullable V, @Nullable V> function,
            TypedTable.Read<V> present,
            long reservation,
            int losses,
            long deadline) {
        V next;
        PlacedCall write;
        try {
            if (table.clock().nanos() - deadline >= 0) {
                throw new CallTimeoutException("key was changed by others " + losses + " times in a row; call again");
            }
            next = function.apply(present.value());
            if (next == null && present.value() == null) {
                return endReservation(key, reservation).thenApply(ended -> null);
            }
            write = next == null
                    ? table.call(Operation.REMOVE_IF_VERSION, key, null, null, present.version(), reservation)
                    : table.call(
                            Operation.REPLACE_IF_VERSION,
                            key,
                            table.encodeValue(next),
                            null,
                            present.version(),
                            reservation);
        } catch (RuntimeException | Error failure) {
            return endReservation(key, reservation).thenCompose(ended -> CompletableFuture.failedFuture(failure));
        }
        return callFuture(write).thenCompose(result -> {
            if (TypedTable.isDone(result)) {
                return CompletableFuture.completedFuture(next);
            }
            if (losses + 1 < TypedTable.LOSSES_BEFORE_QUEUEING) {
                return attempt(key, function, read(result), 0, losses + 1, deadline);
            }
            return callFuture(table.call(Operation.RESERVE, key, null, null, Version.NONE, 0))
                    .thenCompose(reserved ->
                            attempt(key, function, read(reserved), reserved.sequence(), losses + 1, deadline));
        });
    }

    private CompletableFuture<?> endReservation(K key, long reservation) {
        return reservation == 0
                ? CompletableFuture.completedFuture(null)
                : callFuture(table.call(Operation.ABANDON, key, null, null, Version.NONE, reservation));
    }

    private TypedTable.Read<V> read(CallResult result) {
        return new TypedTable.Read<>(
                table.decode(result.outcome().value()), result.outcome().version());
    }
}
