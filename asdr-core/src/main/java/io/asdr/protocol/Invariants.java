package io.asdr.protocol;

import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.owner.OwnerRole;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What must hold after every input. Checked in the simulator always; the product does not call it. */
public final class Invariants {

    private Invariants() {}

    /** What is broken at one member; empty if nothing is. */
    public static List<String> check(Partitions lane) {
        List<String> broken = new ArrayList<>();
        for (Partition partition : lane.all()) {
            check(lane, partition, broken);
        }
        return broken;
    }

    private static void check(Partitions lane, Partition partition, List<String> broken) {
        String where = "member " + lane.self() + " table " + partition.table() + " partition " + partition.partition();
        OwnerRole owner = partition.ownerRole();
        if ((owner != null) != partition.isOwner()) {
            broken.add(where + ": it has the owner's role, but the view says otherwise");
        }
        if (owner != null && owner.phase() == OwnerRole.Phase.SERVING && !partition.isComplete()) {
            broken.add(where + ": the owner serves everything, but is not complete");
        }
        if (partition.entries().floor() > partition.tenure()) {
            broken.add(where + ": the floor is above the tenure: nothing new can be read");
        }
        for (Entry entry : partition.entries().all()) {
            if (entry.isReadable() && entry.pending() != null) {
                broken.add(where + ": key " + entry.key() + " is readable although a newer value is pending");
            }
            if (entry.isReadable() && !entry.hasValue()) {
                broken.add(where + ": key " + entry.key() + " is readable without a value");
            }
            if (entry.tenure() > lane.viewNumber()) {
                broken.add(where + ": key " + entry.key() + " came in a view that was not installed yet");
            }
        }
    }

    /** The view in which a lane acts. */
    public static View view(Partitions lane) {
        return lane.table().view();
    }

    /** The partitions of a lane that are not healed yet, for reports. */
    public static List<String> describeUnhealed(Partitions lane) {
        return lane.all().stream()
                .filter(partition -> !isHealed(partition))
                .map(partition -> "partition " + partition.partition() + ": "
                        + describe(lane, partition.table(), partition.partition()))
                .toList();
    }

    /** The partitions that a lane owns, for reports. */
    public static List<String> describeOwned(Partitions lane) {
        return lane.all().stream()
                .filter(Partition::isOwner)
                .map(partition -> describe(lane, partition.table(), partition.partition()))
                .toList();
    }

    /** What a member is to a partition, for reports. */
    public static String describe(Partitions lane, int table, int number) {
        if (!lane.isInstalled() || !lane.has(table)) {
            return lane.self() + " has no view with table " + table;
        }
        Partition partition = lane.partition(table, number);
        OwnerRole owner = partition.ownerRole();
        return lane.self() + " view " + lane.table().view().id().epoch() + " (" + lane.viewNumber() + ") tenure "
                + partition.tenure() + " floor " + partition.entries().floor()
                + (partition.isComplete() ? " complete" : "") + " chain " + partition.chain()
                + (owner == null
                        ? ""
                        : " OWNER " + owner.phase() + " in effect " + owner.chainInEffect() + " works "
                                + owner.describeWorks());
    }

    /**
     * Whether all members have the same view, every partition is served by its owner, and stands on its whole chain and on nobody else.
     *
     * @param members the lanes of each member that lives
     */
    public static boolean isHealed(List<List<Partitions>> members) {
        Set<ViewId> views = new TreeSet<>();
        Set<MemberId> alive = new TreeSet<>();
        for (List<Partitions> lanes : members) {
            for (Partitions lane : lanes) {
                if (!lane.isInstalled()) {
                    return false;
                }
                views.add(lane.table().view().id());
                alive.add(lane.self());
            }
        }
        if (views.size() != 1) {
            return false;
        }
        for (List<Partitions> lanes : members) {
            for (Partitions lane : lanes) {
                View view = lane.table().view();
                if (view.members().size() != alive.size()
                        || !view.members().stream().allMatch(member -> alive.contains(member.id()))) {
                    return false;
                }
                if (!lane.all().stream().allMatch(Invariants::isHealed)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isHealed(Partition partition) {
        OwnerRole owner = partition.ownerRole();
        if (owner == null) {
            return partition.isComplete() == partition.becomesComplete();
        }
        Set<MemberId> chain = new TreeSet<>(partition.chain());
        chain.remove(partition.self());
        return owner.phase() == OwnerRole.Phase.SERVING && chain.equals(new TreeSet<>(owner.chainInEffect()));
    }
}
