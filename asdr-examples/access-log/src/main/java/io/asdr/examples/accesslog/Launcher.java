package io.asdr.examples.accesslog;

import io.asdr.TableStats;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of the job: starts the services, deals the log, kills one and has another join, reads everything back and judges. */
final class Launcher {

    private final LogSource source;
    private final int nodes;
    private final KillAt killAt;
    private final long seed;
    private final Starter starter;
    private final PrintStream out;
    private final Journal journal = new Journal();

    Launcher(LogSource source, int nodes, KillAt killAt, long seed, Starter starter, PrintStream out) {
        this.source = source;
        this.nodes = nodes;
        this.killAt = killAt;
        this.seed = seed;
        this.starter = starter;
        this.out = out;
    }

    /**
     * Runs the job.
     *
     * @param reference the same log, counted with {@code nodes} as its stride
     */
    RunResult run(SessionCount reference) throws IOException, JobFailedException, InterruptedException {
        out.printf("%,d lines (%s); starting %d services%n", reference.lineCount(), source.description(), nodes);
        try (Services services = new Services(starter, journal, nodes)) {
            services.startAll();
            Dealer dealer = new Dealer(services.living());
            Killing killing = killAt.isNone()
                    ? null
                    : new Killing(services, dealer, journal, killAt.line(reference.lineCount()), seed);
            long nanos = deal(reference.lineCount(), services, dealer, killing);
            RunResult.Tables tables = readStats(services.living(), killing);
            RunResult.Comparison comparison = new ReadBack(reference, journal).compare(services.living());
            // The reading back is none of the job's reads; but meanwhile visits go on to age out.
            tables = tables.withVisits(readStats(services.living(), killing).visits());
            return new RunResult(
                    source.description(),
                    nodes,
                    reference.lineCount(),
                    nanos,
                    journal.repeats(),
                    reference.unreadableCount(),
                    reference.unreadable(),
                    tables,
                    killing == null
                            ? journal.loads(comparison.pages(), "", Set.of())
                            : journal.loads(comparison.pages(), killing.victimName(), killing.unfinishedPaths()),
                    killing == null
                            ? journal.visits("", System.nanoTime())
                            : journal.visits(killing.victimName(), killing.killNanos()),
                    killing == null ? null : killing.result(),
                    journal.judge(),
                    comparison);
        }
    }

    /** Deals all lines and returns how long it took until the last one was acknowledged. */
    private long deal(int lineCount, Services services, Dealer dealer, @Nullable Killing killing)
            throws IOException, JobFailedException, InterruptedException {
        LinePlan plan = new LinePlan();
        long begin = System.nanoTime();
        try (Stream<String> lines = source.lines();
                Progress progress = Progress.on(out, lineCount)) {
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                Dealt dealt = plan.next(each.next());
                ServiceProcess receiver = dealer.deal(dealt);
                if (killing != null) {
                    killing.onDealt(dealt, receiver);
                }
                progress.onLine(dealt.line() + 1);
            }
            if (killing != null) {
                killing.onLastLine(lineCount);
            }
            for (ServiceProcess service : services.living()) {
                service.awaitAllAcknowledged();
            }
        }
        return System.nanoTime() - begin;
    }

    private static RunResult.Tables readStats(List<ServiceProcess> living, @Nullable Killing killing)
            throws JobFailedException, InterruptedException {
        List<Reply.StatsAre> all = new ArrayList<>();
        if (killing != null) {
            all.add(killing.victimStats());
        }
        for (ServiceProcess service : living) {
            service.order(new Order.ReadStats());
            all.add(service.answer(Reply.StatsAre.class));
        }
        return new RunResult.Tables(
                all.stream().map(Reply.StatsAre::sessions).reduce(TableStats.NONE, TableStats::plus),
                all.stream().map(Reply.StatsAre::pages).reduce(TableStats.NONE, TableStats::plus),
                all.stream().map(Reply.StatsAre::visits).reduce(TableStats.NONE, TableStats::plus));
    }
}
