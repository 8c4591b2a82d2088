package io.asdr.runtime;

import io.asdr.AsdrException;
import io.asdr.AsdrTable;
import io.asdr.AsyncTable;
import io.asdr.CallTimeoutException;
import io.asdr.Expiry;
import io.asdr.Explanation;
import io.asdr.MergePolicy;
import io.asdr.RefractoryException;
import io.asdr.Retained;
import io.asdr.Subscription;
import io.asdr.TableConfig;
import io.asdr.TableStats;
import io.asdr.Versioned;
import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent;
import io.asdr.local.HeapEntry;
import io.asdr.local.Horizon;
import io.asdr.local.ReadIndex;
import io.asdr.protocol.KeyReport;
import io.asdr.protocol.calls.CallerRole;
import io.asdr.protocol.effect.Conflict;
import io.asdr.protocol.effect.Poisoning;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.Outcome;
import io.asdr.protocol.ownership.Spot;
import io.asdr.spi.Clock;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A table as the application sees it: objects outside, encodings inside.
 *
 * <p>A read looks into the index first: key object to entry, without encoding. What it does not find there it asks the key's lane for, which serves it from this heap or fetches it; the entry
 * then goes into the index for the next reader.
 */
final class TypedTable<K, V> implements AsdrTable<K, V> {

    static final int LOSSES_BEFORE_QUEUEING = 3;
    private static final int MAX_FAILURE_CHARS = 256;

    /** What of a table is in one lane. */
    private record Held(long entries, long pooled) {}

    private final Node node;
    private final Engine engine;
    private final Calls calls;
    private final Clock clock;
    private final TableConfig<K, V> config;
    private final TableEncoding<K, V> encoding;
    private final int id;
    private final ReadIndex index;
    private final boolean indexed;
    private final int attempts;
    private final TableMeters meters;
    private final References references;
    private final Horizon ownHorizon;
    private final KeyMove<K> keyMove;

    TypedTable(
            Node node,
            TableConfig<K, V> config,
            TableEncoding<K, V> encoding,
            int id,
            TableMeters meters,
            References references,
            int attempts) {
        this.references = references;
        this.node = node;
        this.engine = node.engine();
        this.calls = node.calls();
        this.clock = engine.environment().clock();
        this.config = config;
        this.encoding = encoding;
        this.id = id;
        this.index = engine.stores().index(id);
        this.indexed = config.keyCodec().isIdentity() && !config.copyOnRead();
        this.attempts = attempts;
        this.meters = meters;
        this.keyMove = new KeyMove<>(calls, clock, id, encoding, meters.movedKeys);
        boolean strict = config.whenSplit() == WhenSplit.STRICT;
        this.ownHorizon = strict ? engine.horizons().quorum() : engine.ownHorizon();
        if (strict) {
            calls.strict(id);
        }
    }

    TableConfig<K, V> config() {
        return config;
    }

    /** The cluster has the table with other settings since it merged with another one. */
    void refuse(String reason) {
        encoding.refuse(reason);
    }

    TableMeters meters() {
        return meters;
    }

    int id() {
        return id;
    }

    Node node() {
        return node;
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V get(K key) {
        Object hit = index.read(key, clock);
        if (hit != null && isUsable((V) hit)) {
            return (V) hit;
        }
        Read<V> read = read(key);
        Function<K, V> loader = config.loader();
        if (isUsable(read)) {
            return read.value();
        }
        return loader == null ? null : rebuild(key, read, loader);
    }

    /** Whether there is a value, and it counts. */
    boolean isUsable(@Nullable V value) {
        Predicate<V> usable = config.usable();
        return value != null && (usable == null || usable.test(value));
    }

    /** Whether a read found a value that counts; values that don't are counted. */
    boolean isUsable(Read<V> read) {
        boolean usable = isUsable(read.value());
        if (!usable && read.value() != null) {
            meters.unusable.increment();
        }
        return usable;
    }

    @Override
    public Map<K, V> getAll(Collection<? extends K> wanted) {
        Map<K, V> found = new LinkedHashMap<>();
        Map<K, CompletableFuture<@Nullable V>> open = new LinkedHashMap<>();
        for (K key : wanted) {
            open.put(key, asyncTable().getFuture(Objects.requireNonNull(key, "key")));
        }
        open.forEach((key, future) -> {
            V value = join(future);
            if (value != null) {
                found.put(key, value);
            }
        });
        return found;
    }

    @Override
    public V getOrDefault(K key, V defaultValue) {
        V value = get(key);
        return value != null ? value : defaultValue;
    }

    @Override
    public boolean containsKey(K key) {
        return isUsable(read(key));
    }

    @Override
    public @Nullable V put(K key, V value) {
        return decode(write(Operation.PUT, key, value).outcome().value());
    }

    @Override
    public @Nullable V put(K key, V value, Expiry expiry) {
        return decode(write(put(key, value, expiry.nanos())).outcome().value());
    }

    @Override
    public void set(K key, V value) {
        write(Operation.SET, key, value);
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> entries) {
        List<CompletableFuture<?>> open = new ArrayList<>();
        entries.forEach((key, value) -> open.add(asyncTable().setFuture(key, value)));
        open.forEach(this::join);
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        return refusal(write(Operation.PUT_IF_ABSENT, key, value));
    }

    @Override
    public @Nullable V replace(K key, V value) {
        return decode(write(Operation.REPLACE, key, value).outcome().value());
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        byte[] expected = encodeValue(oldValue);
        return isDone(write(call(Operation.REPLACE_IF_EQUAL, key, encodeValue(newValue), expected, Version.NONE, 0)));
    }

    @Override
    public @Nullable V remove(K key) {
        return decode(write(call(Operation.REMOVE, key, null, null, Version.NONE, 0))
                .outcome()
                .value());
    }

    @Override
    public boolean remove(K key, V value) {
        return isDone(write(call(Operation.REMOVE_IF_EQUAL, key, null, encodeValue(value), Version.NONE, 0)));
    }

    @Override
    public void removeAll(Collection<? extends K> wanted) {
        List<CompletableFuture<?>> open = new ArrayList<>();
        wanted.forEach(key -> open.add(asyncTable().removeFuture(key)));
        open.forEach(this::join);
    }

    @Override
    public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        Read<V> read = read(key);
        return isUsable(read) ? read.value() : rebuild(key, read, function);
    }

    /** Builds a value in place of none, or of one that does not count, once in the whole cluster: the first to ask builds, the others wait for what it brings. */
    private @Nullable V rebuild(K key, Read<V> found, Function<? super K, ? extends @Nullable V> function) {
        long deadline = clock.nanos() + calls.timeoutNanos();
        Version unusable = found.version();
        while (clock.nanos() - deadline < 0) {
            CallResult claim = write(call(Operation.CLAIM, key, null, null, unusable, 0));
            if (claim.outcome().status() != Outcome.Status.REFUSED) {
                return build(key, function, claim.sequence(), unusable);
            }
            V present = decode(claim.outcome().value());
            if (isUsable(present)) {
                return present;
            }
            unusable = claim.outcome().version();
        }
        throw new CallTimeoutException(
                "no value that is usable was built within " + calls.timeoutNanos() / 1_000_000 + " ms; call again");
    }

    /** Runs the function under a claim, and ends the claim whatever happens. */
    private @Nullable V build(
            K key, Function<? super K, ? extends @Nullable V> function, long claim, Version unusable) {
        byte[] encoded;
        V built;
        try {
            meters.loads.increment();
            built = function.apply(key);
            encoded = built == null ? null : encodeValue(built);
            if (encoded != null) {
                encoding.checkSize(encodeKey(key).key().bytes().length, encoded.length);
            }
        } catch (RuntimeException | Error failure) {
            write(call(Operation.FAIL, key, failureText(failure), null, Version.NONE, claim));
            throw failure;
        }
        if (built == null) {
            write(call(Operation.ABANDON, key, null, null, Version.NONE, claim));
            return null;
        }
        V winner = refusal(write(call(Operation.FULFIL, key, encoded, null, unusable, claim)));
        return winner != null ? winner : built;
    }

    @Override
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        return transform(key, present -> function.apply(key, present));
    }

    @Override
    public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        return transform(key, present -> present == null ? null : function.apply(key, present));
    }

    @Override
    public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(function, "function");
        return transform(key, present -> present == null ? value : function.apply(present, value));
    }

    /** Reads, computes, and writes if nothing came in between; after some losses the owner hands the key to this caller next. */
    private @Nullable V transform(K key, Function<@Nullable V, @Nullable V> function) {
        long deadline = clock.nanos() + calls.timeoutNanos();
        Read<V> read = read(key);
        long reservation = 0;
        int losses = 0;
        while (clock.nanos() - deadline < 0) {
            V next;
            PlacedCall attempt;
            try {
                next = function.apply(read.value());
                if (next == null && read.value() == null) {
                    endReservation(key, reservation);
                    return null;
                }
                byte[] encoded = next == null ? null : encodeValue(next);
                Operation operation = next == null ? Operation.REMOVE_IF_VERSION : Operation.REPLACE_IF_VERSION;
                attempt = call(operation, key, encoded, null, read.version(), reservation);
            } catch (RuntimeException | Error failure) {
                endReservation(key, reservation);
                throw failure;
            }
            Outcome outcome = write(attempt).outcome();
            if (outcome.status() == Outcome.Status.DONE) {
                return next;
            }
            reservation = 0;
            read = new Read<>(decode(outcome.value()), outcome.version());
            losses++;
            if (losses >= LOSSES_BEFORE_QUEUEING) {
                CallResult reserved = write(call(Operation.RESERVE, key, null, null, Version.NONE, 0));
                reservation = reserved.sequence();
                read = new Read<>(
                        decode(reserved.outcome().value()), reserved.outcome().version());
            }
        }
        endReservation(key, reservation);
        throw new CallTimeoutException("key was changed by others " + losses + " times within "
                + calls.timeoutNanos() / 1_000_000 + " ms; call again");
    }

    private void endReservation(K key, long reservation) {
        if (reservation != 0) {
            write(call(Operation.ABANDON, key, null, null, Version.NONE, reservation));
        }
    }

    @Override
    public void clear() {
        KeyPage<K> page = pages();
        while (page != null) {
            List<CompletableFuture<?>> open = new ArrayList<>();
            page.keys().forEach(key -> open.add(asyncTable().removeFuture(key)));
            open.forEach(this::join);
            page = page.next() == null ? null : page.next().get();
        }
    }

    @Override
    public long size() {
        View.TableSettings before = encoding.table();
        long size = 0;
        int first = node.table().firstPartition(id, before.keyMoves());
        for (int number = 0; number < partitionCount(); number++) {
            size += calls.scan(id, first + number, null, 0).entryCount();
        }
        View.TableSettings after = encoding.table();
        boolean counted = !before.isMoving() && before.keyMoves() == after.keyMoves();
        return counted ? size : countOneByOne();
    }

    /** While keys move from partitions to others, the counts of these don't add up. */
    private long countOneByOne() {
        long count = 0;
        for (KeyPage<K> page = pages();
                page != null;
                page = page.next() == null ? null : page.next().get()) {
            count += page.keys().size();
        }
        return count;
    }

    @Override
    public Set<K> keys() {
        return new KeysView<>(this, this::pages);
    }

    @Override
    public AsyncTable<K, V> async() {
        return asyncTable();
    }

    @Override
    public ConcurrentMap<K, V> asMap() {
        return new MapView<>(this);
    }

    @Override
    public Optional<Versioned<V>> getVersioned(K key) {
        Read<V> read = read(key);
        V value = read.value();
        return value == null ? Optional.empty() : Optional.of(new Versioned<>(value, read.version()));
    }

    @Override
    public boolean replaceIfVersion(K key, Version version, V value) {
        Objects.requireNonNull(version, "version");
        return isDone(write(call(Operation.REPLACE_IF_VERSION, key, encodeValue(value), null, version, 0)));
    }

    @Override
    public void poison(K key, String reason) {
        Objects.requireNonNull(reason, "reason");
        PlacedKey former = encoding.encodeFormer(key);
        boolean dropped = former == null || poison(former, reason);
        if (!poison(encodeKey(key), reason) || !dropped) {
            remove(key);
        }
    }

    /** The same for a key that a person wrote as text. */
    void poisonWritten(String key, String reason) {
        poison(encoding.parseKey(key), reason);
    }

    private boolean poison(PlacedKey placed, String reason) {
        int partition = engine.partition(id, placed);
        return node.inLane(partition, lane -> lane.onPoison(id, partition, placed.key(), reason, engine.nanos()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Optional<V> peek(K key) {
        calls.checkOpen();
        HeapEntry entry = index.find(Objects.requireNonNull(key, "key"));
        if (entry == null && !encoding.isRefused()) {
            // Nobody here has read it since it came.
            entry = findInLane(encodeKey(key));
        }
        if (entry == null || !entry.isReadable()) {
            return Optional.empty();
        }
        V value = (V) entry.decoded();
        if (value == null) {
            value = decodeEntry(entry);
        }
        return entry.isServable(clock) && isUsable(value) ? Optional.of(value) : Optional.empty();
    }

    @Override
    public Optional<Retained<V>> retain(K key) {
        Key own = encoding.ownKey(key);
        CallResult taken = references.take(own, () -> write(call(Operation.RETAIN, key, null, null, Version.NONE, 0)));
        V value = isDone(taken) ? decode(taken.outcome().value()) : null;
        return value == null
                ? Optional.empty()
                : Optional.of(new Reference<>(value, () -> references.giveBack(own, () -> release(key))));
    }

    /** The table moves to another key format: its owners there know of no reference yet. */
    void retainAnew() {
        for (Key own : references.keys()) {
            K key = encoding.fromOwnKey(own);
            calls.callLater(id, call(Operation.RETAIN, key, null, null, Version.NONE, 0), (result, failure) -> {
                if (!references.isHeld(own)) {
                    release(key);
                }
            });
        }
    }

    /** Brings a key that this member owns to the format to which the table moves. */
    CompletableFuture<@Nullable Void> push(Key former) {
        View.TableSettings present = encoding.table();
        return present.isMoving()
                ? keyMove.push(encoding.decodeKey(former, present.keyMoves() - 1))
                : CompletableFuture.completedFuture(null);
    }

    /** Until the key is where it is to be, after a call that found it elsewhere. */
    CompletableFuture<@Nullable Void> bring(K key) {
        return keyMove.bring(key);
    }

    /** Nobody waits for it: until it has come, the entry stays a little longer. */
    private void release(K key) {
        calls.callLater(id, call(Operation.RELEASE, key, null, null, Version.NONE, 0), (result, failure) -> {});
    }

    private @Nullable HeapEntry findInLane(PlacedKey placed) {
        int partition = engine.partition(id, placed);
        return node.inLane(partition, lane -> Optional.ofNullable((HeapEntry) lane.peek(id, partition, placed.key())))
                .orElse(null);
    }

    @Override
    public AsdrTable<K, V> once() {
        return attempts == 1 ? this : new TypedTable<>(node, config, encoding, id, meters, references, 1);
    }

    @Override
    public String ownerOf(K key) {
        return node.nameOf(owner(key));
    }

    @Override
    public boolean isOwnedHere(K key) {
        return owner(key).equals(engine.self());
    }

    @Override
    public Explanation explain(K key) {
        View.TableSettings present = encoding.table();
        PlacedKey former = encoding.encodeFormer(key);
        PlacedKey placed = encodeKey(key);
        KeyReport report = report(placed);
        int keyMajor = present.keyMajor();
        if (former != null && report.version().equals(Version.NONE)) {
            KeyReport there = report(former);
            if (!there.version().equals(Version.NONE)) {
                report = there;
                placed = former;
                keyMajor = present.movingFrom();
            }
        }
        boolean owned = report.owner().equals(engine.self());
        Horizon horizon = owned ? ownHorizon : engine.horizons().of(report.owner());
        if (!owned && config.whenSplit() == WhenSplit.STRICT) {
            horizon = engine.horizons().strictOf(report.owner());
        }
        long leaseLeft = horizon.untilNanos() - clock.nanos();
        Poisoning last = report.lastPoisoning();
        String poisoning = last == null ? "" : node.describe(last);
        MemberId builder = report.builder();
        return new Explanation(
                node.nameOf(report.owner()),
                names(report.chain()),
                engine.partition(id, placed),
                placed.spot().pin() == Spot.NO_PIN
                        ? ""
                        : encoding.pinnedTo(placed.spot().pin()),
                names(report.holders()),
                report.version(),
                report.state().name(),
                leaseLeft,
                report.uses(),
                report.idleNanos(),
                report.liveLeftNanos(),
                report.refractoryLeftNanos(),
                names(report.retainedBy()),
                builder == null ? "" : node.nameOf(builder),
                poisoning,
                keyMajor);
    }

    private KeyReport report(PlacedKey placed) {
        int partition = engine.partition(id, placed);
        return node.inLane(partition, lane -> lane.explain(id, partition, placed.key(), engine.nanos()));
    }

    private List<String> names(List<MemberId> members) {
        return members.stream().map(node::nameOf).toList();
    }

    @Override
    public TableStats stats() {
        long entries = 0;
        long pooled = 0;
        for (DataLane lane : engine.lanes()) {
            Held held =
                    node.inLane(lane.number(), present -> new Held(present.entryCount(id), present.pooledCount(id)));
            entries += held.entries();
            pooled += held.pooled();
        }
        return meters.stats(index.counts(), pooled, entries);
    }

    @Override
    public Subscription onEvent(Consumer<? super AsdrEvent> listener) {
        return node.onTableEvent(name(), listener);
    }

    /** A value and its version; null and {@link Version#NONE} where there is none. */
    record Read<V>(@Nullable V value, Version version) {}

    /** Reads from the key's lane: from this heap, or from the owner. */
    Read<V> read(K key) {
        Objects.requireNonNull(key, "key");
        calls.checkOpen();
        long deadline = clock.nanos() + calls.timeoutNanos();
        boolean remote = false;
        while (true) {
            ReadResult result = calls.read(id, () -> encodeKey(key), remote);
            if (isElsewhere(result)) {
                join(bring(key));
                if (clock.nanos() - deadline >= 0) {
                    throw new CallTimeoutException("reading a key that moves to another key format took "
                            + calls.timeoutNanos() / 1_000_000 + " ms; read again");
                }
                continue;
            }
            Read<V> read = accept(key, result);
            if (read != null) {
                return read;
            }
            remote = true;
            if (config.whenSplit() == WhenSplit.SERVE) {
                awaitOwnLease();
            }
            if (clock.nanos() - deadline >= 0) {
                throw new CallTimeoutException(
                        "reading key " + encodeKey(key).key() + ": this member could not rely on its lease for "
                                + calls.timeoutNanos() / 1_000_000 + " ms; read again");
            }
        }
    }

    /** Whether the owner could not tell before the key has moved. */
    static boolean isElsewhere(ReadResult result) {
        return result.version().equals(Version.MOVING);
    }

    /** What a result is worth; null if it was served here and may no longer be handed out. */
    @Nullable
    Read<V> accept(K key, ReadResult result) {
        HeapEntry entry = result.entry();
        Read<V> read;
        if (entry == null) {
            read = new Read<>(decode(result.value()), result.version());
            if (result.local() && !Horizon.isLive(ownHorizon.untilNanos(), clock.nanos())) {
                return null;
            }
        } else {
            V value = valueOf(entry);
            if (indexed) {
                index.fill(key, entry);
            }
            read = new Read<>(value, result.version());
            if (result.local() && !entry.isServable(clock)) {
                return null;
            }
        }
        if (result.local()) {
            index.counts()
                    .count(
                            entry == null
                                    ? io.asdr.protocol.entry.Entries.Role.OWNER
                                    : entry.store().role());
        } else {
            meters.remoteReads.increment();
        }
        return read;
    }

    /** Lets the table's merge policy choose, and writes its choice unless the key has been written since. */
    void resolve(Conflict conflict) {
        K key = encoding.decodeKey(conflict.key(), conflict.keyMoves());
        MergePolicy.Choice<Object> choice = config.mergePolicy().choice();
        Object chosen = decode(conflict.kept());
        for (byte[] other : conflict.others()) {
            V value = decode(other);
            if (value != null) {
                // Without a choice of the application's own, its owner has chosen.
                chosen = choice == null ? value : choice.choose(key, chosen, value);
            }
        }
        @SuppressWarnings("unchecked")
        byte[] encoded = chosen == null ? null : encodeValue((V) chosen);
        Operation operation = encoded == null ? Operation.REMOVE_IF_VERSION : Operation.MERGE;
        PlacedKey placed = encodeKey(key);
        CallerRole.Call call = new CallerRole.Call(
                operation, placed.key(), encoded, null, conflict.present(), 0, Integer.MAX_VALUE, conflict.liveNanos());
        calls.callLater(id, place(key, placed, call), (result, failure) -> {
            if (failure != null) {
                node.onMergeFailed(name(), String.valueOf(failure.getMessage()));
            }
        });
    }

    private void awaitOwnLease() {
        if (!Horizon.isLive(ownHorizon.untilNanos(), clock.nanos())) {
            calls.await(() -> Horizon.isLive(ownHorizon.untilNanos(), clock.nanos()));
            calls.checkOpen();
        }
    }

    @SuppressWarnings("unchecked")
    private V valueOf(HeapEntry entry) {
        Object decoded = indexed ? entry.decoded() : null;
        return decoded != null ? (V) decoded : decodeEntry(entry);
    }

    private V decodeEntry(HeapEntry entry) {
        byte[] bytes = entry.value();
        V value = decode(bytes);
        if (value == null) {
            throw new IllegalStateException("an entry without a value is not readable");
        }
        if (indexed) {
            entry.decoded(value);
        }
        return value;
    }

    PlacedCall call(
            Operation operation,
            K key,
            byte @Nullable [] value,
            byte @Nullable [] expected,
            Version expectedVersion,
            long claim) {
        PlacedKey placed = encodeKey(key);
        encoding.checkSize(
                placed.key().bytes().length,
                (value == null ? 0 : value.length) + (long) (expected == null ? 0 : expected.length));
        return place(
                key,
                placed,
                new CallerRole.Call(operation, placed.key(), value, expected, expectedVersion, claim, attempts));
    }

    /** The call, which is made anew in another format when its key moves. A claim of the format before is void there. */
    private PlacedCall place(K key, PlacedKey placed, CallerRole.Call call) {
        return new PlacedCall(call, placed, ended -> {
            CompletableFuture<?> here = ended.ending() == Ending.MOVED
                    ? CompletableFuture.<@Nullable Void>completedFuture(null)
                    : bring(key);
            return here.thenApply(there -> {
                PlacedKey next = encodeKey(key);
                long claim = next.keyMoves() == placed.keyMoves() ? call.claim() : 0;
                return place(key, next, call.with(next.key(), claim));
            });
        });
    }

    PlacedCall put(K key, V value, long liveNanos) {
        PlacedCall placed = call(Operation.PUT, key, value);
        CallerRole.Call put = placed.call();
        return place(
                key,
                placed.key(),
                new CallerRole.Call(
                        put.operation(), put.key(), put.value(), null, Version.NONE, 0, put.attempts(), liveNanos));
    }

    PlacedCall call(Operation operation, K key, V value) {
        return call(operation, key, encodeValue(value), null, Version.NONE, 0);
    }

    private CallResult write(Operation operation, K key, V value) {
        return write(call(operation, key, value));
    }

    private CallResult write(PlacedCall call) {
        calls.checkOpen();
        meters.writes.increment();
        return taken(calls.call(id, call));
    }

    /** Throws where the table refused the call because of its refractory period. */
    CallResult taken(CallResult result) {
        if (result.outcome().status() == Outcome.Status.REFRACTORY) {
            meters.refractoryRefusals.increment();
            throw new RefractoryException(
                    "table '" + name() + "': the entry was written less than refractory=" + config.refractory()
                            + " ago; update it later",
                    decode(result.outcome().value()));
        }
        return result;
    }

    /** The value that was in the way, or null if the call took effect. */
    @Nullable
    V refusal(CallResult result) {
        return isDone(result) ? null : decode(result.outcome().value());
    }

    static boolean isDone(CallResult result) {
        return result.outcome().status() == Outcome.Status.DONE;
    }

    @Nullable
    V decode(byte @Nullable [] bytes) {
        return encoding.decode(bytes);
    }

    byte[] encodeValue(V value) {
        return encoding.encodeValue(value);
    }

    PlacedKey encodeKey(K key) {
        return encoding.encodeKey(key);
    }

    private KeyPage<K> pages() {
        return new KeyPages<>(calls, id, encoding, node::table).first();
    }

    private AsyncView<K, V> asyncTable() {
        return new AsyncView<>(this, calls, engine.environment().callbacks());
    }

    ReadIndex index() {
        return index;
    }

    Clock clock() {
        return clock;
    }

    private <T> @Nullable T join(CompletableFuture<T> future) {
        if (!calls.await(future::isDone) && !future.isDone()) {
            throw new CallTimeoutException("some of several calls had no answer in " + calls.timeoutNanos() / 1_000_000
                    + " ms; those that did have taken effect");
        }
        calls.checkOpen();
        try {
            return future.getNow(null);
        } catch (java.util.concurrent.CompletionException failure) {
            if (failure.getCause() instanceof AsdrException known) {
                throw known;
            }
            throw new AsdrException("a call failed: " + failure.getMessage(), failure);
        }
    }

    private MemberId owner(K key) {
        return node.table().owner(id, engine.partition(id, encodeKey(key)));
    }

    private int partitionCount() {
        return node.table().partitionCount(id);
    }

    static byte @Nullable [] failureText(Throwable failure) {
        String text = failure.getMessage();
        return text == null
                ? null
                : text.substring(0, Math.min(text.length(), MAX_FAILURE_CHARS)).getBytes(StandardCharsets.UTF_8);
    }
}
