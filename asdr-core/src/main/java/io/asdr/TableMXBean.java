package io.asdr;

/**
 * What JMX shows of a table that a node has opened, as {@code io.asdr:type=Table,cluster="...",node="...",table="..."}: the counts of {@link TableStats} at this member, which says what each means, and the partitions. It
 * changes nothing; see {@link NodeBuilder#adminCommands(boolean)}. Requirement R33.
 */
public interface TableMXBean {

    /** The table's name. */
    String getName();

    /** How many partitions this member owns. */
    int getOwnedPartitions();

    /** How many partitions this member keeps as a replica. */
    int getReplicatedPartitions();

    long getOwnerHits();

    long getReplicaHits();

    long getCopyHits();

    long getRemoteReads();

    long getWrites();

    long getLoads();

    long getRecalls();

    long getPoisonedCopies();

    long getPromotedCopies();

    /** Those of the poisoned copies that became so because this member was out of the view for a while. */
    long getPoisonedByReturn();

    /** Those of the poisoned copies that became so because this member came from another part of a split cluster. */
    long getPoisonedByMerge();

    /** Keys that the application poisoned here. */
    long getPoisonedByApplication();

    long getExpired();

    long getAgedOut();

    long getEvicted();

    long getDroppedCopies();

    long getRenewals();

    /** Keys that this member brought to another key format. */
    long getMovedKeys();

    long getRefreshes();

    long getUnusable();

    long getRefractoryRefusals();

    long getResends();

    long getHeldBack();

    /** References to entries that are open here now. */
    long getRetained();

    /** Entries that this member wrote as owner and has yet to tell a replica of. */
    long getPooledWrites();

    long getEntries();
}
