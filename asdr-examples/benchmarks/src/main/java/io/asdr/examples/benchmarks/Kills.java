package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** A member dies by SIGKILL while another one reads and writes its keys, and keys that it has nothing to do with. */
final class Kills {

    /** Whose process ends. */
    enum Victim {
        OLDEST(0),
        YOUNGEST(1);

        /** Which of the two other members, oldest first. */
        private final int age;

        Victim(int age) {
            this.age = age;
        }
    }

    private static final int MEMBERS = 3;
    private static final int HEAP_MEBIBYTES = 128;
    private static final long PAUSE_NANOS = 2_000_000;
    private static final long SHORT_PAUSE_NANOS = 1_000_000;
    private static final long WARM_NANOS = 8_000_000_000L;
    /** So long that the p99.9 of untouched writes is that of some seven calls, not of two or three. */
    private static final long WINDOW_NANOS = 10_000_000_000L;

    private static final double READ_MILLIS = 120;
    private static final double WRITE_MILLIS = 140;
    private static final double UNTOUCHED_RATIO = 2;

    private static final List<String> READS = List.of("read of a copy", "read of a replica", "remote read");
    private static final List<String> WRITES = List.of("write, replica here", "write, replica elsewhere");
    private static final List<String> UNTOUCHED = List.of("untouched read", "untouched write");

    private Kills() {}

    static List<Figure> measure(WhenSplit mode, int runs, Set<Victim> victims) {
        List<Figure> figures = new ArrayList<>();
        try (Crew crew = Crew.start(MEMBERS, 0, HEAP_MEBIBYTES)) {
            for (Tables kind : List.of(Tables.COHERENT.in(mode), Tables.REPLICATED.in(mode))) {
                crew.openEverywhere(kind);
                Entries.write(kind.open(crew.node()), Entries.firstKeys(VictimKeys.LOADED));
            }
            Map<Victim, RunLog> logs = new EnumMap<>(Victim.class);
            for (Victim victim : victims) {
                logs.put(victim, new RunLog(mode + ", " + victim.name().toLowerCase(Locale.ROOT) + " killed"));
            }
            for (int run = 0; run < runs; run++) {
                if (crew.isOldestHere()) {
                    crew.restartHere();
                }
                logs.forEach(
                        (victim, log) -> kill(crew, mode, crew.childrenByAge().get(victim.age), log));
            }
            logs.forEach((victim, log) ->
                    figures.addAll(figures(mode + ", " + victim.name().toLowerCase(Locale.ROOT), log)));
        }
        return figures;
    }

    private static void kill(Crew crew, WhenSplit mode, int victim, RunLog log) {
        crew.awaitWhole(Tables.COHERENT.in(mode), VictimKeys.LOADED);
        crew.awaitWhole(Tables.REPLICATED.in(mode), VictimKeys.LOADED);
        Map<String, Pulse> pulses = pulses(crew, mode, Site.name(victim));
        Pulse bare = Pulse.bare(PAUSE_NANOS);
        Pause.nanos(WARM_NANOS + WINDOW_NANOS);
        AtomicLong left = new AtomicLong();
        var heard = crew.node().onEvent(event -> {
            if (event instanceof AsdrEvent.MemberLeft) {
                left.compareAndSet(0, System.nanoTime());
            }
        });
        long killed = crew.kill(victim);
        Pause.nanos(WINDOW_NANOS);
        heard.close();
        pulses.values().forEach(Pulse::stop);
        bare.stop();
        pulses.forEach((name, pulse) -> {
            if (UNTOUCHED.contains(name)) {
                Histogram before = pulse.took(killed - WINDOW_NANOS, killed);
                Histogram after = pulse.took(killed, killed + WINDOW_NANOS);
                log.add(name + " before", before.getValueAtPercentile(99.9) / 1e3);
                log.add(name + " after", after.getValueAtPercentile(99.9) / 1e3);
                log.add(name, (double) after.getValueAtPercentile(99.9) / before.getValueAtPercentile(99.9));
            } else {
                Beats.Gap gap = pulse.longestGap(killed, killed + WINDOW_NANOS);
                double own = bare.longestGap(gap.from(), gap.to()).millis();
                log.add(name, Math.max(0, gap.millis() - own));
                log.add("bare loop meanwhile", own);
            }
            log.addFailures(name, pulse);
        });
        log.add("view", (left.get() - killed) / 1e6);
        log.endRun();
        crew.join(victim);
        crew.await(MEMBERS);
        crew.openEverywhere(Tables.COHERENT.in(mode));
        crew.openEverywhere(Tables.REPLICATED.in(mode));
    }

    private static Map<String, Pulse> pulses(Crew crew, WhenSplit mode, String victim) {
        String here = crew.node().name();
        AsdrTable<String, String> coherent = Tables.COHERENT.in(mode).open(crew.node());
        AsdrTable<String, String> replicated = Tables.REPLICATED.in(mode).open(crew.node());
        VictimKeys keys = new VictimKeys(coherent, here, victim);
        List<String> far = new VictimKeys(replicated, here, victim).ownedElsewhere();
        Map<String, Pulse> pulses = new LinkedHashMap<>();
        pulses.put(READS.get(0), Pulses.reader(coherent, keys.ownedElsewhere(), PAUSE_NANOS));
        pulses.put(READS.get(1), Pulses.reader(coherent, keys.ownedWithReplicaHere(), PAUSE_NANOS));
        pulses.put(READS.get(2), Pulses.reader(replicated, far, PAUSE_NANOS));
        pulses.put(WRITES.get(0), Pulses.writer(coherent, keys.ownedWithReplicaHere(), PAUSE_NANOS));
        pulses.put(WRITES.get(1), Pulses.writer(coherent, keys.ownedElsewhere(), PAUSE_NANOS));
        pulses.put(UNTOUCHED.get(0), Pulses.reader(coherent, keys.untouched(), SHORT_PAUSE_NANOS));
        pulses.put(UNTOUCHED.get(1), Pulses.writer(coherent, keys.untouched(), SHORT_PAUSE_NANOS));
        return pulses;
    }

    private static List<Figure> figures(String name, RunLog log) {
        List<Figure> figures = new ArrayList<>();
        READS.forEach(read -> figures.add(Figure.atMost(
                String.format(Locale.ROOT, "%s: %s", name, read), "ms", log.median(read), READ_MILLIS, 1)));
        WRITES.forEach(write -> figures.add(Figure.atMost(
                String.format(Locale.ROOT, "%s: %s", name, write), "ms", log.median(write), WRITE_MILLIS, 1)));
        UNTOUCHED.forEach(untouched -> figures.add(Figure.atMost(
                String.format(Locale.ROOT, "%s: %s p99.9", name, untouched),
                "us",
                log.median(untouched) * log.median(untouched + " before"),
                log.median(untouched + " before"),
                UNTOUCHED_RATIO)));
        return figures;
    }
}
