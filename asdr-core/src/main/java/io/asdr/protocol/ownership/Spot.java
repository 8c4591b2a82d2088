package io.asdr.protocol.ownership;

import io.asdr.spi.View;

/**
 * What of a key decides in which partition it is, whatever the view: found once, where the call is made. Requirements R32, R35 to R38.
 *
 * @param hash of the part of the key that counts
 * @param pin the number of the table's pin that takes the key, or {@link #NO_PIN}
 */
public record Spot(long hash, int pin) {

    public static final int NO_PIN = -1;

    /** The spot of a key that no pin takes. */
    public static Spot of(long hash) {
        return new Spot(hash, NO_PIN);
    }

    public static Spot pinned(int pin) {
        return new Spot(0, pin);
    }

    /** The partition by a view's settings. */
    public int partition(View.Settings settings) {
        return partition(settings.partitionCount(), settings.seed());
    }

    /** The partition among so many, by the seed: pins have partitions of their own, after the others. */
    public int partition(int partitionCount, long seed) {
        return pin == NO_PIN ? Partitioner.partition(hash ^ seed, partitionCount) : partitionCount + pin;
    }
}
