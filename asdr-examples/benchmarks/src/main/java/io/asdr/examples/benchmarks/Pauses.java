package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import java.util.ArrayList;
import java.util.List;

/** Members that stand still for less than a lease, and a machine that is full of other work: nobody may be put out of the view for that. */
final class Pauses {

    private static final int MEMBERS = 3;
    private static final int HEAP_MEBIBYTES = 256;
    /** Less than the lease of 1 s. */
    private static final long STOP_NANOS = 900_000_000;

    private static final long BETWEEN_NANOS = 400_000_000;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final long LOAD_NANOS = 20_000_000_000L;
    private static final int LOAD_A_PROCESSOR = 2;

    private Pauses() {}

    static List<Figure> measure() {
        return measure(5, LOAD_NANOS);
    }

    /** Stops each member that often, then keeps the machine busy for that long; a view that changed is a failure. */
    static List<Figure> measure(int stops, long loadNanos) {
        RunLog log = new RunLog("pauses below a lease");
        try (Crew crew = Crew.start(MEMBERS, 0, HEAP_MEBIBYTES)) {
            crew.openEverywhere(Tables.COHERENT);
            AsdrTable<String, String> table = Tables.COHERENT.open(crew.node());
            List<String> keys = Entries.firstKeys(VictimKeys.LOADED);
            Entries.write(table, keys);
            String before = views(crew);
            Pulse reader = Pulses.reader(table, keys.subList(0, keys.size() / 2), PAUSE_NANOS);
            Pulse writer = Pulses.writer(table, keys.subList(keys.size() / 2, keys.size()), PAUSE_NANOS);
            for (int stop = 0; stop < stops; stop++) {
                for (ChildJvm child : crew.children()) {
                    child.freeze();
                    Pause.nanos(STOP_NANOS);
                    child.thaw();
                    Pause.nanos(BETWEEN_NANOS);
                }
            }
            check(log, "after " + stops + " stops of each", before, views(crew));
            load(loadNanos);
            check(log, "after full load", before, views(crew));
            reader.stop();
            writer.stop();
            log.addFailures("read", reader);
            log.addFailures("write", writer);
            log.endRun();
        }
        return List.of(log.failures("pauses below a lease: changed views and"));
    }

    /** The view that each member has. */
    private static String views(Crew crew) {
        List<String> views = new ArrayList<>();
        views.add(crew.node().view().id().toString());
        crew.children().forEach(child -> views.add(child.ask("view")));
        return views.toString();
    }

    private static void check(RunLog log, String when, String before, String now) {
        if (!now.equals(before)) {
            log.addFailure(when + " the views are " + now + ", and were " + before);
        }
    }

    /** Two busy loops for each processor. */
    private static void load(long nanos) {
        long end = System.nanoTime() + nanos;
        List<Thread> loops = new ArrayList<>();
        for (int i = 0; i < LOAD_A_PROCESSOR * Runtime.getRuntime().availableProcessors(); i++) {
            Thread loop = new Thread(() -> {
                while (end - System.nanoTime() > 0) {
                    Thread.onSpinWait();
                }
            });
            loop.start();
            loops.add(loop);
        }
        for (Thread loop : loops) {
            try {
                loop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
