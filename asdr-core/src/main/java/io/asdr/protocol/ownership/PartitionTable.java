package io.asdr.protocol.ownership;

import io.asdr.spi.MemberId;
import io.asdr.spi.OwnershipStrategy;
import io.asdr.spi.View;
import java.util.ArrayList;
import java.util.List;

/** Who owns and keeps each partition in one view: computed once, immutable. Members that are leaving are in no chain, unless all are. */
public final class PartitionTable {

    private final View view;
    private final List<MemberId> candidates;
    private final int[][] rankings;

    public PartitionTable(View view, OwnershipStrategy strategy) {
        this.view = view;
        this.candidates = candidates(view);
        int partitionCount = view.settings().partitionCount();
        int replicas = 0;
        for (View.TableSettings table : view.settings().tables()) {
            replicas = Math.max(replicas, table.replicas());
        }
        int length = Math.min(candidates.size(), replicas + 1);
        this.rankings = new int[partitionCount][];
        for (int partition = 0; partition < partitionCount; partition++) {
            rankings[partition] = strategy.ranking(partition, partitionCount, candidates, length);
        }
    }

    public View view() {
        return view;
    }

    public int partitionCount() {
        return rankings.length;
    }

    public MemberId owner(int partition) {
        return candidates.get(rankings[partition][0]);
    }

    /** Owner first, then the replicas of that table. */
    public List<MemberId> chain(int partition, View.TableSettings table) {
        int[] ranking = rankings[partition];
        int length = Math.min(ranking.length, table.replicas() + 1);
        List<MemberId> chain = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            chain.add(candidates.get(ranking[i]));
        }
        return List.copyOf(chain);
    }

    private static List<MemberId> candidates(View view) {
        List<MemberId> staying = new ArrayList<>();
        List<MemberId> all = new ArrayList<>();
        for (View.Member member : view.members()) {
            all.add(member.id());
            if (!member.leaving()) {
                staying.add(member.id());
            }
        }
        return List.copyOf(staying.isEmpty() ? all : staying);
    }
}
