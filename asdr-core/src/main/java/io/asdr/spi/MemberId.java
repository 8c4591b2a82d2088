package io.asdr.spi;

/** One incarnation of a member: random, and never used again. A process that starts again is another member. */
public record MemberId(long incarnation) implements Comparable<MemberId> {

    @Override
    public int compareTo(MemberId other) {
        return Long.compareUnsigned(incarnation, other.incarnation);
    }

    @Override
    public String toString() {
        return String.format("%016x", incarnation);
    }
}
