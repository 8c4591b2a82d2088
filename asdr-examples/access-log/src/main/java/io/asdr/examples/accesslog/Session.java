package io.asdr.examples.accesslog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one client did.
 *
 * <p>It knows the lines that it counted: after a crash the launcher deals lines again that may have been counted, and a line that comes twice must count once.
 *
 * @param lines all lines that are in the other numbers
 */
record Session(long hits, long bytes, StatusClasses statuses, Instant first, Instant last, LineRanges lines) {

    /** {@code session} (or a new one) with {@code line}; the same object if it was counted before. */
    static Session counting(@Nullable Session session, int stride, int line, Request request) {
        return session == null ? begin(stride, line, request) : session.with(line, request);
    }

    private static Session begin(int stride, int line, Request request) {
        return new Session(0, 0, StatusClasses.NONE, request.time(), request.time(), LineRanges.none(stride))
                .with(line, request);
    }

    private Session with(int line, Request request) {
        return lines.contains(line)
                ? this
                : new Session(
                        hits + 1,
                        bytes + request.bytes(),
                        statuses.with(request.status()),
                        earlier(first, request.time()),
                        later(last, request.time()),
                        lines.with(line));
    }

    private static Instant earlier(Instant a, Instant b) {
        return b.isBefore(a) ? b : a;
    }

    private static Instant later(Instant a, Instant b) {
        return b.isAfter(a) ? b : a;
    }
}
