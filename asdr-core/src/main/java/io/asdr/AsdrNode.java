package io.asdr;

import io.asdr.event.AsdrEvent;
import io.asdr.spi.MemberStatus;
import io.asdr.spi.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * This JVM's place in the cluster. Thread-safe.
 *
 * <pre>{@code
 * try (AsdrNode node = AsdrNode.builder("shop").membership(...).transport(...).start()) {
 *     AsdrTable<String, Cart> carts = node.table(TableConfig.of("carts", String.class, Cart.class).build());
 * }
 * }</pre>
 */
public interface AsdrNode extends AutoCloseable {

    /** Begins to describe a node of the cluster of that name; with no membership and no transport it is a local one. */
    static NodeBuilder builder(String clusterName) {
        return new NodeBuilder(clusterName);
    }

    /** A node that is alone: no socket, the same behaviour. */
    static AsdrNode local() {
        return builder("local").start();
    }

    /**
     * Opens a table, for the first time in the cluster or as other members did.
     *
     * @throws TableConfigMismatchException if the cluster has the table with other settings; names the field and both values
     */
    <K, V> AsdrTable<K, V> table(TableConfig<K, V> config);

    /**
     * A table that this node has opened.
     *
     * @throws IllegalArgumentException if it has not
     */
    AsdrTable<?, ?> table(String name);

    /** This node's name. */
    String name();

    /** Names of the members of the view, oldest first. */
    List<String> members();

    /** The view that this member has installed. */
    View view();

    NodeStatus status();

    /** How a member of the view fares, this one or another, as it said in its last heartbeat; empty if there is none of the name, or it has not said anything yet. Requirement R31. */
    Optional<MemberStatus> statusOf(String member);

    /**
     * Waits until the node is {@link NodeStatus#READY}.
     *
     * @return false if it was not after {@code timeout}
     * @throws IllegalArgumentException if {@code timeout} is negative
     */
    boolean awaitReady(Duration timeout);

    /**
     * Hands everything over to the members that stay, then leaves and closes.
     *
     * @return how many partitions of all tables could not be handed over within {@code timeout}; 0 means that nothing depends on this member any more
     * @throws IllegalArgumentException if {@code timeout} is negative
     */
    int leave(Duration timeout);

    /** {@link #leave} with a bound of 10 s. Idempotent; no thread is left. */
    @Override
    void close();

    /** Calls {@code listener} for every event, on the node's executor. */
    Subscription onEvent(Consumer<? super AsdrEvent> listener);

    /** A page for people: view, leases, slow peers, lanes, and of each table chains, hand-overs, counts and the last poisonings, without keys. Its form may change. Requirement R33. */
    String report();
}
