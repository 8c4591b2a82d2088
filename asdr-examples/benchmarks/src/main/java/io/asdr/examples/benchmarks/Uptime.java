package io.asdr.examples.benchmarks;

/** How long this program runs. */
final class Uptime {

    private static volatile long mainNanos;

    private Uptime() {}

    /** To be called first of all in {@code main}. */
    static void begin() {
        mainNanos = System.nanoTime();
    }

    /** Milliseconds since {@code main} began; the JVM's own start is before it. */
    static double sinceMainMillis() {
        return (System.nanoTime() - mainNanos) / 1e6;
    }
}
