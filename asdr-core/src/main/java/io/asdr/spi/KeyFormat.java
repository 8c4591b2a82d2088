package io.asdr.spi;

/**
 * How keys are encoded, as the application numbers it. A greater minor is compatible with a lesser one of the same major; two majors are not.
 *
 * @param major 1 to 255
 * @param minor 0 to 255
 */
public record KeyFormat(int major, int minor) {

    /** What a node has that says nothing else. */
    public static final KeyFormat FIRST = new KeyFormat(1, 0);

    public KeyFormat {
        if (major < 1 || major > 255) {
            throw new IllegalArgumentException("major=" + major + " must be in 1..255");
        }
        if (minor < 0 || minor > 255) {
            throw new IllegalArgumentException("minor=" + minor + " must be in 0..255");
        }
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
