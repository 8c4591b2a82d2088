package io.asdr.protocol;

import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.protocol.ownership.Spot;
import io.asdr.spi.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a lane has of one table: the partitions that this member has used, and how keys lie in them. */
final class TablePart {

    /** By which hash seed keys lie in partitions, and in which formats. */
    record Layout(long seed, int keyMajor, int keyMoves, int movingFrom) {

        static Layout of(long seed, View.TableSettings table) {
            return new Layout(seed, table.keyMajor(), table.keyMoves(), table.movingFrom());
        }

        boolean isMoving() {
            return movingFrom != 0;
        }

        /** Whether what lies where {@code before} says lies where it should: the table has begun to move since, or is done with it. */
        private boolean continues(Layout before, boolean gap) {
            boolean same = keyMajor == before.keyMajor && keyMoves == before.keyMoves;
            boolean begins = keyMoves == before.keyMoves + 1 && !before.isMoving() && !gap;
            return seed == before.seed && (same || begins);
        }
    }

    private final int table;
    private final int laneCount;
    private final @Nullable Partition[] partitions;
    private Layout layout;

    TablePart(PartitionTable present, int table, int laneCount, Layout layout) {
        this.table = table;
        this.laneCount = laneCount;
        this.partitions = new Partition[places(present, table, laneCount)];
        this.layout = layout;
    }

    /** How many partitions of a table a lane has at most. */
    static int places(PartitionTable present, int table, int laneCount) {
        return (present.placeCount(table) + laneCount - 1) / laneCount;
    }

    Layout layout() {
        return layout;
    }

    void layout(Layout present) {
        layout = present;
    }

    /** Whether the view has the keys of the table in other partitions: the cluster merged with one that began with another hash seed, or has other pins. */
    boolean isPlacedOtherwise(PartitionTable present, Layout next, boolean gap) {
        return !next.continues(layout, gap) || partitions.length != places(present, table, laneCount);
    }

    @Nullable
    Partition find(int number) {
        return partitions[number / laneCount];
    }

    void put(int number, Partition partition) {
        partitions[number / laneCount] = partition;
    }

    void remove(int number) {
        partitions[number / laneCount] = null;
    }

    /** By number. */
    List<Partition> all() {
        List<Partition> all = new ArrayList<>();
        for (Partition partition : partitions) {
            if (partition != null) {
                all.add(partition);
            }
        }
        return all;
    }

    /** Whether the table has a partition of that number, as this lane has the table now. */
    boolean has(PartitionTable present, int number) {
        if (number / laneCount >= partitions.length) {
            return false;
        }
        int first = present.firstPartition(table, layout.keyMoves());
        boolean current = number >= first && number < first + present.partitionCount(table);
        return current || layout.isMoving() && number < present.placeCount(table);
    }

    /**
     * Whether a key of that spot is in the partition.
     *
     * @param keyMoves by how many moves of the table its format came
     * @param moves whether the call is there to move the key from the format before
     */
    boolean isIn(PartitionTable present, int number, Spot spot, int keyMoves, boolean moves) {
        boolean format = moves ? layout.isMoving() && keyMoves == layout.keyMoves() - 1 : keyMoves == layout.keyMoves();
        int first = present.firstPartition(table, keyMoves);
        int count = present.view().settings().partitionCount();
        return format && first + spot.partition(count, layout.seed()) == number && has(present, number);
    }
}
