package io.asdr.examples.accesslog;

import io.asdr.AsdrNode;
import io.asdr.event.AsdrEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Services in this JVM, each with pipes and threads of its own, whose tables are one map: what a perfect cluster would be. */
final class FakeCluster implements Starter {

    /** What members are told to have happened to each table when one of them dies. */
    static final int POISONED = 3;

    static final int PROMOTED = 2;

    /** What the newest member is told to have taken over. */
    static final int MOVED = 5;

    private final Map<String, ConcurrentMap<Object, Object>> tables = new ConcurrentHashMap<>();
    private final List<FakeNode> nodes = new ArrayList<>();
    private final Distortion distortion;
    private long epoch;

    /** What a faulty cluster makes of a value that is read. */
    interface Distortion {
        @Nullable
        Object read(Object key, @Nullable Object value);
    }

    FakeCluster() {
        this((key, value) -> value);
    }

    FakeCluster(Distortion distortion) {
        this.distortion = distortion;
    }

    @Override
    public Process start(String name, List<String> arguments) {
        FakeProcess process = new FakeProcess(name, Integer.parseInt(arguments.get(2)));
        process.begin();
        return process;
    }

    synchronized List<String> members() {
        return nodes.stream().map(AsdrNode::name).toList();
    }

    ConcurrentMap<Object, Object> table(String name) {
        return tables.computeIfAbsent(name, key -> new ConcurrentHashMap<>());
    }

    Distortion distortion() {
        return distortion;
    }

    private synchronized void join(FakeNode node) {
        nodes.add(node);
        installView();
        node.hear(new AsdrEvent.HandedOver("pages", 0, true, MOVED));
    }

    private synchronized void crash(FakeNode node) {
        if (nodes.remove(node)) {
            node.close();
            installView();
            nodes.forEach(each -> each.hear(new AsdrEvent.MemberLeft(node.name(), epoch)));
            nodes.forEach(
                    each -> each.hear(new AsdrEvent.OwnershipMoved("pages", epoch, 1, 0, 1, 1, POISONED, PROMOTED)));
        }
    }

    private void installView() {
        epoch++;
        List<String> members = members();
        nodes.forEach(node -> node.hear(new AsdrEvent.ViewInstalled(epoch, members, false)));
    }

    /** A service on threads of this JVM. */
    private final class FakeProcess extends Process {

        private final FakeNode node;
        private final int stride;
        private final FakePipe in = new FakePipe();
        private final FakePipe out = new FakePipe();
        private final CountDownLatch ended = new CountDownLatch(1);

        FakeProcess(String name, int stride) {
            this.node = new FakeNode(name, FakeCluster.this);
            this.stride = stride;
        }

        void begin() {
            long mainNanos = System.nanoTime();
            Thread thread = new Thread(() -> main(mainNanos), node.name());
            thread.setDaemon(true);
            thread.start();
        }

        private void main(long mainNanos) {
            try {
                var launcher = new Channel<>(Reply.class, out.writer(), Order.class, in.reader());
                node.onJoin(() -> join(node));
                ServiceMain.serve(node, stride, launcher, mainNanos);
            } catch (IOException e) {
                // It was killed.
            } finally {
                crash(node);
                out.close();
                ended.countDown();
            }
        }

        @Override
        public Process destroyForcibly() {
            // First the tongue, then the rest: nothing is acknowledged from here on.
            out.close();
            crash(node);
            in.close();
            return this;
        }

        @Override
        public void destroy() {
            destroyForcibly();
        }

        @Override
        public OutputStream getOutputStream() {
            return in.writer();
        }

        @Override
        public InputStream getInputStream() {
            return out.reader();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public int waitFor() throws InterruptedException {
            ended.await();
            return 0;
        }

        @Override
        public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
            return ended.await(timeout, unit);
        }

        @Override
        public int exitValue() {
            return 0;
        }
    }
}
