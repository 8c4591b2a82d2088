package io.asdr.protocol.ownership;

/** Finds the partition of a hash, and the lane of a partition. */
public final class Partitioner {

    private Partitioner() {}

    /** Spreads the hash once more, so that strategies that cut it into ranges are even, and takes it modulo the count. */
    public static int partition(long hash, int partitionCount) {
        long spread = (hash ^ (hash >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
        return (int) Long.remainderUnsigned(spread ^ (spread >>> 33), partitionCount);
    }

    public static int lane(int partition, int laneCount) {
        return partition % laneCount;
    }
}
