package io.asdr.examples.quickstart;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.TableConfig;
import java.io.PrintStream;
import java.util.List;

/** One node that is alone: no socket, the same calls. */
public final class QuickStart {

    private QuickStart() {}

    public static void main(String[] args) {
        try (AsdrNode node = AsdrNode.local()) {
            shop(node, System.out);
        }
    }

    /** The same with any node. */
    static void shop(AsdrNode node, PrintStream out) {
        AsdrTable<String, Cart> carts = node.table(
                TableConfig.of("carts", String.class, Cart.class).replicas(1).build());

        carts.put("alice", new Cart(List.of("tea"))); // acknowledged = on the owner and every replica
        out.println(carts.get("alice")); // from this JVM's heap when it can be, never stale
        carts.asMap().merge("alice", new Cart(List.of("milk")), Cart::plus); // a ConcurrentMap like any other
        out.println(carts.get("alice"));
    }
}
