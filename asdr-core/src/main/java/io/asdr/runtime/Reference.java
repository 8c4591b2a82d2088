package io.asdr.runtime;

import io.asdr.Retained;
import java.util.concurrent.atomic.AtomicBoolean;

/** One reference to an entry, given back once. */
final class Reference<V> implements Retained<V> {

    private final V value;
    private final Runnable release;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Reference(V value, Runnable release) {
        this.value = value;
        this.release = release;
    }

    @Override
    public V value() {
        return value;
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            release.run();
        }
    }
}
