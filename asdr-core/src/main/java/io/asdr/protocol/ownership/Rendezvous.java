package io.asdr.protocol.ownership;

import io.asdr.spi.MemberId;
import io.asdr.spi.OwnershipStrategy;
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
        long[] draws = new long[members.size()];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = draw(members.get(i), partition);
        }
        int[] ranking = new int[length];
        boolean[] taken = new boolean[draws.length];
        for (int place = 0; place < length; place++) {
            int best = -1;
            for (int i = 0; i < draws.length; i++) {
                if (!taken[i] && (best < 0 || isBefore(members, draws, i, best))) {
                    best = i;
                }
            }
            taken[best] = true;
            ranking[place] = best;
        }
        return ranking;
    }

    private static boolean isBefore(List<MemberId> members, long[] draws, int one, int other) {
        return draws[one] > draws[other]
                || draws[one] == draws[other] && members.get(one).compareTo(members.get(other)) < 0;
    }

    private static long draw(MemberId member, int partition) {
        long mixed = (member.incarnation() ^ (partition + 1) * 0x9E37_79B9_7F4A_7C15L) * 0xD6E8_FEB8_6659_FD93L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
        return mixed ^ (mixed >>> 32);
    }
}
