package io.asdr;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A reference to an entry: while one is open anywhere in the cluster, the entry neither ages out nor is evicted (R45). It may be written, removed by a call, and expire like any other. Close it when it is not
 * needed any more; those of a member that leaves are closed. Thread-safe.
 *
 * @param <V> the table's values
 */
public final class Retained<V> implements AutoCloseable {

    private final V value;
    private final Runnable release;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /** {@code release} runs once. For tables. */
    public Retained(V value, Runnable release) {
        this.value = value;
        this.release = release;
    }

    /** The value when the reference was taken. */
    public V value() {
        return value;
    }

    /** Closing it twice does nothing. */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            release.run();
        }
    }
}
