package io.asdr.examples.accesslog;

import io.asdr.AsdrTable;
import java.util.List;
import java.util.function.Consumer;

/** Waits beside the work for the death of a member, then reads some of its pages to see how soon they are answered. */
final class Prober {

    /** How many pages are read. */
    private static final int PROBES = 8;

    private final AsdrTable<String, Page> pages;
    private volatile List<String> watched = List.of();

    Prober(AsdrTable<String, Page> pages) {
        this.pages = pages;
    }

    /** Chooses pages of {@code member} that this heap can't serve: only they show when the cluster answers again. Returns how many. */
    int watch(String member, List<String> paths) {
        watched = paths.stream()
                .filter(path -> pages.ownerOf(path).equals(member))
                .filter(path -> pages.peek(path).isEmpty())
                .limit(PROBES)
                .toList();
        return watched.size();
    }

    /** Reads the chosen pages one after the other, on a thread of its own. */
    void probe(Consumer<PageRead> answers) {
        List<String> paths = watched;
        Thread thread = new Thread(() -> paths.forEach(path -> answers.accept(read(path))), "prober");
        thread.setDaemon(true);
        thread.start();
    }

    private PageRead read(String path) {
        return new Persistence().call(() -> {
            long start = System.nanoTime();
            return PageRead.of(path, start, pages.get(path));
        });
    }
}
