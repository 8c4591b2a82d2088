package io.asdr.examples.benchmarks;

import io.asdr.AsdrNode;
import io.asdr.membership.JGroupsMembership;
import io.asdr.transport.NettyTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the members of one cluster listen, all on loopback: one port of the membership each. */
record Site(List<Integer> ports) {

    static final String HOST = "127.0.0.1";

    private static final int DETECTOR_OFFSET = 100;

    Site {
        ports = List.copyOf(ports);
    }

    /** A site of that many members, at ports that are free now, and those of their failure detectors too. */
    static Site free(int memberCount) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < memberCount) {
            int port = anyPort();
            if (!ports.contains(port) && isFree(port + DETECTOR_OFFSET)) {
                ports.add(port);
            }
        }
        return new Site(ports);
    }

    /** The inverse of {@link #toString}. */
    static Site parse(String text) {
        return new Site(Stream.of(text.split(",")).map(Integer::valueOf).toList());
    }

    /** Starts a member in this JVM. */
    AsdrNode start(int member) {
        String[] seeds = ports.stream().map(port -> HOST + ":" + port).toArray(String[]::new);
        return AsdrNode.builder("benchmarks")
                .name(name(member))
                .membership(JGroupsMembership.builder()
                        .bind(HOST, ports.get(member))
                        .seeds(seeds)
                        .build())
                .transport(NettyTransport.builder().bind(HOST, 0).build())
                .start();
    }

    static String name(int member) {
        return "member-" + member;
    }

    /** As an argument of a command. */
    @Override
    public String toString() {
        return ports.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static int anyPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException | IllegalArgumentException taken) {
            return false;
        }
    }
}
