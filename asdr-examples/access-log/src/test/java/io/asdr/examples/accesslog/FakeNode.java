package io.asdr.examples.accesslog;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.NodeStatus;
import io.asdr.Subscription;
import io.asdr.TableConfig;
import io.asdr.event.AsdrEvent;
import io.asdr.spi.MemberStatus;
import io.asdr.spi.View;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A member of a {@link FakeCluster}: what this job asks of a node, and no more. */
final class FakeNode implements AsdrNode {

    private final String name;
    private final FakeCluster cluster;
    private final List<Consumer<? super AsdrEvent>> listeners = new CopyOnWriteArrayList<>();
    private Runnable join = () -> {};
    private volatile boolean closed;

    FakeNode(String name, FakeCluster cluster) {
        this.name = name;
        this.cluster = cluster;
    }

    /** Sets what happens when somebody waits for this node to be ready. */
    void onJoin(Runnable action) {
        join = action;
    }

    void hear(AsdrEvent event) {
        try {
            listeners.forEach(listener -> listener.accept(event));
        } catch (RuntimeException e) {
            // As in a node: a listener that throws does no harm. Here it is one whose launcher is gone.
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, V> AsdrTable<K, V> table(TableConfig<K, V> config) {
        FakeTable table = new FakeTable(cluster, this, config.name(), (Predicate<Object>) config.usable());
        return (AsdrTable<K, V>) Proxy.newProxyInstance(
                AsdrTable.class.getClassLoader(), new Class<?>[] {AsdrTable.class}, (proxy, method, arguments) -> {
                    try {
                        return FakeTable.class
                                .getDeclaredMethod(method.getName(), method.getParameterTypes())
                                .invoke(table, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public AsdrTable<?, ?> table(String table) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> members() {
        return cluster.members();
    }

    @Override
    public View view() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NodeStatus status() {
        return closed ? NodeStatus.CLOSED : NodeStatus.READY;
    }

    @Override
    public Optional<MemberStatus> statusOf(String member) {
        return Optional.empty();
    }

    @Override
    public boolean awaitReady(Duration timeout) {
        join.run();
        return true;
    }

    @Override
    public int leave(Duration timeout) {
        closed = true;
        return 0;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public Subscription onEvent(Consumer<? super AsdrEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public String report() {
        return "a fake";
    }
}
