package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import io.asdr.WhenSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Three members leave and start again one after the other, while a fourth reads and writes; in the end every acknowledged write is looked for. */
final class Restarts {

    private static final int MEMBERS = 4;
    private static final int HEAP_MEBIBYTES = 256;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final long WARM_NANOS = 2_000_000_000;
    private static final double GAP_MILLIS = 300;
    private static final List<String> CALLS = List.of("read", "remote read", "write");

    private Restarts() {}

    static List<Figure> measure(WhenSplit mode, int runs) {
        RunLog log = new RunLog(mode + ", rolling restart");
        Tables coherent = Tables.COHERENT.in(mode);
        Tables replicated = Tables.REPLICATED.in(mode);
        try (Crew crew = Crew.start(MEMBERS, 0, HEAP_MEBIBYTES)) {
            for (Tables kind : List.of(coherent, replicated)) {
                crew.openEverywhere(kind);
                Entries.write(kind.open(crew.node()), Entries.firstKeys(VictimKeys.LOADED));
            }
            for (int run = 0; run < runs; run++) {
                restartAll(crew, coherent, replicated, log);
            }
        }
        List<Figure> figures = new ArrayList<>();
        CALLS.forEach(call -> figures.add(Figure.atMost(
                mode + ", rolling restart: longest gap, " + call, "ms", log.median(call), GAP_MILLIS, 1)));
        figures.add(log.failures(mode + ", rolling restart"));
        return figures;
    }

    private static void restartAll(Crew crew, Tables coherent, Tables replicated, RunLog log) {
        List<String> keys = Entries.firstKeys(VictimKeys.LOADED);
        List<String> read = keys.subList(0, keys.size() / 2);
        List<String> written = keys.subList(keys.size() / 2, keys.size());
        AsdrTable<String, String> table = coherent.open(crew.node());
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        Pulse bare = Pulse.bare(PAUSE_NANOS);
        List<Pulse> pulses = List.of(
                Pulses.reader(table, read, PAUSE_NANOS),
                Pulses.reader(replicated.open(crew.node()), keys, PAUSE_NANOS),
                Pulse.start("writer", PAUSE_NANOS, round -> {
                    String key = written.get(round % written.size());
                    String value = Entries.value(key, round);
                    table.set(key, value);
                    acknowledged.put(key, value);
                }));
        Pause.nanos(WARM_NANOS);
        long begin = System.nanoTime();
        for (int member : crew.childrenByAge()) {
            crew.leave(member);
            crew.join(member);
            crew.await(MEMBERS);
            crew.openEverywhere(coherent);
            crew.openEverywhere(replicated);
        }
        long end = System.nanoTime();
        pulses.forEach(Pulse::stop);
        bare.stop();
        for (int i = 0; i < pulses.size(); i++) {
            Beats.Gap gap = pulses.get(i).longestGap(begin, end);
            double own = bare.longestGap(gap.from(), gap.to()).millis();
            log.add(CALLS.get(i), Math.max(0, gap.millis() - own));
            log.add("bare loop meanwhile", own);
            log.addFailures(CALLS.get(i), pulses.get(i));
        }
        acknowledged.forEach((key, value) -> {
            String found = table.get(key);
            if (!value.equals(found)) {
                log.addFailure(key + " has " + found + " and not " + value);
            }
        });
        log.add("acknowledged keys", acknowledged.size());
        log.add("took s", (end - begin) / 1e9);
        log.endRun();
    }
}
