package io.asdr.examples.accesslog;

import io.asdr.AsdrTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a service does with a line: reads its page, loads or raises it, and counts the line in the client's session. Thread-safe. */
final class LineCounter {

    private final int stride;
    private final AsdrTable<String, Session> sessions;
    private final AsdrTable<String, Page> pages;
    private final Consumer<String> onLoading;

    /**
     * A counter on two tables of the cluster.
     *
     * @param stride how many services lines are dealt to
     * @param onLoading hears of each page before it is loaded here
     */
    LineCounter(
            int stride,
            AsdrTable<String, Session> sessions,
            AsdrTable<String, Page> pages,
            Consumer<String> onLoading) {
        this.stride = stride;
        this.sessions = sessions;
        this.pages = pages;
        this.onLoading = onLoading;
    }

    /** Counts a line; on return all that it changed is acknowledged. Counting it again changes nothing. */
    Reply.Counted count(int line, Request request, int raiseTo) {
        Persistence persistence = new Persistence();
        List<PageRead> reads = new ArrayList<>(2);
        List<PageRaise> raises = new ArrayList<>(2);
        if (read(request.path(), persistence, reads) == null) {
            load(request.path(), persistence, reads, raises);
        }
        if (raiseTo > 0) {
            raise(request.path(), raiseTo, persistence, raises);
        }
        persistence.call(() -> sessions.compute(
                request.client(), (client, session) -> Session.counting(session, stride, line, request)));
        return new Reply.Counted(line, true, persistence.repeats(), reads, raises);
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
