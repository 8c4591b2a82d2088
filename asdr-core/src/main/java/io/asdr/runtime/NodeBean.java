package io.asdr.runtime;

import io.asdr.NodeCommandsMXBean;
import java.time.Duration;
import java.util.List;

/** A node as JMX shows it. */
final class NodeBean implements NodeCommandsMXBean {

    private final Node node;

    NodeBean(Node node) {
        this.node = node;
    }

    @Override
    public String getName() {
        return node.name();
    }

    @Override
    public String getStatus() {
        return node.status().name();
    }

    @Override
    public List<String> getMembers() {
        return node.members();
    }

    @Override
    public long getViewEpoch() {
        return node.view().id().epoch();
    }

    @Override
    public long getLeaseLeftMillis() {
        Engine engine = node.engine();
        return Math.max(0, (engine.ownHorizon().untilNanos() - engine.nanos()) / 1_000_000);
    }

    @Override
    public String getReport() {
        return node.report();
    }

    @Override
    public int leave(long timeoutMillis) {
        if (timeoutMillis < 0) {
            throw new IllegalArgumentException("timeoutMillis=" + timeoutMillis + " must not be negative");
        }
        return node.leave(Duration.ofMillis(timeoutMillis));
    }
}
