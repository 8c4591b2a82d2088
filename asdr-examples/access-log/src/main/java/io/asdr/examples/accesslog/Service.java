package io.asdr.examples.accesslog;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.event.AsdrEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service of the site: does what the launcher orders on its member of the cluster, lines by several threads at the same time. */
final class Service implements Order.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final int WORKERS = 4;

    private final Channel<Reply, Order> launcher;
    private final AsdrTable<String, Session> sessions;
    private final AsdrTable<String, Page> pages;
    private final AsdrTable<String, Visit> visits;
    private final Set<String> down = ConcurrentHashMap.newKeySet();
    private final LineCounter counter;
    private final Prober prober;
    private final RequestParser parser = new RequestParser();
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    private boolean quits;

    /**
     * Opens the tables; the node stays the caller's to close.
     *
     * @param stride how many services lines are dealt to
     */
    Service(AsdrNode node, int stride, Channel<Reply, Order> launcher) {
        this.launcher = launcher;
        this.sessions = node.table(Nodes.sessions());
        this.pages = node.table(Nodes.pages());
        node.onEvent(this::onEvent);
        this.visits = node.table(Nodes.visits(visit -> !down.contains(visit.service())));
        this.counter =
                new LineCounter(node.name(), stride, sessions, pages, visits, path -> send(new Reply.Loading(path)));
        this.prober = new Prober(pages);
    }

    /** Works until the launcher says that it is enough, or is gone. */
    void run() throws IOException {
        try {
            @Nullable Order order = launcher.receive();
            while (order != null && !quits) {
                order.handleBy(this);
                order = quits ? null : launcher.receive();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    @Override
    public void onCount(Order.Count order) {
        // Parsed here: the parser is for one thread, and far faster than the table's writes.
        parser.parse(order.text())
                .ifPresentOrElse(
                        request -> work(() -> send(counter.count(order.line(), request, order.raiseTo()))),
                        () -> send(new Reply.Counted(order.line(), false, 0, List.of(), List.of(), List.of())));
    }

    @Override
    public void onWatch(Order.Watch order) {
        work(() -> send(new Reply.Watching(prober.watch(order.member(), order.paths()))));
    }

    @Override
    public void onProbe(Order.Probe order) {
        prober.probe(read -> send(new Reply.Probed(read)));
    }

    @Override
    public void onReadSession(Order.ReadSession order) {
        work(() -> {
            Session session = new Persistence().call(() -> sessions.get(order.client()));
            send(
                    session == null
                            ? new Reply.SessionMissing(order.client())
                            : new Reply.SessionIs(order.client(), session));
        });
    }

    @Override
    public void onReadPage(Order.ReadPage order) {
        work(() -> send(new Reply.PageIs(new Persistence().call(() -> {
            long start = System.nanoTime();
            return PageRead.of(order.path(), start, pages.get(order.path()));
        }))));
    }

    @Override
    public void onReadSize(Order.ReadSize order) {
        work(() -> send(new Reply.SizeIs(sessions.size(), pages.size())));
    }

    @Override
    public void onReadStats(Order.ReadStats order) {
        work(() -> send(new Reply.StatsAre(sessions.stats(), pages.stats(), visits.stats())));
    }

    @Override
    public void onQuit(Order.Quit order) {
        quits = true;
    }

    /** A service that left is down for good: none gets its name again. */
    private void onEvent(AsdrEvent event) {
        if (event instanceof AsdrEvent.MemberLeft left) {
            down.add(left.member());
        }
    }

    private void work(Runnable task) {
        workers.execute(() -> {
            try {
                attempt(task);
            } catch (UncheckedIOException e) {
                // The launcher is gone; run() sees that too, and ends.
            }
        });
    }

    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            send(new Reply.Failed(e.toString()));
            LOG.error("a task failed", e);
        }
    }

    private void send(Reply reply) {
        try {
            launcher.send(reply);
        } catch (IOException e) {
            throw new UncheckedIOException("the launcher is gone", e);
        }
    }
}
