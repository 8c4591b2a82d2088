package io.asdr.spi;

/** Tells the time. Everything that the cluster decides follows {@link #nanos()}; {@link #millis()} is only checked against it. */
public interface Clock {

    /** Monotonic time in nanoseconds from an unknown origin; may wrap: subtract, never compare. */
    long nanos();

    /** Wall-clock time in milliseconds since 1970. */
    long millis();
}
