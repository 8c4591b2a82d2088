package io.asdr.integration;

import java.util.concurrent.locks.LockSupport;

/** A thread that only reads the clock: its longest gap is what the machine itself stalled. */
final class Stall implements AutoCloseable {

    private static final long STEP_NANOS = 1_000_000;

    private final Thread thread = new Thread(this::run, "stall");
    // Volatile: written by the thread, read by who asks.
    private volatile long longestNanos;
    private volatile boolean over;

    Stall() {
        thread.setDaemon(true);
        thread.start();
    }

    long longestMillis() {
        return longestNanos / 1_000_000;
    }

    private void run() {
        long last = System.nanoTime();
        while (!over) {
            LockSupport.parkNanos(STEP_NANOS);
            long now = System.nanoTime();
            longestNanos = Math.max(longestNanos, now - last);
            last = now;
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
