package io.asdr.local;

import io.asdr.spi.Clock;

/**
 * A clock that also stops its reader: the copies of the product that {@link ChangedSources} makes pass each load of a reader through here, so that the rest of the world can run before the next one.
 */
interface Stops extends Clock {

    /** The reader that this clock was given to has made a load. */
    void onLoaded();

    static long at(Clock clock, long loaded) {
        ((Stops) clock).onLoaded();
        return loaded;
    }

    static int at(Clock clock, int loaded) {
        ((Stops) clock).onLoaded();
        return loaded;
    }

    static boolean at(Clock clock, boolean loaded) {
        ((Stops) clock).onLoaded();
        return loaded;
    }

    static <T> T at(Clock clock, T loaded) {
        ((Stops) clock).onLoaded();
        return loaded;
    }
}
