package io.asdr.runtime;

import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Counts this member's references to the entries of one table: its owner is told of the first and of the last. Thread-safe.
 *
 * <p>Taking and giving back are told in the order in which they are counted, so a lock is held until the owner has answered.
 */
final class References {

    private static final int STRIPES = 64;

    private final Stripe[] stripes = new Stripe[STRIPES];
    private final LongAdder open;

    private static final class Stripe {
        private final ReentrantLock lock = new ReentrantLock();
        private final Map<Key, Integer> counts = new HashMap<>();
    }

    /** {@code open} counts the references that are. */
    References(LongAdder open) {
        this.open = open;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** Counts one more if {@code call} finds an entry. */
    CallResult take(Key key, Supplier<CallResult> call) {
        Stripe stripe = stripe(key);
        stripe.lock.lock();
        try {
            CallResult taken = call.get();
            if (taken.outcome().status() == Outcome.Status.DONE) {
                stripe.counts.merge(key, 1, Integer::sum);
                open.increment();
            }
            return taken;
        } finally {
            stripe.lock.unlock();
        }
    }

    /** Counts one less; the last one is told. */
    void giveBack(Key key, Runnable release) {
        Stripe stripe = stripe(key);
        stripe.lock.lock();
        try {
            Integer left = stripe.counts.merge(key, -1, Integer::sum);
            open.decrement();
            if (left <= 0) {
                stripe.counts.remove(key);
                release.run();
            }
        } finally {
            stripe.lock.unlock();
        }
    }

    /** The keys of which there are any. */
    List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        for (Stripe stripe : stripes) {
            stripe.lock.lock();
            try {
                keys.addAll(stripe.counts.keySet());
            } finally {
                stripe.lock.unlock();
            }
        }
        return keys;
    }

    boolean isHeld(Key key) {
        Stripe stripe = stripe(key);
        stripe.lock.lock();
        try {
            return stripe.counts.containsKey(key);
        } finally {
            stripe.lock.unlock();
        }
    }

    private Stripe stripe(Key key) {
        return stripes[Math.floorMod(key.hashCode(), STRIPES)];
    }
}
