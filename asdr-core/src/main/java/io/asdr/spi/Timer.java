package io.asdr.spi;

/** Runs tasks later. */
public interface Timer {

    /** Runs {@code task} once, {@code delayNanos} from now or as soon after as possible. Tasks must not block. */
    void after(long delayNanos, Runnable task);
}
