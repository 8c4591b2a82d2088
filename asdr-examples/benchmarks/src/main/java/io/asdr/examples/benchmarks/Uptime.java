package io.asdr.examples.benchmarks;

import java.time.Duration;

/** How long this program runs. */
final class Uptime {

    private static volatile long mainNanos;

    private Uptime() {}

    /** To be called first of all in {@code main}. */
    static void begin() {
        mainNanos = System.nanoTime();
    }

    /** What all threads of this process took of the processors since it began. */
    static long processorNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElseThrow(() -> new IllegalStateException("the system does not tell a process its processor time"));
    }

    /** Milliseconds since {@code main} began; the JVM's own start is before it. */
    static double sinceMainMillis() {
        return (System.nanoTime() - mainNanos) / 1e6;
    }
}
