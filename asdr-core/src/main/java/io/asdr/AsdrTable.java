package io.asdr;

import io.asdr.event.AsdrEvent;
import io.asdr.spi.Version;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A clustered map. Per key it is linearizable as long as the cluster is not split: a read returns the last value that was committed, wherever it is served. Thread-safe.
 *
 * <p>Null keys and null values are refused with {@link NullPointerException}. Every call may throw {@link CallTimeoutException} (no answer in time; no effect),
 * {@link NodeClosedException}, {@link CodecException} and {@link TooLargeException}; every call that writes may throw {@link OutcomeUnknownException} (it may have taken effect or not).
 * Values that are handed out must not be changed (see {@link TableConfig.Builder#copyOnRead}).
 */
public interface AsdrTable<K, V> {

    /** The table's name. */
    String name();

    /** The value of {@code key}, or null. Served from this JVM's heap when it can be; never stale. */
    @Nullable
    V get(K key);

    /** The values of those keys that have one. Not one moment's picture: each key is read by itself. */
    Map<K, V> getAll(Collection<? extends K> keys);

    V getOrDefault(K key, V defaultValue);

    boolean containsKey(K key);

    /** Stores {@code value} and returns the one before, or null. On return the value is at the owner and on every replica. */
    @Nullable
    V put(K key, V value);

    /** Stores {@code value}; cheaper than {@link #put} since the value before is not brought back. */
    void set(K key, V value);

    /** Like {@link #put(Object, Object)}, for a value that does not live as long as the table says. */
    @Nullable
    V put(K key, V value, Expiry expiry);

    /** Stores all entries, each by itself. */
    void putAll(Map<? extends K, ? extends V> entries);

    @Nullable
    V putIfAbsent(K key, V value);

    @Nullable
    V replace(K key, V value);

    /** Stores {@code newValue} if the present value has the same encoding as {@code oldValue}. */
    boolean replace(K key, V oldValue, V newValue);

    @Nullable
    V remove(K key);

    /** Removes the entry if its value has the same encoding as {@code value}. */
    boolean remove(K key, V value);

    /** Removes all these keys, each by itself. */
    void removeAll(Collection<? extends K> keys);

    /**
     * The value of {@code key}; where there is none, that of {@code function}, which runs on this thread, and once in the whole cluster however many ask at the same time: the others wait for its value.
     *
     * @throws LoaderFailedException if the function of the caller that this one waited for threw
     */
    @Nullable
    V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function);

    /** Runs {@code function} on this thread with the present value until it could be stored unchanged; it may run several times. */
    @Nullable
    V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function);

    @Nullable
    V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function);

    @Nullable
    V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function);

    /** Removes all entries, each by itself. */
    void clear();

    /** How many entries there are; exact where nothing is written meanwhile. Asks every owner. */
    long size();

    /** The keys of the table; exact where nothing is written meanwhile. Iterates page by page; removing writes through. */
    Set<K> keys();

    /** The same calls without waiting. */
    AsyncTable<K, V> async();

    /** A {@link ConcurrentMap} of this table. */
    ConcurrentMap<K, V> asMap();

    /** Value and version, or empty. */
    Optional<Versioned<V>> getVersioned(K key);

    /** Stores {@code value} if the present one has that version; {@link Version#NONE} stands for no value. */
    boolean replaceIfVersion(K key, Version version, V value);

    /**
     * Takes a reference to the entry, so that it neither ages out nor is evicted until the reference is closed; empty if there is no entry. Waits for the owner. Counted: each reference is closed by itself.
     */
    Optional<Retained<V>> retain(K key);

    /** Drops this member's copy if it holds one; where this member owns or replicates the key, removes the entry. {@code reason} is for logs and {@link #explain}. */
    void poison(K key, String reason);

    /** What this heap can serve now, or empty. Sends no message; may wait until the work on the key's partition that is under way here is done. */
    Optional<V> peek(K key);

    /** A view of this table whose calls make one attempt: what is not answered at once by the owner is not sent again. */
    AsdrTable<K, V> once();

    /** Name of the key's owner in this member's view. */
    String ownerOf(K key);

    boolean isOwnedHere(K key);

    /** What this member knows about the key, for people. */
    Explanation explain(K key);

    TableStats stats();

    /** Calls {@code listener} for events of this table, on the node's executor. */
    Subscription onEvent(Consumer<? super AsdrEvent> listener);
}
