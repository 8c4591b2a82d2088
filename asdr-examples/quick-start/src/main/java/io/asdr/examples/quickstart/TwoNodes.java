package io.asdr.examples.quickstart;

import io.asdr.AsdrNode;
import io.asdr.membership.JGroupsMembership;
import io.asdr.transport.NettyTransport;
import java.io.IOException;

/** A node of a cluster on this machine: start it with 7800, and beside it with 7801. */
public final class TwoNodes {

    private TwoNodes() {}

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        try (AsdrNode node = start(port)) {
            System.out.println("members: " + node.members());
            QuickStart.shop(node, System.out);
            System.out.println("Start the other one now; Enter ends this one.");
            System.in.read();
        }
    }

    /** Starts a node whose membership listens on {@code port}. */
    static AsdrNode start(int port) {
        return AsdrNode.builder("shop")
                .membership(JGroupsMembership.builder()
                        .bind("127.0.0.1", port)
                        .seeds("127.0.0.1:7800", "127.0.0.1:7801")
                        .build())
                .transport(NettyTransport.builder().bind("127.0.0.1", 0).build())
                .start();
    }
}
