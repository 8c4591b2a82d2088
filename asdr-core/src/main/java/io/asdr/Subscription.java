package io.asdr;

/** A registered listener; closing it ends the calls. */
public interface Subscription extends AutoCloseable {

    /** Idempotent; a call that is under way ends normally. */
    @Override
    void close();
}
