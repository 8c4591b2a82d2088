package io.asdr.protocol;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions of a lane move data in the background, and how fast: one at a time, and with rests, so that callers don't wait behind all that a view moves.
 *
 * <p>Who may not is queued, and told when its turn comes.
 */
final class Turns {

    private static final int MAX_MOVING = 1;

    /** For how long a lane rests for each key that it moved. With fewer lanes, each has more to move. */
    private static final long REST_NANOS_PER_KEY = 500_000;

    private static final int LANES_OF_A_SMALL_MACHINE = 32;

    /** How many times as long as a page took a lane rests at least, up to so many times the keys' own rest: where members are busy, or their code is cold, pages take long and data moves more slowly. */
    private static final int RESTS_PER_WORK = 4;

    private static final int MOST_RESTS = 10;

    private final long restNanosPerKey;

    /** Since when. */
    private final Map<Partition, Long> moving = new LinkedHashMap<>();

    private final Set<Partition> queued = new LinkedHashSet<>();
    private long restUntilNanos;

    Turns(int laneCount) {
        restNanosPerKey = REST_NANOS_PER_KEY * Math.min(laneCount, LANES_OF_A_SMALL_MACHINE) / LANES_OF_A_SMALL_MACHINE;
    }

    /** Another view: what is to be moved is another matter. */
    void begin(long now) {
        restUntilNanos = now;
        moving.clear();
        queued.clear();
    }

    /** Whether the partition may move data now; if not, its turn will come. */
    boolean takes(Partition partition, long now) {
        if (!moving.containsKey(partition)) {
            if (!isAnyFree(now)) {
                queued.add(partition);
                return false;
            }
            queued.remove(partition);
            moving.put(partition, now);
        }
        return true;
    }

    /** The partition has nothing more to move. */
    void end(Partition partition) {
        moving.remove(partition);
    }

    /** Who waits for a member that does not answer stands in nobody's way: neither who has moved for {@code mostNanos}. */
    void onTick(long now, long mostNanos) {
        if (!queued.isEmpty()) {
            moving.values().removeIf(since -> now - since >= mostNanos);
        }
    }

    /** Whose turn has come, or null. */
    @Nullable
    Partition next(long now) {
        return queued.isEmpty() || !isAnyFree(now) ? null : queued.iterator().next();
    }

    /** Whether somebody's turn comes at {@link #restUntilNanos}. */
    boolean isAwaited() {
        return moving.size() < MAX_MOVING && !queued.isEmpty();
    }

    long restUntilNanos() {
        return restUntilNanos;
    }

    /** Keys were moved, which took that long; returns until when nothing more is. */
    long restAfter(int keys, long tookNanos, long now) {
        long from = isResting(now) ? restUntilNanos : now;
        long least = keys * restNanosPerKey;
        restUntilNanos = from + Math.max(least, Math.min(RESTS_PER_WORK * tookNanos, MOST_RESTS * least));
        return restUntilNanos;
    }

    private boolean isAnyFree(long now) {
        return moving.size() < MAX_MOVING && !isResting(now);
    }

    private boolean isResting(long now) {
        return restUntilNanos - now > 0;
    }
}
