package io.asdr.runtime;

import io.asdr.AsdrException;
import io.asdr.CallTimeoutException;
import io.asdr.LoaderFailedException;
import io.asdr.NodeClosedException;
import io.asdr.NotInMajorityException;
import io.asdr.OutcomeUnknownException;
import io.asdr.protocol.calls.CallerRole;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.Outcome;
import io.asdr.spi.MemberId;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls of this member that wait for an answer: blocking or not, each with a deadline, and all failed when the node closes. */
final class Calls {

    /** How a call of a table that waits is ended by others: when the node closes, when the table is refused in a minority, or (unless its caller does that) when its time is up. */
    private record Open(
            long number,
            int table,
            Runnable fail,
            Runnable refuse,
            Runnable move,
            @Nullable Runnable timedOut,
            long deadlineNanos) {}

    /** Begins something for a ticket, in a partition. */
    interface Start<T> {
        void accept(PendingCall<T> ticket, int partition);
    }

    /** With what a call is ended that has no answer. */
    private record Endings<T>(T failed, T refused, T moved) {}

    private static final Endings<ReadResult> OF_READS =
            new Endings<>(ReadResult.CLOSED, ReadResult.MINORITY, ReadResult.MOVED);
    // A call that was on its way may have taken effect.
    private static final Endings<CallResult> OF_CALLS =
            new Endings<>(CallResult.CLOSED, CallResult.MINORITY, CallResult.UNKNOWN);
    private static final Endings<ScanResult> OF_SCANS =
            new Endings<>(ScanResult.CLOSED, ScanResult.MINORITY, ScanResult.MOVED);

    private static final long LEASE_RETRY_NANOS = 10_000_000;
    private static final long PERMIT_RETRY_NANOS = 1_000_000;

    private final Engine engine;
    private final Permits permits = new Permits();
    private final long timeoutNanos;
    private final ConcurrentHashMap<PendingCall<?>, Open> open = new ConcurrentHashMap<>();
    private final Set<Integer> strict = ConcurrentHashMap.newKeySet();
    private final ConcurrentSkipListMap<Long, Runnable> retries = new ConcurrentSkipListMap<>();
    private final AtomicLong numbers = new AtomicLong();
    // Volatile: set once by close; checked after a call was registered, so that none is left behind.
    private volatile boolean closed;
    // Volatile: written before closed.
    private volatile @Nullable String whyClosed;

    Calls(Engine engine, long timeoutNanos) {
        this.engine = engine;
        this.timeoutNanos = timeoutNanos;
    }

    /** Reads and waits. */
    ReadResult read(int table, Supplier<PlacedKey> placed, boolean remote) {
        ReadResult result = whilePlaced(
                () -> {
                    PlacedKey key = placed.get();
                    return await(
                            OF_READS,
                            table,
                            key,
                            true,
                            (call, partition) -> engine.read(table, partition, key, call, remote));
                },
                ReadResult.MOVED);
        if (result == null) {
            throw new CallTimeoutException("reading key " + placed.get().key() + " had no answer from its owner in "
                    + timeoutNanos / 1_000_000 + " ms; read again");
        }
        return checked(result);
    }

    /** Calls and waits. */
    CallResult call(int table, PlacedCall made) {
        long deadlineNanos = engine.nanos() + timeoutNanos;
        PlacedCall next = made;
        while (true) {
            PlacedCall attempt = next;
            refuseInMinority(table, attempt);
            CallResult result = await(
                    OF_CALLS,
                    table,
                    attempt.key(),
                    attempt.call().claim() == 0,
                    (call, partition) -> engine.call(table, partition, attempt, call));
            if (result == null) {
                throw unknown(attempt.call());
            }
            PlacedCall.Again again = attempt.again();
            if (!isElsewhere(result) || again == null || engine.nanos() - deadlineNanos >= 0) {
                return checked(attempt.call(), result);
            }
            if (result.ending() == Ending.MOVED) {
                pause();
            }
            next = joined(again.after(result));
        }
    }

    /** Whether the call had no effect, because its key is elsewhere now. */
    private static boolean isElsewhere(CallResult result) {
        return result.ending() == Ending.MOVED
                || result.ending() == Ending.ANSWERED && result.outcome().status() == Outcome.Status.MOVING;
    }

    private <T> T joined(CompletableFuture<T> future) {
        if (!await(future::isDone) && !future.isDone()) {
            throw movedException();
        }
        checkOpen();
        try {
            return future.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof AsdrException known ? known : failure;
        }
    }

    /** Asks for a page of keys and waits. */
    ScanResult scan(int table, int partition, @Nullable Key after, int limit) {
        ScanResult result = whilePlaced(
                () -> {
                    PendingCall<ScanResult> call = PendingCall.parked();
                    register(call, blocking(table, partition, call, OF_SCANS));
                    engine.scan(table, partition, after, limit, call);
                    return await(call, table, partition);
                },
                ScanResult.MOVED);
        if (result == null) {
            throw new CallTimeoutException("scanning partition " + partition + " had no answer from its owner in "
                    + timeoutNanos / 1_000_000 + " ms; scan again");
        }
        return switch (result.ending()) {
            case ANSWERED -> result;
            case MOVED -> throw movedException();
            case CLOSED -> throw closedException();
            case MINORITY -> throw minorityException();
        };
    }

    /** Reads; {@code then} gets result or failure on the callback executor. */
    void readLater(
            int table,
            Supplier<PlacedKey> key,
            boolean remote,
            BiConsumer<@Nullable ReadResult, @Nullable Throwable> then) {
        readLater(table, key, remote, engine.nanos() + timeoutNanos, then);
    }

    private void readLater(
            int table,
            Supplier<PlacedKey> placed,
            boolean remote,
            long deadlineNanos,
            BiConsumer<@Nullable ReadResult, @Nullable Throwable> then) {
        PlacedKey key = placed.get();
        Consumer<ReadResult> done = result -> engine.environment().callbacks().execute(() -> {
            try {
                if (result.ending() == Ending.MOVED && engine.nanos() - deadlineNanos < 0) {
                    afterLease(() -> readLater(table, placed, remote, deadlineNanos, then));
                    return;
                }
                then.accept(checked(result), null);
            } catch (AsdrException failure) {
                then.accept(null, failure);
            }
        });
        later(
                OF_READS,
                done,
                table,
                key,
                true,
                (call, partition) -> engine.read(table, partition, key, call, remote),
                () -> then.accept(
                        null, new CallTimeoutException("reading key " + key.key() + " had no answer in time")));
    }

    /** Calls; {@code then} gets result or failure on the callback executor. */
    void callLater(int table, PlacedCall made, BiConsumer<@Nullable CallResult, @Nullable Throwable> then) {
        callLater(table, made, engine.nanos() + timeoutNanos, then);
    }

    private void callLater(
            int table,
            PlacedCall made,
            long deadlineNanos,
            BiConsumer<@Nullable CallResult, @Nullable Throwable> then) {
        refuseInMinority(table, made);
        Consumer<CallResult> done = result -> engine.environment().callbacks().execute(() -> {
            try {
                PlacedCall.Again again = made.again();
                if (isElsewhere(result) && again == null) {
                    then.accept(result, null);
                } else if (isElsewhere(result) && again != null && engine.nanos() - deadlineNanos < 0) {
                    Runnable anew = () -> {
                        var unused = again.after(result)
                                .whenComplete((next, failure) -> callAgain(table, next, failure, deadlineNanos, then));
                    };
                    if (result.ending() == Ending.MOVED) {
                        afterLease(anew);
                    } else {
                        anew.run();
                    }
                } else {
                    then.accept(checked(made.call(), result), null);
                }
            } catch (AsdrException failure) {
                then.accept(null, failure);
            }
        });
        later(
                OF_CALLS,
                done,
                table,
                made.key(),
                made.call().claim() == 0,
                (call, partition) -> engine.call(table, partition, made, call),
                () -> then.accept(null, unknown(made.call())));
    }

    /** What refuses the call now that it has begun is its failure. */
    private void callAgain(
            int table,
            @Nullable PlacedCall made,
            @Nullable Throwable failure,
            long deadlineNanos,
            BiConsumer<@Nullable CallResult, @Nullable Throwable> then) {
        if (made == null) {
            then.accept(null, failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
            return;
        }
        try {
            callLater(table, made, deadlineNanos, then);
        } catch (AsdrException refused) {
            then.accept(null, refused);
        }
    }

    /** Waits until {@code done}, at most as long as a call may take. */
    boolean await(BooleanSupplier done) {
        try {
            return engine.environment().waiter().await(() -> closed || done.getAsBoolean(), timeoutNanos);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AsdrException("the calling thread was interrupted while it waited", interrupted);
        }
    }

    /** Runs {@code task} a little later on the callback executor, when the lease may be back, or when the node closes: it fails then. */
    void afterLease(Runnable task) {
        long number = numbers.incrementAndGet();
        Runnable retry = () -> {
            if (retries.remove(number) != null) {
                engine.environment().callbacks().execute(task);
            }
        };
        retries.put(number, retry);
        if (closed) {
            retry.run();
        } else {
            engine.environment().timer().after(LEASE_RETRY_NANOS, retry);
        }
    }

    /** Calls that are open, in the order in which they began: not in that of their hashes, which differs from run to run. */
    private List<Open> inOrder(Predicate<Open> wanted) {
        return open.values().stream()
                .filter(wanted)
                .sorted(Comparator.comparingLong(Open::number))
                .toList();
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    boolean isClosed() {
        return closed;
    }

    void checkOpen() {
        if (closed) {
            throw closedException();
        }
    }

    /** Fails everything that waits, and everything that comes. */
    void close(@Nullable String reason) {
        whyClosed = reason;
        closed = true;
        inOrder(entry -> true).forEach(entry -> entry.fail().run());
        List.copyOf(retries.values()).forEach(Runnable::run);
    }

    /** How many wait for an answer. */
    int openCount() {
        return open.size();
    }

    /** How many were begun since the start. */
    long begunCount() {
        return numbers.get();
    }

    /** Ends calls that nobody is parked for and whose time is up. */
    void sweep() {
        long now = engine.nanos();
        for (Open late : inOrder(entry -> entry.timedOut() != null && now - entry.deadlineNanos() >= 0)) {
            Runnable timedOut = late.timedOut();
            if (timedOut != null && open.values().remove(late)) {
                timedOut.run();
            }
        }
    }

    /** Tries again, with the partition that the key is in then, until its lane has it there too. */
    private <T> @Nullable T whilePlaced(Supplier<@Nullable T> attempt, T moved) {
        long deadlineNanos = engine.nanos() + timeoutNanos;
        while (true) {
            T result = attempt.get();
            if (result != moved || engine.nanos() - deadlineNanos >= 0) {
                return result;
            }
            pause();
        }
    }

    private void pause() {
        try {
            engine.environment().waiter().await(() -> closed, LEASE_RETRY_NANOS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AsdrException("the calling thread was interrupted while it waited", interrupted);
        }
    }

    private <T> @Nullable T await(Endings<T> endings, int table, PlacedKey key, boolean permitted, Start<T> start) {
        int partition = engine.partition(table, key);
        MemberId peer = permitted ? engine.ownerOf(table, partition) : null;
        if (peer != null && !await(() -> permits.tryAcquire(peer))) {
            throw new CallTimeoutException(Permits.MOST_A_PEER + " calls were open to the owner of key " + key.key()
                    + " for " + timeoutNanos / 1_000_000 + " ms; call again when there are fewer");
        }
        try {
            PendingCall<T> call = PendingCall.parked();
            register(call, blocking(table, partition, call, endings));
            if (!call.isEnded()) {
                start.accept(call, partition);
            }
            return await(call, table, partition);
        } finally {
            if (peer != null) {
                permits.release(peer);
            }
        }
    }

    private <T> @Nullable T await(PendingCall<T> call, int table, int partition) {
        try {
            if (!call.isDone()) {
                engine.environment().waiter().await(call::isDone, timeoutNanos);
            }
            T result = call.result();
            if (result == null) {
                engine.cancel(table, partition, call);
            }
            return result;
        } catch (InterruptedException interrupted) {
            engine.cancel(table, partition, call);
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException(
                    "the calling thread was interrupted while it waited; read the entry to see");
        } finally {
            open.remove(call);
        }
    }

    private <T> void later(
            Endings<T> endings,
            Consumer<T> done,
            int table,
            PlacedKey key,
            boolean permitted,
            Start<T> start,
            Runnable timedOut) {
        int partition = engine.partition(table, key);
        MemberId peer = permitted ? engine.ownerOf(table, partition) : null;
        PendingCall<T>[] self = newHolder();
        AtomicBoolean held = new AtomicBoolean();
        Runnable release = () -> {
            if (peer != null && held.getAndSet(false)) {
                permits.release(peer);
            }
        };
        PendingCall<T> call = PendingCall.then(result -> {
            open.remove(self[0]);
            release.run();
            done.accept(result);
        });
        self[0] = call;
        Runnable onTimeout = () -> {
            if (call.abandon()) {
                release.run();
                engine.cancel(table, partition, call);
                engine.environment().callbacks().execute(timedOut);
            }
        };
        register(
                call,
                new Open(
                        numbers.incrementAndGet(),
                        table,
                        () -> call.complete(endings.failed()),
                        ending(table, partition, call, endings.refused()),
                        ending(table, partition, call, endings.moved()),
                        onTimeout,
                        engine.nanos() + timeoutNanos));
        startWhenPermitted(peer, held, release, call, () -> start.accept(call, partition));
    }

    /** Begins the call, at once or when a permit is free; one that ended meanwhile is not begun. */
    private void startWhenPermitted(
            @Nullable MemberId peer, AtomicBoolean held, Runnable release, PendingCall<?> call, Runnable start) {
        if (call.isEnded()) {
            return;
        }
        if (peer != null && !permits.tryAcquire(peer)) {
            engine.environment()
                    .timer()
                    .after(PERMIT_RETRY_NANOS, () -> startWhenPermitted(peer, held, release, call, start));
            return;
        }
        held.set(true);
        if (call.isEnded()) {
            // It ended just now, perhaps before it was seen to hold a permit.
            release.run();
            return;
        }
        start.run();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> PendingCall<T>[] newHolder() {
        return new PendingCall[1];
    }

    /** How a call is ended that the present thread waits for. */
    private <T> Open blocking(int table, int partition, PendingCall<T> call, Endings<T> endings) {
        return new Open(
                numbers.incrementAndGet(),
                table,
                () -> call.complete(endings.failed()),
                ending(table, partition, call, endings.refused()),
                ending(table, partition, call, endings.moved()),
                null,
                0);
    }

    private <T> Runnable ending(int table, int partition, PendingCall<T> call, T result) {
        return () -> {
            call.complete(result);
            engine.cancel(table, partition, call);
        };
    }

    private void register(PendingCall<?> call, Open entry) {
        open.put(call, entry);
        if (closed) {
            open.remove(call);
            throw closedException();
        }
        if (isRefused(entry.table())) {
            // It became a minority just now, and may have overlooked this call.
            entry.refuse().run();
        }
    }

    /** Notes that a table is STRICT: its calls are refused in a minority. */
    void strict(int table) {
        strict.add(table);
    }

    /** Refuses what waits on STRICT tables: this member can't reach a majority any more. */
    void onMinority() {
        inOrder(entry -> isRefused(entry.table()))
                .forEach(entry -> entry.refuse().run());
    }

    /** Keys are in other partitions from now on: the cluster merged with one that has another hash seed. What is open was meant for others. */
    void onMoved() {
        inOrder(entry -> true).forEach(entry -> entry.move().run());
    }

    /** A call that is refused before it began may leave a claim behind: that is ended all the same, or nobody could ever build the value. */
    private void refuseInMinority(int table, PlacedCall made) {
        if (isRefused(table)) {
            CallerRole.Call call = made.call();
            if (call.claim() != 0) {
                PlacedCall abandon =
                        new PlacedCall(CallerRole.Call.abandon(call.key(), call.claim()), made.key(), null);
                engine.call(table, engine.partition(table, made.key()), abandon, null);
            }
            throw minorityException();
        }
    }

    private boolean isRefused(int table) {
        return engine.isMinority() && strict.contains(table);
    }

    private ReadResult checked(ReadResult result) {
        return switch (result.ending()) {
            case ANSWERED -> result;
            case MOVED -> throw movedException();
            case CLOSED -> throw closedException();
            case MINORITY -> throw minorityException();
        };
    }

    private CallResult checked(CallerRole.Call made, CallResult result) {
        if (result.ending() != Ending.ANSWERED) {
            throw switch (result.ending()) {
                case MINORITY -> cutOff(made);
                case MOVED -> movedException();
                case CLOSED, ANSWERED -> closedException();
            };
        }
        Outcome outcome = result.outcome();
        return switch (outcome.status()) {
            case DONE, REFUSED, CLAIMED, RESERVED, REFRACTORY -> result;
            case MOVING -> throw movedException();
            case UNKNOWN ->
                throw new OutcomeUnknownException(
                        "the owner of the key was lost with what it knew of this call; read the entry to see");
            case LOADER_FAILED -> {
                byte[] text = outcome.value();
                throw new LoaderFailedException("the function that another caller ran for this key failed"
                        + (text == null ? "" : ": " + new String(text, StandardCharsets.UTF_8)));
            }
        };
    }

    private OutcomeUnknownException unknown(CallerRole.Call made) {
        return new OutcomeUnknownException(made.operation() + " of key " + made.key() + " had no answer in "
                + timeoutNanos / 1_000_000 + " ms and may have taken effect; read the entry to see");
    }

    /** A call was under way when the majority went: nobody here knows what became of it, unless it can't have written anything. */
    private static AsdrException cutOff(CallerRole.Call made) {
        return switch (made.operation()) {
            case CLAIM, RESERVE, ABANDON, FAIL -> minorityException();
            default ->
                new OutcomeUnknownException(made.operation() + " of key " + made.key()
                        + " was under way when this member lost its majority, and may have taken effect; read the entry"
                        + " when the split is healed");
        };
    }

    private CallTimeoutException movedException() {
        return new CallTimeoutException(
                "the cluster merged with another one, or moves to another key format, and the key"
                        + " was not placed anew within " + timeoutNanos / 1_000_000
                        + " ms; the call had no effect: call again");
    }

    private static NotInMajorityException minorityException() {
        return new NotInMajorityException(
                "this member can't reach a majority of the cluster, and the table is STRICT; the call had no effect:"
                        + " call again when the split is healed, or through a member of the majority");
    }

    NodeClosedException closedException() {
        String reason = whyClosed;
        return new NodeClosedException(
                "the node was closed" + (reason == null ? "" : ": " + reason) + "; start another one");
    }
}
