package io.asdr.examples.accesslog;

import org.jspecify.annotations.Nullable;

/**
 * One read of a page by a service, for the {@link StaleJudge}.
 *
 * @param startNanos System.nanoTime() before the call
 * @param endNanos the same after its return
 * @param revision what was read; {@value #MISSING} if there was no page
 */
record PageRead(String path, long startNanos, long endNanos, int revision) {

    /** Older than any revision. */
    static final int MISSING = -1;

    static PageRead of(String path, long startNanos, @Nullable Page page) {
        return new PageRead(path, startNanos, System.nanoTime(), page == null ? MISSING : page.revision());
    }
}
