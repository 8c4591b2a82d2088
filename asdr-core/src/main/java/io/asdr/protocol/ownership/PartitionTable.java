package io.asdr.protocol.ownership;

import io.asdr.spi.MemberId;
import io.asdr.spi.OwnershipStrategy;
import io.asdr.spi.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who owns and keeps each partition in one view: computed once, immutable. Members that are leaving are in no chain, unless all are.
 *
 * <p>A table's pins have partitions of their own, after the others: their owner is the member of the pin's name while it is there, the rest of the chain is what it would be without that member. So the
 * second is the head once it goes.
 */
public final class PartitionTable {

    private final View view;
    private final List<List<MemberId>> rankings;
    private final Map<Integer, List<List<MemberId>>> pinned = new TreeMap<>();

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
            rankings.add(List.copyOf(ranking(partition, candidates, length, strategy)));
        }
        for (View.TableSettings table : view.settings().tables()) {
            List<List<MemberId>> chains = new ArrayList<>();
            for (String name : table.options().pins()) {
                chains.add(pinnedChain(chains.size(), named(name, candidates), table.replicas(), candidates, strategy));
            }
            if (!chains.isEmpty()) {
                pinned.put(table.id(), List.copyOf(chains));
            }
        }
    }

    public View view() {
        return view;
    }

    /** How many partitions a table has, those of its pins included. */
    public int partitionCount(int table) {
        return rankings.size() + pinnedOf(table).size();
    }

    public MemberId owner(int table, int partition) {
        return (partition < rankings.size()
                        ? rankings.get(partition)
                        : pinnedOf(table).get(partition - rankings.size()))
                .get(0);
    }

    /** Owner first, then the replicas of that table. */
    public List<MemberId> chain(int partition, View.TableSettings table) {
        if (partition >= rankings.size()) {
            return pinnedOf(table.id()).get(partition - rankings.size());
        }
        List<MemberId> ranking = rankings.get(partition);
        int length = Math.min(ranking.size(), table.replicas() + 1);
        return length == ranking.size() ? ranking : ranking.subList(0, length);
    }

    private List<List<MemberId>> pinnedOf(int table) {
        return pinned.getOrDefault(table, List.of());
    }

    private List<MemberId> pinnedChain(
            int pin, @Nullable MemberId owner, int replicas, List<MemberId> candidates, OwnershipStrategy strategy) {
        List<MemberId> chain = new ArrayList<>();
        List<MemberId> others = new ArrayList<>(candidates);
        if (owner != null) {
            chain.add(owner);
            others.remove(owner);
        }
        int length = Math.min(others.size(), replicas + 1 - chain.size());
        chain.addAll(ranking(pin % rankings.size(), others, length, strategy));
        return List.copyOf(chain);
    }

    /** The candidate of that name with the lowest id, or null. */
    private @Nullable MemberId named(String name, List<MemberId> candidates) {
        return view.members().stream()
                .filter(member -> member.peer().name().equals(name))
                .map(View.Member::id)
                .filter(candidates::contains)
                .min(MemberId::compareTo)
                .orElse(null);
    }

    private List<MemberId> ranking(int partition, List<MemberId> candidates, int length, OwnershipStrategy strategy) {
        List<MemberId> ranking = new ArrayList<>(length);
        if (length > 0) {
            for (int rank : strategy.ranking(partition, view.settings().partitionCount(), candidates, length)) {
                ranking.add(candidates.get(rank));
            }
        }
        return ranking;
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
