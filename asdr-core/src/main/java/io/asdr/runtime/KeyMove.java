package io.asdr.runtime;

import io.asdr.AsdrException;
import io.asdr.CallTimeoutException;
import io.asdr.protocol.calls.CallerRole;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.Outcome;
import io.asdr.protocol.message.Taken;
import io.asdr.spi.Clock;
import io.asdr.spi.TableOptions;
import io.asdr.spi.Version;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings keys of one table from the format before to the present one (0002 bf). Only here are both encodings of a key known, since the application's converter makes them.
 *
 * <p>The order is the point: ask the owner where the key goes for its tenure; then take what is there from the owner where it comes from; then bring that; and only then remove it there. Thread-safe.
 */
final class KeyMove<K> {

    private final Calls calls;
    private final Clock clock;
    private final int table;
    private final TableEncoding<K, ?> encoding;
    private final LongAdder moved;

    KeyMove(Calls calls, Clock clock, int table, TableEncoding<K, ?> encoding, LongAdder moved) {
        this.calls = calls;
        this.clock = clock;
        this.table = table;
        this.encoding = encoding;
        this.moved = moved;
    }

    /** Until the calls of the key can be carried out, or the table does not move any more. */
    CompletableFuture<@Nullable Void> bring(K key) {
        return new Attempt(key, true).begin();
    }

    /** Until nothing of the key is left where it comes from. */
    CompletableFuture<@Nullable Void> push(K key) {
        return new Attempt(key, false).begin();
    }

    private final class Attempt {
        private final K key;
        private final boolean untilKnown;
        private final long deadlineNanos;
        private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

        Attempt(K key, boolean untilKnown) {
            this.key = key;
            this.untilKnown = untilKnown;
            this.deadlineNanos = clock.nanos() + calls.timeoutNanos();
        }

        CompletableFuture<@Nullable Void> begin() {
            try {
                PlacedKey former = encoding.encodeFormer(key);
                if (former == null) {
                    over.complete(null);
                } else {
                    askTenure(encoding.encodeKey(key), former);
                }
            } catch (RuntimeException refused) {
                // The application's converter or codec, too.
                over.completeExceptionally(refused);
            }
            return over;
        }

        private void askTenure(PlacedKey present, PlacedKey former) {
            call(Operation.ADOPT, present, null, Version.NONE, 0, asked -> {
                if (asked.outcome().status() == Outcome.Status.DONE && untilKnown) {
                    over.complete(null);
                } else {
                    take(present, former, asked.outcome());
                }
            });
        }

        private void take(PlacedKey present, PlacedKey former, Outcome asked) {
            boolean known = asked.status() == Outcome.Status.DONE;
            if (!known && asked.version().equals(Version.NONE)) {
                // Views differ: the owner does not know of the move yet, or it is over.
                again();
                return;
            }
            long askedNanos = clock.nanos();
            call(Operation.TAKE, former, null, Version.NONE, 0, found -> {
                byte[] value = found.outcome().value();
                if (found.outcome().status() == Outcome.Status.DONE && value != null) {
                    Taken taken = Taken.of(value);
                    if (known) {
                        // It has come before, and what has become of it since is not for this one to undo.
                        purge(present, former, found.outcome().version(), asked);
                    } else {
                        adopt(
                                present,
                                former,
                                asked,
                                taken,
                                left(taken, askedNanos),
                                found.outcome().version());
                    }
                } else if (found.outcome().status() != Outcome.Status.REFUSED) {
                    again();
                } else if (known || !untilKnown) {
                    over.complete(null);
                } else {
                    adopt(present, former, asked, null, 0, Version.NONE);
                }
            });
        }

        private void adopt(
                PlacedKey present,
                PlacedKey former,
                Outcome asked,
                @Nullable Taken taken,
                long liveNanos,
                Version version) {
            byte[] value = taken == null ? null : taken.value();
            call(Operation.ADOPT, present, value, asked.version(), liveNanos, adopted -> {
                if (adopted.outcome().status() != Outcome.Status.DONE) {
                    // Another owner, or the same in another tenure: what was taken may be old.
                    take(present, former, adopted.outcome());
                } else if (taken == null) {
                    over.complete(null);
                } else {
                    purge(present, former, version, asked);
                }
            });
        }

        private void purge(PlacedKey present, PlacedKey former, Version version, Outcome asked) {
            call(Operation.PURGE, former, null, version, 0, purged -> {
                if (purged.outcome().status() == Outcome.Status.DONE) {
                    moved.increment();
                }
                take(present, former, asked);
            });
        }

        /** The way there counts: it lives no longer than it would have. */
        private long left(Taken taken, long askedNanos) {
            return taken.leftNanos() == 0
                    ? TableOptions.ENDLESS_NANOS
                    : Math.max(1, taken.leftNanos() - (clock.nanos() - askedNanos));
        }

        private void call(
                Operation operation,
                PlacedKey placed,
                byte @Nullable [] value,
                Version version,
                long liveNanos,
                Consumer<CallResult> then) {
            CallerRole.Call call =
                    new CallerRole.Call(operation, placed.key(), value, null, version, 0, Integer.MAX_VALUE, liveNanos);
            try {
                calls.callLater(table, new PlacedCall(call, placed, null), (result, failure) -> {
                    if (result == null || result.ending() == Ending.MOVED) {
                        again();
                    } else {
                        then.accept(result);
                    }
                });
            } catch (AsdrException refused) {
                over.completeExceptionally(refused);
            }
        }

        /** From the beginning: whatever was done can be done again. */
        private void again() {
            if (calls.isClosed()) {
                over.completeExceptionally(calls.closedException());
            } else if (clock.nanos() - deadlineNanos >= 0) {
                over.completeExceptionally(new CallTimeoutException("key "
                        + encoding.encodeKey(key).key()
                        + " could not be brought to the present key format within " + calls.timeoutNanos() / 1_000_000
                        + " ms; the call had no effect: call again"));
            } else {
                calls.afterLease(() -> {
                    var unused = begin();
                });
            }
        }
    }
}
