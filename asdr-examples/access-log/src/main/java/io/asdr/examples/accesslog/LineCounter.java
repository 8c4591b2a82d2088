package io.asdr.examples.accesslog;

import io.asdr.AsdrTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a service does with a line: looks up the client's visit or begins one, reads its page, loads or raises it, and counts the line in the client's session. Thread-safe. */
final class LineCounter {

    private final String service;
    private final int stride;
    private final AsdrTable<String, Session> sessions;
    private final AsdrTable<String, Page> pages;
    private final AsdrTable<String, Visit> visits;
    private final Consumer<String> onLoading;

    /**
     * A counter on three tables of the cluster.
     *
     * @param service the name of the service
     * @param stride how many services lines are dealt to
     * @param onLoading hears of each page before it is loaded here
     */
    LineCounter(
            String service,
            int stride,
            AsdrTable<String, Session> sessions,
            AsdrTable<String, Page> pages,
            AsdrTable<String, Visit> visits,
            Consumer<String> onLoading) {
        this.service = service;
        this.stride = stride;
        this.sessions = sessions;
        this.pages = pages;
        this.visits = visits;
        this.onLoading = onLoading;
    }

    /** Counts a line; on return all that it changed is acknowledged. Counting it again changes nothing. */
    Reply.Counted count(int line, Request request, int raiseTo) {
        Persistence persistence = new Persistence();
        List<PageRead> reads = new ArrayList<>(2);
        List<PageRaise> raises = new ArrayList<>(2);
        List<VisitBegun> begun = visit(request.client(), line, persistence);
        if (read(request.path(), persistence, reads) == null) {
            load(request.path(), persistence, reads, raises);
        }
        if (raiseTo > 0) {
            raise(request.path(), raiseTo, persistence, raises);
        }
        persistence.call(() -> sessions.compute(
                request.client(), (client, session) -> Session.counting(session, stride, line, request)));
        return new Reply.Counted(line, true, persistence.repeats(), reads, raises, begun);
    }

    /** Looks up the client's visit, which keeps it alive, or begins one; returns it if it was begun here. */
    private List<VisitBegun> visit(String client, int line, Persistence persistence) {
        long start = System.nanoTime();
        Visit own = new Visit(line, service);
        Visit present = persistence.call(() -> visits.get(client));
        if (present == null) {
            present = persistence.call(() -> visits.computeIfAbsent(client, key -> own));
        }
        return own.equals(present) ? List.of(new VisitBegun(client, own, start, System.nanoTime())) : List.of();
    }

    private @Nullable Page read(String path, Persistence persistence, List<PageRead> reads) {
        return persistence.call(() -> {
            long start = System.nanoTime();
            Page page = pages.get(path);
            reads.add(PageRead.of(path, start, page));
            return page;
        });
    }

    private void load(String path, Persistence persistence, List<PageRead> reads, List<PageRaise> raises) {
        persistence.call(() -> {
            long start = System.nanoTime();
            Page page = pages.computeIfAbsent(path, this::loadPage);
            PageRead read = PageRead.of(path, start, page);
            reads.add(read);
            // Whoever loaded it: that the page is there, and at this revision at least, is acknowledged now.
            raises.add(new PageRaise(path, read.revision(), read.endNanos()));
            return page;
        });
    }

    private void raise(String path, int raiseTo, Persistence persistence, List<PageRaise> raises) {
        persistence.call(() -> {
            Page page = pages.compute(path, (key, before) -> Page.raised(before, key, raiseTo));
            raises.add(new PageRaise(path, raiseTo, System.nanoTime()));
            return page;
        });
    }

    private Page loadPage(String path) {
        onLoading.accept(path);
        return Page.load(path);
    }
}
