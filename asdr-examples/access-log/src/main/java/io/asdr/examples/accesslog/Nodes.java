package io.asdr.examples.accesslog;

import io.asdr.AsdrNode;
import io.asdr.TableConfig;
import io.asdr.membership.JGroupsMembership;
import io.asdr.transport.NettyTransport;
import java.util.List;

/** How this application sets asdr up: the node of a service, and its two tables. */
final class Nodes {

    private static final String LOOPBACK = "127.0.0.1";

    private Nodes() {}

    /** Client address to session. Every member can be lost without losing a count: there is a replica. */
    static TableConfig<String, Session> sessions() {
        return TableConfig.of("sessions", String.class, Session.class)
                .replicas(1)
                .build();
    }

    /** Path to page. Pages are read far more than written: readers keep coherent copies. */
    static TableConfig<String, Page> pages() {
        return TableConfig.of("pages", String.class, Page.class).replicas(1).build();
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
                .membership(JGroupsMembership.builder()
                        .bind(LOOPBACK, ports.get(0))
                        .seeds(seeds)
                        .build())
                .transport(NettyTransport.builder().bind(LOOPBACK, 0).build())
                .start();
    }
}
