package io.asdr.runtime;

import io.asdr.spi.MemberId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many calls of this member are open to one peer (PROTOCOL 4). Taken before a call is sent; what a call causes takes none, and neither does a call that ends a claim: else two could wait
 * for each other. Thread-safe.
 */
final class Permits {

    /** The most calls that are open to one peer. */
    static final int MOST_A_PEER = 4_096;

    private final ConcurrentHashMap<MemberId, AtomicInteger> taken = new ConcurrentHashMap<>();

    boolean tryAcquire(MemberId peer) {
        AtomicInteger count = taken.computeIfAbsent(peer, id -> new AtomicInteger());
        if (count.incrementAndGet() <= MOST_A_PEER) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    void release(MemberId peer) {
        AtomicInteger count = taken.get(peer);
        if (count == null || count.decrementAndGet() < 0) {
            throw new IllegalStateException("a permit of peer " + peer + " was released twice");
        }
    }
}
