package io.asdr.protocol.ownership;

import io.asdr.spi.MemberId;
import io.asdr.spi.OwnershipStrategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Each member draws a number for each partition; the highest number owns it. When the head of a chain goes, the second becomes the head, and a join moves only what the new member wins
 * (Thaler and Ravishankar, 1998).
 */
public final class Rendezvous implements OwnershipStrategy {

    @Override
    public String id() {
        return "rendezvous";
    }

    @Override
    public int[] ranking(int partition, int partitionCount, List<MemberId> members, int length) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.<Integer>comparingLong(i -> draw(members.get(i), partition))
                .reversed()
                .thenComparing(members::get));
        int[] ranking = new int[length];
        for (int i = 0; i < length; i++) {
            ranking[i] = order.get(i);
        }
        return ranking;
    }

    private static long draw(MemberId member, int partition) {
        long mixed = (member.incarnation() ^ (partition + 1) * 0x9E37_79B9_7F4A_7C15L) * 0xD6E8_FEB8_6659_FD93L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
        return mixed ^ (mixed >>> 32);
    }
}
