package io.asdr;

import io.asdr.protocol.ownership.Rendezvous;
import io.asdr.protocol.ownership.Ring;
import io.asdr.spi.OwnershipStrategy;

/** The ownership strategies that come with the library. Requirement R12. */
public final class Ownership {

    private Ownership() {}

    /** Each member draws a number for each partition, the highest owns it: a join or a leave moves as little as can be. The default. */
    public static OwnershipStrategy rendezvous() {
        return new Rendezvous();
    }

    /** The partition's number modulo the member count. */
    public static OwnershipStrategy modulo() {
        return Ring.modulo();
    }

    /** Equal sub-ranges of the partitions, one a member. */
    public static OwnershipStrategy range() {
        return Ring.range();
    }

    /** Partitions dealt round the members in view order; replicas follow in the ring. */
    public static OwnershipStrategy nodeChain() {
        return Ring.nodeChain();
    }
}
