package io.asdr.event;

import java.util.List;

/**
 * Something that happened in the cluster. Members are given by name, views by epoch. Listeners run on the node's executor, never on a thread that moves data.
 */
public sealed interface AsdrEvent {

    /** A member is in the view that was not in the one before. */
    record MemberJoined(String member, long epoch) implements AsdrEvent {}

    /** A member is no longer in the view. */
    record MemberLeft(String member, long epoch) implements AsdrEvent {}

    /**
     * This member installed a view.
     *
     * @param members names, oldest first
     * @param gap whether this member comes to it as a new one: what it had before is void
     */
    record ViewInstalled(long epoch, List<String> members, boolean gap) implements AsdrEvent {
        public ViewInstalled {
            members = List.copyOf(members);
        }
    }

    /**
     * Partitions of a table have another owner since this view.
     *
     * @param gained how many this member owns now and did not before
     * @param lost how many it owned before and does not now
     * @param poisoned how many partitions had their copies here poisoned
     * @param promoted how many partitions had their copies here turned into a replica
     * @param poisonedCopies how many copies that were
     * @param promotedCopies how many copies that were
     */
    record OwnershipMoved(
            String table,
            long epoch,
            int gained,
            int lost,
            int poisoned,
            int promoted,
            long poisonedCopies,
            long promotedCopies)
            implements AsdrEvent {}

    /** This member took a partition over, or handed it on: it is complete now ({@code entries} then), or released ({@code entries} is 0 then). */
    record HandedOver(String table, int partition, boolean complete, long entries) implements AsdrEvent {}

    /**
     * Copies here became unusable.
     *
     * @param cause VIEW_CHANGE, RETURN, MERGE, WRITE or APPLICATION
     * @param copies how many, of the last tenth of a second or so
     * @param by who decided it
     */
    record Poisoned(String table, String cause, long copies, String by) implements AsdrEvent {}

    /**
     * This member, as owner, removed entries by itself.
     *
     * @param cause EXPIRED, IDLE or EVICTED
     * @param entries how many, of the last tenth of a second or so
     */
    record EntriesRemoved(String table, String cause, long entries) implements AsdrEvent {}

    /** A member has more to do than it can, or can't be told as fast as there is news: for as long as {@link io.asdr.NodeBuilder#congestionHold} says, and as long as it stays so, this member holds back what is not critical to it. Requirements R101 to R103. */
    record MemberCongested(String member, String reason) implements AsdrEvent {}

    /**
     * The members agreed on a key format: at first, when a major has taken the place of another in all tables, or since they all know a later minor now, or one does not.
     */
    record VersionAgreed(int major, int minor, long epoch) implements AsdrEvent {}

    /** A table begins to move from keys of one major to keys of another. It serves meanwhile. */
    record KeysMove(String table, int from, int to, long epoch) implements AsdrEvent {}

    /** All keys of a table have moved to that major. */
    record KeysMoved(String table, int major, long epoch) implements AsdrEvent {}

    /** This member can reach no majority any more: its STRICT tables throw {@link io.asdr.NotInMajorityException} from now on. {@code members} are those that it can reach. */
    record MinorityEntered(long epoch, List<String> members) implements AsdrEvent {
        public MinorityEntered {
            members = List.copyOf(members);
        }
    }

    /** This member can reach a majority again: its STRICT tables work again. */
    record MinorityLeft(long epoch) implements AsdrEvent {}

    /**
     * No member had all of a partition: what readers' copies restored is {@code restored} entries, all else is gone.
     *
     * @param partition its number, or {@link #ALL}: two clusters that began apart merged, and what this member had of the table in its own is gone
     */
    record PartitionLost(String table, int partition, long restored) implements AsdrEvent {

        /** All partitions of the table. */
        public static final int ALL = -1;
    }
}
