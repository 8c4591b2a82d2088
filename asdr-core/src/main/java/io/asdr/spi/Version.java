package io.asdr.spi;

/** Orders the values of one key: a later view wins, then a later write of the same view. */
public record Version(ViewId view, long counter) implements Comparable<Version> {

    /** Older than every value; also the version of a key that has none. */
    public static final Version NONE = new Version(ViewId.NONE, 0);

    /** Said of no value: whether the key has one can't be told before it has moved to the present key format. */
    public static final Version MOVING = new Version(ViewId.NONE, 2);

    public Version {
        if (counter < 0) {
            throw new IllegalArgumentException("counter=" + counter + " must not be negative");
        }
    }

    /** The counter that says that time, in microseconds of its owner's wall clock, and whether the value was only brought from another key format then. */
    public static long counter(long micros, boolean brought) {
        return micros << 1 | (brought ? 1 : 0);
    }

    /** The time that a counter says. */
    public static long micros(long counter) {
        return counter >> 1;
    }

    /** Whether the value was not written, but brought from another key format. */
    public boolean isBrought() {
        return (counter & 1) != 0;
    }

    @Override
    public int compareTo(Version other) {
        int byView = view.compareTo(other.view);
        return byView != 0 ? byView : Long.compare(counter, other.counter);
    }

    /** Whether this value is newer than {@code other}. */
    public boolean isAfter(Version other) {
        return compareTo(other) > 0;
    }

    @Override
    public String toString() {
        return view + "/" + counter;
    }
}
