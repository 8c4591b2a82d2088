package io.asdr;

/**
 * A reference to an entry: while one is open anywhere in the cluster, the entry neither ages out nor is evicted (R45). It may be written, removed by a call, and expire like any other. Close it when it is not
 * needed any more; those of a member that leaves are closed. Thread-safe.
 *
 * @param <V> the table's values
 */
public interface Retained<V> extends AutoCloseable {

    /** The value when the reference was taken. */
    V value();

    /** Closing it twice does nothing. */
    @Override
    void close();
}
