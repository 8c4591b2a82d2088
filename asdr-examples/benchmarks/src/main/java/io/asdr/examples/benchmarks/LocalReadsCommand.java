package io.asdr.examples.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@link LocalReads} and prints each figure beside its limit. */
@Command(
        name = "local",
        description = "Local reads, by JMH: a get of an owned key, of a replica and of a copy.",
        mixinStandardHelpOptions = true)
final class LocalReadsCommand implements Callable<Integer> {

    static final double MOST_OF_LIMIT = 1.5;
    static final double LEAST_OF_SCALING = 0.85;

    /** Bytes an operation from which on a hit itself must have allocated: below is what the writes of the other member cause here. */
    static final double MOST_BYTES = 0.5;

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int MEASUREMENTS = 12;
    private static final long ITERATION_MILLIS = 400;

    @Option(names = "--rounds", defaultValue = "1", description = "how often all is run; limit and product take turns")
    private int rounds;

    @Option(
            names = "--kinds",
            split = ",",
            defaultValue = "OWNED,REPLICA,COPY",
            description = "${COMPLETION-CANDIDATES}")
    private List<Kind> kinds = List.of();

    @Override
    public Integer call() throws RunnerException {
        List<Sample> samples = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int threads = 1; threads <= 2; threads++) {
                samples.addAll(run(threads));
            }
        }
        List<Figure> figures = figures(kinds, samples);
        System.out.println();
        System.out.println(FigureTable.of(figures));
        for (Kind kind : kinds) {
            double bytes = bytes(samples, kind);
            System.out.printf(
                    "%s: %.2f B/op, %s%n",
                    kind, bytes, bytes < MOST_BYTES ? "a hit allocates nothing" : "a hit ALLOCATES");
        }
        return 0;
    }

    private List<Sample> run(int threads) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(LocalReads.class.getName())
                        .param("kind", kinds.stream().map(Enum::name).toArray(String[]::new))
                        .threads(threads)
                        .forks(1)
                        .warmupIterations(5)
                        .warmupTime(TimeValue.milliseconds(ITERATION_MILLIS))
                        .measurementIterations(MEASUREMENTS)
                        .measurementTime(TimeValue.milliseconds(ITERATION_MILLIS))
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend("-Xms1g", "-Xmx1g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
                        .build())
                .run();
        List<Sample> samples = new ArrayList<>();
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            boolean limit = params.getBenchmark().endsWith(".limit");
            Kind kind = Kind.valueOf(params.getParam("kind"));
            for (IterationResult iteration : result.getBenchmarkResults().stream()
                    .flatMap(run -> run.getIterationResults().stream())
                    .toList()) {
                samples.add(new Sample(
                        kind,
                        limit,
                        threads,
                        iteration.getPrimaryResult().getScore(),
                        Objects.requireNonNull(iteration.getSecondaryResults().get(ALLOCATED), ALLOCATED)
                                .getScore()));
            }
        }
        return samples;
    }

    /** What one iteration of a benchmark showed. */
    record Sample(Kind kind, boolean limit, int threads, double nanos, double bytes) {}

    static List<Figure> figures(List<Kind> kinds, List<Sample> samples) {
        List<Figure> figures = new ArrayList<>();
        for (Kind kind : kinds) {
            for (int threads = 1; threads <= 2; threads++) {
                figures.add(Figure.atMost(
                        "get, " + kind + ", " + threads + (threads == 1 ? " thread" : " threads"),
                        "ns/op",
                        nanos(samples, kind, false, threads),
                        nanos(samples, kind, true, threads),
                        MOST_OF_LIMIT));
            }
            figures.add(Figure.atLeast(
                    "get, " + kind + ", two threads to one",
                    "times",
                    scaling(samples, kind, false),
                    scaling(samples, kind, true),
                    LEAST_OF_SCALING));
        }
        return figures;
    }

    /** How many times as much two threads do as one. */
    private static double scaling(List<Sample> samples, Kind kind, boolean limit) {
        return 2 * nanos(samples, kind, limit, 1) / nanos(samples, kind, limit, 2);
    }

    private static double nanos(List<Sample> samples, Kind kind, boolean limit, int threads) {
        return Rounds.median(samples.stream()
                .filter(sample -> sample.kind() == kind && sample.limit() == limit && sample.threads() == threads)
                .map(Sample::nanos)
                .toList());
    }

    private static double bytes(List<Sample> samples, Kind kind) {
        return Rounds.median(samples.stream()
                .filter(sample -> sample.kind() == kind && !sample.limit() && sample.threads() == 1)
                .map(Sample::bytes)
                .toList());
    }
}
