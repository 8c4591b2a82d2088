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

    /** How many partitions a table has for keys of one major, those of its pins included. */
    public int partitionCount(int table) {
        return rankings.size() + pinnedOf(table).size();
    }

    /** The number below which those of all its partitions are, whichever major its keys have: with each move the other half is used. */
    public int placeCount(int table) {
        return 2 * partitionCount(table);
    }

    /** The number of the first partition of the keys that came with that move of the table; the others follow. */
    public int firstPartition(int table, int keyMoves) {
        return (keyMoves & 1) * partitionCount(table);
    }

    /** Whether the partition is for keys of the table's present major. */
    public boolean isPresent(View.TableSettings table, int partition) {
        int first = firstPartition(table.id(), table.keyMoves());
        return partition >= first && partition < first + partitionCount(table.id());
    }

    /** Whether the table has the partition: for keys of the present major, or of the one that it moves from. */
    public boolean has(View.TableSettings table, int partition) {
        return isPresent(table, partition) || table.isMoving() && partition < placeCount(table.id());
    }

    public MemberId owner(int table, int partition) {
        int number = partition % partitionCount(table);
        return (number < rankings.size()
                        ? rankings.get(number)
                        : pinnedOf(table).get(number - rankings.size()))
                .get(0);
    }

    /** Owner first, then the replicas of that table. */
    public List<MemberId> chain(int partition, View.TableSettings table) {
        int number = partition % partitionCount(table.id());
        if (number >= rankings.size()) {
            return pinnedOf(table.id()).get(number - rankings.size());
        }
        List<MemberId> ranking = rankings.get(number);
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
