package io.asdr.protocol.ownership;

import io.asdr.spi.MemberId;
import io.asdr.spi.OwnershipStrategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Picks an owner by arithmetic; its replicas are the next members round the ring. Requirements R7, R12, R48. */
public final class Ring implements OwnershipStrategy {

    private enum Rule {
        MODULO,
        RANGE,
        NODE_CHAIN
    }

    private final String id;
    private final Rule rule;

    private Ring(String id, Rule rule) {
        this.id = id;
        this.rule = rule;
    }

    /** The partition's number modulo the member count, over the members in the order of their ids. */
    public static OwnershipStrategy modulo() {
        return new Ring("modulo", Rule.MODULO);
    }

    /** Equal sub-ranges of the partitions, one a member, in the order of their ids. */
    public static OwnershipStrategy range() {
        return new Ring("range", Rule.RANGE);
    }

    /** Partitions dealt round the members in view order, oldest first. */
    public static OwnershipStrategy nodeChain() {
        return new Ring("nodeChain", Rule.NODE_CHAIN);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int[] ranking(int partition, int partitionCount, List<MemberId> members, int length) {
        int count = members.size();
        List<Integer> ring = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ring.add(i);
        }
        if (rule != Rule.NODE_CHAIN) {
            ring.sort(Comparator.comparing(members::get));
        }
        int first = switch (rule) {
            case MODULO, NODE_CHAIN -> partition % count;
            case RANGE -> (int) ((long) partition * count / partitionCount);
        };
        int[] ranking = new int[length];
        for (int i = 0; i < length; i++) {
            ranking[i] = ring.get((first + i) % count);
        }
        return ranking;
    }
}
