package io.asdr.examples.accesslog;

import org.jspecify.annotations.Nullable;

/**
 * What the site knows of one path.
 *
 * @param revision how often the page was raised; 0 for a page that was just loaded
 */
record Page(String path, int revision) {

    /** A page is raised on every line of its path whose number is a multiple of this. */
    static final int LINES_PER_REVISION = 50;

    static Page load(String path) {
        return new Page(path, 0);
    }

    /** {@code page} at {@code revision}, or as it is if it is there or further: raising twice is raising once. */
    static Page raised(@Nullable Page page, String path, int revision) {
        return page != null && page.revision >= revision ? page : new Page(path, revision);
    }
}
