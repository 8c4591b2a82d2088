package io.asdr;

import io.asdr.spi.Membership;
import io.asdr.spi.OwnershipStrategy;
import io.asdr.spi.Transport;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Collects what a node needs. Not thread-safe. */
public final class NodeBuilder {

    private final String cluster;
    private String name = "";
    private @Nullable Membership membership;
    private @Nullable Transport transport;
    private @Nullable OwnershipStrategy ownership;
    private @Nullable Executor executor;
    private int laneCount = Runtime.getRuntime().availableProcessors() * 16;
    private int partitionCount = 1024;
    private Duration lease = Duration.ofSeconds(1);
    private Duration callTimeout = Duration.ofSeconds(10);
    private int attempts = Integer.MAX_VALUE;

    NodeBuilder(String cluster) {
        if (cluster.isEmpty() || cluster.length() > 255) {
            throw new IllegalArgumentException("clusterName='" + cluster + "' must have 1 to 255 characters");
        }
        this.cluster = cluster;
    }

    /** A name for people (default: one made of the process and a number); 1 to 64 characters. */
    public NodeBuilder name(String nodeName) {
        this.name = nodeName;
        return this;
    }

    public NodeBuilder membership(Membership adapter) {
        this.membership = Objects.requireNonNull(adapter, "adapter");
        return this;
    }

    public NodeBuilder transport(Transport adapter) {
        this.transport = Objects.requireNonNull(adapter, "adapter");
        return this;
    }

    public AsdrNode start() {
        if (cluster.length() > 0) {
            throw new IllegalStateException(cluster
                    + name
                    + membership
                    + transport
                    + ownership
                    + executor
                    + laneCount
                    + partitionCount
                    + lease
                    + callTimeout
                    + attempts);
        }
        return AsdrNode.local();
    }
}
