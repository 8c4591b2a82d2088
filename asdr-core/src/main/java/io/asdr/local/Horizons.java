package io.asdr.local;

import io.asdr.spi.MemberId;
import java.util.concurrent.ConcurrentHashMap;

/** The horizons of all members that this one has heard of. Thread-safe. */
public final class Horizons {

    private final ConcurrentHashMap<MemberId, Horizon> horizons = new ConcurrentHashMap<>();
    private final Horizon never;
    private final long beginNanos;
    private boolean closed;

    /** All horizons begin as passed. */
    public Horizons(long nowNanos) {
        this.beginNanos = nowNanos;
        this.never = new Horizon(nowNanos);
    }

    public Horizon of(MemberId member) {
        return horizons.computeIfAbsent(member, id -> new Horizon(beginNanos));
    }

    /** One that has passed and stays so. */
    public Horizon never() {
        return never;
    }

    public void move(MemberId member, long untilNanos) {
        Horizon horizon = of(member);
        synchronized (this) {
            horizon.moveTo(closed ? beginNanos : untilNanos);
        }
    }

    /** Ends all horizons for ever: nothing is served here any more. */
    public synchronized void close() {
        closed = true;
        horizons.values().forEach(horizon -> horizon.moveTo(beginNanos));
    }
}
