package io.asdr.runtime;

import io.asdr.protocol.effect.Ticket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A caller that waits for a result: parked, or with something to run when it comes. Completed once; later results are ignored. */
final class PendingCall<T> implements Ticket {

    private final @Nullable Thread caller;
    private final @Nullable Consumer<T> then;
    // Volatile: written by whoever completes, read by the caller after it was woken.
    private volatile @Nullable T result;

    private final AtomicBoolean ended = new AtomicBoolean();

    private PendingCall(@Nullable Thread caller, @Nullable Consumer<T> then) {
        this.caller = caller;
        this.then = then;
    }

    /** One that the present thread waits for. */
    static <T> PendingCall<T> parked() {
        return new PendingCall<>(Thread.currentThread(), null);
    }

    /** One that runs {@code then} when it is complete, on the thread that completes it. */
    static <T> PendingCall<T> then(Consumer<T> then) {
        return new PendingCall<>(null, then);
    }

    boolean isDone() {
        return result != null;
    }

    /** Whether it is complete or was abandoned. */
    boolean isEnded() {
        return ended.get();
    }

    @Nullable
    T result() {
        return result;
    }

    void complete(T outcome) {
        if (!end()) {
            return;
        }
        result = outcome;
        if (caller != null) {
            LockSupport.unpark(caller);
        }
        if (then != null) {
            then.accept(outcome);
        }
    }

    /** Ends the call without a result: its deadline has passed. Returns false if it was complete before. */
    boolean abandon() {
        return end();
    }

    private boolean end() {
        return ended.compareAndSet(false, true);
    }
}
