package io.asdr.runtime;

import io.asdr.CodecException;
import io.asdr.TableCommandsMXBean;

/** A table as JMX shows it. */
final class TableBean implements TableCommandsMXBean {

    private final Node node;
    private final TypedTable<?, ?> table;

    TableBean(Node node, TypedTable<?, ?> table) {
        this.node = node;
        this.table = table;
    }

    @Override
    public String getName() {
        return table.name();
    }

    @Override
    public int getOwnedPartitions() {
        return ChainCounts.of(node, table.id()).owned();
    }

    @Override
    public int getReplicatedPartitions() {
        return ChainCounts.of(node, table.id()).replicated();
    }

    @Override
    public long getOwnerHits() {
        return table.stats().ownerHits();
    }

    @Override
    public long getReplicaHits() {
        return table.stats().replicaHits();
    }

    @Override
    public long getCopyHits() {
        return table.stats().copyHits();
    }

    @Override
    public long getRemoteReads() {
        return table.stats().remoteReads();
    }

    @Override
    public long getWrites() {
        return table.stats().writes();
    }

    @Override
    public long getLoads() {
        return table.stats().loads();
    }

    @Override
    public long getRecalls() {
        return table.stats().recalls();
    }

    @Override
    public long getPoisonedCopies() {
        return table.stats().poisonedCopies();
    }

    @Override
    public long getPromotedCopies() {
        return table.stats().promotedCopies();
    }

    @Override
    public long getPoisonedByReturn() {
        return table.stats().poisonedByReturn();
    }

    @Override
    public long getPoisonedByMerge() {
        return table.stats().poisonedByMerge();
    }

    @Override
    public long getPoisonedByApplication() {
        return table.stats().poisonedByApplication();
    }

    @Override
    public long getExpired() {
        return table.stats().expired();
    }

    @Override
    public long getAgedOut() {
        return table.stats().agedOut();
    }

    @Override
    public long getEvicted() {
        return table.stats().evicted();
    }

    @Override
    public long getDroppedCopies() {
        return table.stats().droppedCopies();
    }

    @Override
    public long getRenewals() {
        return table.stats().renewals();
    }

    @Override
    public long getMovedKeys() {
        return table.stats().movedKeys();
    }

    @Override
    public long getRefreshes() {
        return table.stats().refreshes();
    }

    @Override
    public long getUnusable() {
        return table.stats().unusable();
    }

    @Override
    public long getRefractoryRefusals() {
        return table.stats().refractoryRefusals();
    }

    @Override
    public long getResends() {
        return table.stats().resends();
    }

    @Override
    public long getHeldBack() {
        return table.stats().heldBack();
    }

    @Override
    public long getRetained() {
        return table.stats().retained();
    }

    @Override
    public long getPooledWrites() {
        return table.stats().pooledWrites();
    }

    @Override
    public long getEntries() {
        return table.stats().entries();
    }

    @Override
    public void poison(String key, String reason) {
        try {
            table.poisonWritten(key, reason);
        } catch (CodecException unknown) {
            // Whoever called may not have this library's classes.
            throw new IllegalArgumentException(unknown.getMessage());
        }
    }
}
