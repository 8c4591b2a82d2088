package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A member freezes (SIGSTOP) and keeps its sockets open while another one writes what it owns, what it replicates, and what it holds copies of. */
final class Freezes {

    private static final int MEMBERS = 3;
    private static final int HEAP_MEBIBYTES = 256;
    private static final long PAUSE_NANOS = 2_000_000;
    private static final long WARM_NANOS = 1_000_000_000;
    private static final long LONGEST_NANOS = 15_000_000_000L;
    private static final long AFTER_NANOS = 1_000_000_000;
    private static final long LOOK_NANOS = 10_000_000;
    private static final double LIMIT_MILLIS = 4_500;
    private static final List<String> WRITES = List.of("write of an owned key", "of a replicated one", "of a held one");

    private Freezes() {}

    static List<Figure> measure(WhenSplit mode, int runs) {
        Tables kind = Tables.COHERENT.in(mode);
        RunLog log = new RunLog(mode + ", member frozen");
        try (Crew crew = Crew.start(MEMBERS, 0, HEAP_MEBIBYTES)) {
            crew.openEverywhere(kind);
            Entries.write(kind.open(crew.node()), Entries.firstKeys(VictimKeys.LOADED));
            for (int run = 0; run < runs; run++) {
                if (crew.isOldestHere()) {
                    crew.restartHere();
                }
                // The oldest and the youngest in turn: the oldest is the one that makes the views.
                freeze(crew, kind, crew.childrenByAge().get(run % 2), log);
            }
        }
        List<Figure> figures = new ArrayList<>();
        WRITES.forEach(write -> figures.add(
                Figure.atMost(mode + ", frozen: longest " + write, "ms", log.most(write), LIMIT_MILLIS, 1)));
        figures.add(log.failures(mode + ", frozen"));
        return figures;
    }

    private static void freeze(Crew crew, Tables kind, int victim, RunLog log) {
        crew.awaitWhole(kind, VictimKeys.LOADED);
        AsdrTable<String, String> table = kind.open(crew.node());
        VictimKeys keys = new VictimKeys(table, crew.node().name(), Site.name(victim));
        List<String> held = keys.untouched();
        Map<String, Pulse> writes = new LinkedHashMap<>();
        writes.put(WRITES.get(0), Pulses.writer(table, keys.ownedElsewhere(), PAUSE_NANOS));
        writes.put(WRITES.get(1), Pulses.writer(table, keys.replicated(), PAUSE_NANOS));
        Pause.nanos(WARM_NANOS);
        crew.child(victim).ask("look", kind, String.join(" ", held));
        AtomicLong left = new AtomicLong();
        var heard = crew.node().onEvent(event -> {
            if (event instanceof AsdrEvent.MemberLeft) {
                left.compareAndSet(0, System.nanoTime());
            }
        });
        long frozen = System.nanoTime();
        crew.child(victim).freeze();
        // Each held key is written once from here on: the first write of each meets the copy.
        writes.put(WRITES.get(2), Pulses.writer(table, held, PAUSE_NANOS));
        while (left.get() == 0 && System.nanoTime() - frozen < LONGEST_NANOS) {
            Pause.nanos(LOOK_NANOS);
        }
        Pause.nanos(AFTER_NANOS);
        writes.values().forEach(Pulse::stop);
        heard.close();
        long end = System.nanoTime();
        writes.forEach((name, pulse) -> {
            log.add(name, pulse.took(frozen - LONGEST_NANOS, end).getMaxValue() / 1e6);
            log.addFailures(name, pulse);
        });
        log.add("view", (left.get() - frozen) / 1e6);
        log.endRun();
        crew.kill(victim);
        crew.await(MEMBERS - 1);
        crew.join(victim);
        crew.await(MEMBERS);
        crew.openEverywhere(kind);
    }
}
