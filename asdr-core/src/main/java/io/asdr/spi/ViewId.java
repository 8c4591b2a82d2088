package io.asdr.spi;

/** Names a view. Both sides of a split can count to the same epoch, so the creator is part of the name. */
public record ViewId(long epoch, MemberId creator) implements Comparable<ViewId> {

    /** Older than every view. */
    public static final ViewId NONE = new ViewId(0, new MemberId(0));

    public ViewId {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch=" + epoch + " must not be negative");
        }
    }

    @Override
    public int compareTo(ViewId other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : creator.compareTo(other.creator);
    }

    /** Whether this view is newer than {@code other}. */
    public boolean isAfter(ViewId other) {
        return compareTo(other) > 0;
    }

    @Override
    public String toString() {
        return epoch + "@" + creator;
    }
}
