package io.asdr.spi;

import java.util.List;

/**
 * Ranks the members for each partition: the first is the owner, the next are its replicas. A pure function: all members of a view compute the same.
 *
 * <p>Requirements R7, R12, R48, R49.
 */
public interface OwnershipStrategy {

    /** A name by which members check that they use the same strategy. */
    String id();

    /**
     * Ranks members for one partition.
     *
     * @param partition 0 to {@code partitionCount - 1}
     * @param members the candidates, in view order (oldest first); not empty
     * @param length how many to return, at most the number of candidates
     * @return {@code length} different indices into {@code members}, owner first
     */
    int[] ranking(int partition, int partitionCount, List<MemberId> members, int length);
}
