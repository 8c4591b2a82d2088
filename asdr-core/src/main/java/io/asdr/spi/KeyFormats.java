package io.asdr.spi;

import java.util.List;
import java.util.TreeSet;

/**
 * A key format, and the majors besides it whose keys can be read.
 *
 * @param format of a member: its own; of a view: the one that its members agreed on
 * @param others of a member: majors that a converter of it bridges; of a view: the major from which its tables are moving; in order
 */
public record KeyFormats(KeyFormat format, List<Integer> others) {

    /** What a node has that says nothing else. */
    public static final KeyFormats FIRST = new KeyFormats(KeyFormat.FIRST, List.of());

    public KeyFormats {
        others = List.copyOf(new TreeSet<>(others));
        for (int other : others) {
            if (other == format.major() || other < 1 || other > 255) {
                throw new IllegalArgumentException(
                        "major=" + other + " must be in 1..255, and another one than that of " + format);
            }
        }
    }

    /** Whether keys of that major can be read. */
    public boolean reads(int major) {
        return major == format.major() || others.contains(major);
    }

    /** Whether all keys can be read that may be in a cluster with these formats. */
    public boolean readsAllOf(KeyFormats cluster) {
        return reads(cluster.format.major()) && cluster.others.stream().allMatch(this::reads);
    }

    @Override
    public String toString() {
        return others.isEmpty() ? format.toString() : format + " with " + others;
    }
}
