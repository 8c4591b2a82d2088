package io.asdr.protocol.ownership;

import io.asdr.spi.MemberId;
import io.asdr.spi.OwnershipStrategy;
import io.asdr.spi.View;
import java.util.ArrayList;
import java.util.List;

/** Who owns and keeps each partition in one view: computed once, immutable. Members that are leaving are in no chain, unless all are. */
public final class PartitionTable {

    private final View view;
    private final List<List<MemberId>> rankings;

    public PartitionTable(View view, OwnershipStrategy strategy) {
        this.view = view;
        List<MemberId> candidates = candidates(view);
        int partitionCount = view.settings().partitionCount();
        int replicas = 0;
        for (View.TableSettings table : view.settings().tables()) {
            replicas = Math.max(replicas, table.replicas());
        }
        int length = Math.min(candidates.size(), replicas + 1);
        this.rankings = new ArrayList<>(partitionCount);
        for (int partition = 0; partition < partitionCount; partition++) {
            List<MemberId> ranking = new ArrayList<>(length);
            for (int rank : strategy.ranking(partition, partitionCount, candidates, length)) {
                ranking.add(candidates.get(rank));
            }
            rankings.add(List.copyOf(ranking));
        }
    }

    public View view() {
        return view;
    }

    public int partitionCount() {
        return rankings.size();
    }

    public MemberId owner(int partition) {
        return rankings.get(partition).get(0);
    }

    /** Owner first, then the replicas of that table. */
    public List<MemberId> chain(int partition, View.TableSettings table) {
        List<MemberId> ranking = rankings.get(partition);
        int length = Math.min(ranking.size(), table.replicas() + 1);
        return length == ranking.size() ? ranking : ranking.subList(0, length);
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
