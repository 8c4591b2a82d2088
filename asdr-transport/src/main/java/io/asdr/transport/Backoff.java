package io.asdr.transport;

/**
 * How long to wait before the next attempt: not at all at first, then 5 ms, doubling up to 500 ms.
 *
 * <p>It begins low because a dying process's listener often takes the first attempt: only a later one is refused, and until then callers wait.
 */
final class Backoff {

    private static final long FIRST_MILLIS = 5;
    private static final long LONGEST_MILLIS = 500;

    private long millis;

    long nextMillis() {
        long next = millis;
        millis = next == 0 ? FIRST_MILLIS : Math.min(next * 2, LONGEST_MILLIS);
        return next;
    }

    void reset() {
        millis = 0;
    }
}
