package io.asdr;

import java.time.Duration;
import java.util.Objects;

/** How long a value lives, where it is not to be as long as its table says. Counted by monotonic time from when its owner writes it. Immutable. */
public final class Expiry {

    /** Lives from here on are endless: their sums with a clock would overflow. */
    private static final long ENDLESS_NANOS = Long.MAX_VALUE / 4;

    private static final Expiry NEVER = new Expiry(ENDLESS_NANOS);

    private final long nanos;

    private Expiry(long nanos) {
        this.nanos = nanos;
    }

    /**
     * The value lives that long.
     *
     * @param life more than 0; from 73 years on it is {@link #never()}
     * @throws IllegalArgumentException if it is not positive
     */
    public static Expiry after(Duration life) {
        Objects.requireNonNull(life, "life");
        if (life.isNegative() || life.isZero()) {
            throw new IllegalArgumentException("expiry=" + life + " must be more than 0");
        }
        boolean endless = life.compareTo(Duration.ofNanos(ENDLESS_NANOS)) >= 0;
        return endless ? NEVER : new Expiry(life.toNanos());
    }

    /** The value lives until it is written again or removed, whatever the table's {@code timeToLive} is. */
    public static Expiry never() {
        return NEVER;
    }

    /** In nanoseconds; {@code Long.MAX_VALUE / 4} for {@link #never()}. */
    public long nanos() {
        return nanos;
    }

    @Override
    public String toString() {
        return nanos == ENDLESS_NANOS ? "never" : "after " + Duration.ofNanos(nanos);
    }
}
