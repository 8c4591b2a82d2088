package io.asdr.examples.accesslog;

import io.asdr.AsdrNode;
import io.asdr.TableConfig;
import io.asdr.membership.JGroupsMembership;
import io.asdr.transport.NettyTransport;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** How this application sets asdr up: the node of a service, and its three tables. */
final class Nodes {

    private static final String LOOPBACK = "127.0.0.1";

    /** For how long a client is away before its visit is over. */
    static final Duration MAX_IDLE = Duration.ofSeconds(1);

    /** How many copies of others' pages a service keeps. */
    static final int MAX_PAGE_COPIES = 200;

    /** Fewer than the default: some thousand entries are looked through sooner, to find those that nobody uses. */
    private static final int PARTITIONS = 128;

    private Nodes() {}

    /** Client address to session. Every member can be lost without losing a count: there is a replica. */
    static TableConfig<String, Session> sessions() {
        return TableConfig.of("sessions", String.class, Session.class)
                .replicas(1)
                .build();
    }

    /** Path to page. Pages are read far more than written: readers keep coherent copies, of those that they use most. */
    static TableConfig<String, Page> pages() {
        return TableConfig.of("pages", String.class, Page.class)
                .replicas(1)
                .maxCopies(MAX_PAGE_COPIES)
                .build();
    }

    /**
     * Client address to the visit that goes on. It is over when nobody in the cluster has read it for a while, and does not count where its service is down.
     *
     * @param isUp whether the service of a visit is there
     */
    static TableConfig<String, Visit> visits(Predicate<Visit> isUp) {
        return TableConfig.of("visits", String.class, Visit.class)
                .replicas(1)
                .maxIdle(MAX_IDLE)
                .usable(isUp)
                .build();
    }

    /**
     * Starts a node on loopback.
     *
     * @param ports of the memberships of all services, its own first
     */
    static AsdrNode start(String cluster, String name, List<Integer> ports) {
        String[] seeds = ports.stream().map(port -> LOOPBACK + ":" + port).toArray(String[]::new);
        return AsdrNode.builder(cluster)
                .name(name)
                .partitionCount(PARTITIONS)
                .membership(JGroupsMembership.builder()
                        .bind(LOOPBACK, ports.get(0))
                        .seeds(seeds)
                        .build())
                .transport(NettyTransport.builder().bind(LOOPBACK, 0).build())
                .start();
    }
}
