package io.asdr.integration;

import io.asdr.AsdrNode;
import io.asdr.NodeBuilder;
import io.asdr.membership.JGroupsMembership;
import io.asdr.transport.NettyTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Some free ports of the loopback network, and nodes on them that find each other. */
final class Site implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    /** Where JGroups' failure detector listens, beside each port. */
    static final int DETECTOR_OFFSET = 100;

    // Below the ports that systems give to outgoing connections, so that none of those takes one before we bind it.
    private static final int LOWEST_PORT = 10_000;
    private static final int HIGHEST_PORT = 32_000;

    private final String cluster =
            "site-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    private final List<Integer> ports = new ArrayList<>();
    private final List<AsdrNode> nodes = new ArrayList<>();

    Site(int places) {
        while (ports.size() < places) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            if (!ports.contains(port) && isFree(port) && isFree(port + DETECTOR_OFFSET)) {
                ports.add(port);
            }
        }
    }

    String cluster() {
        return cluster;
    }

    int port(int place) {
        return ports.get(place);
    }

    Network.Place place(int place) {
        return new Network.Place(HOST, port(place), List.of());
    }

    String[] seeds() {
        return ports.stream().map(port -> HOST + ":" + port).toArray(String[]::new);
    }

    /** A node of this site's cluster, to be changed and started. */
    NodeBuilder node(int place) {
        return node(cluster, place);
    }

    NodeBuilder node(String clusterName, int place) {
        return node(clusterName, "node-" + place, HOST, port(place), seeds());
    }

    /** How every node of these tests is made, whatever JVM it is in. */
    static NodeBuilder node(String cluster, String name, String host, int port, String... seeds) {
        return AsdrNode.builder(cluster)
                .name(name)
                .membership(JGroupsMembership.builder()
                        .bind(host, port)
                        .seeds(seeds)
                        .build())
                .transport(NettyTransport.builder().bind(host, 0).build());
    }

    /** Starts a node that is closed with the site. */
    synchronized AsdrNode start(NodeBuilder builder) {
        AsdrNode node = builder.start();
        nodes.add(node);
        return node;
    }

    AsdrNode start(int place) {
        return start(node(place));
    }

    @Override
    public synchronized void close() {
        for (AsdrNode node : nodes) {
            node.close();
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
