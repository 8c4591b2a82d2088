package io.asdr.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Warnings that others can provoke: at most one a second is written, and says how many were left out before it. Thread-safe. */
final class RareLog {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger log;
    private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong leftOut = new AtomicLong();

    RareLog(Logger log) {
        this.log = log;
    }

    void warn(String line) {
        warn(line, null);
    }

    void warn(String line, @Nullable Throwable cause) {
        long now = System.nanoTime();
        long next = nextNanos.get();
        if (now - next < 0 || !nextNanos.compareAndSet(next, now + PAUSE_NANOS)) {
            leftOut.incrementAndGet();
            return;
        }
        long others = leftOut.getAndSet(0);
        log.warn(others == 0 ? line : line + " (" + others + " like it were not written)", cause);
    }
}
