package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A fourth member joins three that are full of entries, and its share moves to it, while another one reads and writes. */
final class Joins {

    private static final int MEMBERS = 3;
    private static final int FOURTH = 3;
    private static final int HEAP_MEBIBYTES = 1_000;
    private static final int READ_KEYS = 20_000;
    private static final long PAUSE_NANOS = 500_000;
    private static final long WARM_NANOS = 2_000_000_000;
    private static final long WINDOW_NANOS = 4_000_000_000L;
    private static final long LONGEST_NANOS = 90_000_000_000L;
    private static final long LOOK_NANOS = 50_000_000;
    private static final int SAME_LOOKS = 3;
    private static final double MOVED_SECONDS = 10;
    private static final double READ_RATIO = 5;

    private Joins() {}

    static List<Figure> measure(WhenSplit mode, int runs, int entries) {
        Tables kind = Tables.REPLICATED.in(mode);
        RunLog log = new RunLog(mode + ", fourth joins");
        try (Crew crew = Crew.start(MEMBERS, 1, HEAP_MEBIBYTES)) {
            crew.openEverywhere(kind);
            Entries.write(kind.open(crew.node()), Entries.firstKeys(entries));
            for (int run = 0; run < runs; run++) {
                join(crew, kind, entries, log);
                crew.leave(FOURTH);
                crew.await(MEMBERS);
                awaitMoved(crew, kind, entries, LONGEST_NANOS);
            }
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.atMost(
                mode + ", join: remote read p99",
                "us",
                log.median("read p99 during"),
                log.median("read p99 before"),
                READ_RATIO));
        figures.add(Figure.atMost(mode + ", join: moved", "s", log.median("moved"), MOVED_SECONDS, 1));
        figures.add(log.failures(mode + ", join"));
        return figures;
    }

    private static void join(Crew crew, Tables kind, int entries, RunLog log) {
        AsdrTable<String, String> table = kind.open(crew.node());
        List<String> remote = Kind.COPY.keys(table, crew.node().name(), READ_KEYS);
        Pulse reader = Pulses.reader(table, remote, PAUSE_NANOS);
        Pulse writer = Pulses.writer(table, Entries.firstKeys(READ_KEYS), PAUSE_NANOS);
        Pause.nanos(WARM_NANOS + WINDOW_NANOS);
        AtomicLong viewed = new AtomicLong();
        var heard = crew.node().onEvent(event -> {
            if (event instanceof AsdrEvent.MemberJoined) {
                viewed.compareAndSet(0, System.nanoTime());
            }
        });
        long before = System.nanoTime();
        crew.join(FOURTH);
        crew.child(FOURTH).ask("entries", kind);
        awaitMoved(crew, kind, entries, LONGEST_NANOS);
        long moved = System.nanoTime();
        heard.close();
        reader.stop();
        writer.stop();
        log.add("read p99 before", reader.took(before - WINDOW_NANOS, before).getValueAtPercentile(99) / 1e3);
        log.add("read p99 during", reader.took(viewed.get(), moved).getValueAtPercentile(99) / 1e3);
        log.add("write p99 before", writer.took(before - WINDOW_NANOS, before).getValueAtPercentile(99) / 1e3);
        log.add("write p99 during", writer.took(viewed.get(), moved).getValueAtPercentile(99) / 1e3);
        log.add("longest read", reader.took(viewed.get(), moved).getMaxValue() / 1e6);
        log.add("longest write", writer.took(viewed.get(), moved).getMaxValue() / 1e6);
        log.add("moved", (moved - viewed.get()) / 1e9);
        log.addFailures("read", reader);
        log.addFailures("write", writer);
        log.endRun();
    }

    /** Waits until the members have exactly two of each entry: what has to come has come, and what may go is gone. */
    private static void awaitMoved(Crew crew, Tables kind, int entries, long longestNanos) {
        crew.awaitWhole(kind, READ_KEYS);
        long begin = System.nanoTime();
        int same = 0;
        while (same < SAME_LOOKS) {
            if (System.nanoTime() - begin > longestNanos) {
                throw new IllegalStateException(
                        "the entries did not move: " + crew.node().report());
            }
            long all = kind.open(crew.node()).stats().entries();
            for (ChildJvm child : crew.children()) {
                all += Long.parseLong(child.ask("entries", kind));
            }
            same = all == 2L * entries ? same + 1 : 0;
            Pause.nanos(LOOK_NANOS);
        }
    }
}
