package io.asdr.local;

import io.asdr.spi.MemberId;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The horizons of all members that this one has heard of, each twice: for SERVE tables, and for STRICT ones, where it ends no later than this member's quorum lease. So a reader compares one end, whatever
 * the table is. Thread-safe.
 */
public final class Horizons {

    private record Pair(MemberId one, MemberId other) {}

    private final ConcurrentHashMap<MemberId, Horizon> horizons = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<MemberId, Horizon> strict = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Pair, Horizon> strictOfBoth = new ConcurrentHashMap<>();
    private final Horizon quorum;
    private final Horizon never;
    private final long beginNanos;
    private boolean closed;

    /** All horizons begin as passed. */
    public Horizons(long nowNanos) {
        this.beginNanos = nowNanos;
        this.never = new Horizon(nowNanos);
        this.quorum = new Horizon(nowNanos);
    }

    /** Until when the promises of {@code member} hold here; of this member itself: until when it may act as owner of SERVE tables. */
    public Horizon of(MemberId member) {
        return horizons.computeIfAbsent(member, id -> new Horizon(beginNanos));
    }

    /** The same for STRICT tables: not beyond the quorum lease. */
    public Horizon strictOf(MemberId member) {
        return strict.computeIfAbsent(member, id -> new Horizon(beginNanos));
    }

    /** Until when the promises of both hold here, for STRICT tables. */
    public Horizon strictOfBoth(MemberId one, MemberId other) {
        Pair pair = new Pair(one, other);
        synchronized (this) {
            Horizon horizon = strictOfBoth.computeIfAbsent(pair, key -> new Horizon(beginNanos));
            restrict(pair, horizon);
            return horizon;
        }
    }

    /** Until when this member may act as owner of STRICT tables. */
    public Horizon quorum() {
        return quorum;
    }

    /** One that has passed and stays so. */
    public Horizon never() {
        return never;
    }

    public void move(MemberId member, long untilNanos) {
        synchronized (this) {
            of(member).moveTo(closed ? beginNanos : untilNanos);
            restrict(member);
            strictOfBoth.forEach(this::restrict);
        }
    }

    /** Moves the quorum lease, and with it what it bounds. */
    public void moveQuorum(long untilNanos) {
        synchronized (this) {
            quorum.moveTo(closed ? beginNanos : untilNanos);
            horizons.keySet().forEach(this::restrict);
            strictOfBoth.forEach(this::restrict);
        }
    }

    /** Ends all horizons for ever: nothing is served here any more. */
    public synchronized void close() {
        closed = true;
        horizons.values().forEach(horizon -> horizon.moveTo(beginNanos));
        strict.values().forEach(horizon -> horizon.moveTo(beginNanos));
        strictOfBoth.values().forEach(horizon -> horizon.moveTo(beginNanos));
        quorum.moveTo(beginNanos);
    }

    private void restrict(MemberId member) {
        long untilNanos = of(member).untilNanos();
        long quorumNanos = quorum.untilNanos();
        strictOf(member).moveTo(untilNanos - quorumNanos < 0 ? untilNanos : quorumNanos);
    }

    private void restrict(Pair pair, Horizon horizon) {
        long oneNanos = strictOf(pair.one()).untilNanos();
        long otherNanos = strictOf(pair.other()).untilNanos();
        horizon.moveTo(oneNanos - otherNanos < 0 ? oneNanos : otherNanos);
    }
}
