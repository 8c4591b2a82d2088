package io.asdr.examples.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
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

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int WARM_UPS = 8;
    private static final int MEASUREMENTS = 8;
    private static final long ITERATION_MILLIS = 800;

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
            samples.addAll(run(LocalReads.WRITES_PER_SECOND, 1));
            samples.addAll(run(LocalReads.WRITES_PER_SECOND, 2));
            samples.addAll(run(0, 1));
        }
        System.out.println();
        System.out.println(FigureTable.of(figures(kinds, samples)));
        System.out.println(allocations(kinds, samples));
        return 0;
    }

    private List<Sample> run(int writes, int threads) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(LocalReads.class.getName())
                        .param("kind", kinds.stream().map(Enum::name).toArray(String[]::new))
                        .param("writes", Integer.toString(writes))
                        .threads(threads)
                        .forks(1)
                        .warmupIterations(WARM_UPS)
                        .warmupTime(TimeValue.milliseconds(ITERATION_MILLIS))
                        .measurementIterations(MEASUREMENTS)
                        .measurementTime(TimeValue.milliseconds(ITERATION_MILLIS))
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend("-Xms1g", "-Xmx1g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
                        .build())
                .run();
        List<Sample> samples = new ArrayList<>();
        for (RunResult result : results) {
            Kind kind = Kind.valueOf(result.getParams().getParam("kind"));
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                for (IterationResult iteration : fork.getIterationResults()) {
                    samples.add(new Sample(
                            kind,
                            writes,
                            threads,
                            score(iteration, "limitPicos") / 1e3 / threads,
                            score(iteration, "productPicos") / 1e3 / threads,
                            score(iteration, ALLOCATED)));
                }
            }
        }
        return samples;
    }

    private static double score(IterationResult iteration, String name) {
        return Objects.requireNonNull(iteration.getSecondaryResults().get(name), name)
                .getScore();
    }

    /** What one iteration showed: median times of a read, and bytes that this JVM allocated a read. */
    record Sample(Kind kind, int writes, int threads, double limitNanos, double productNanos, double bytes) {}

    static List<Figure> figures(List<Kind> kinds, List<Sample> samples) {
        List<Figure> figures = new ArrayList<>();
        for (Kind kind : kinds) {
            Median one = new Median(samples, kind, LocalReads.WRITES_PER_SECOND, 1);
            Median two = new Median(samples, kind, LocalReads.WRITES_PER_SECOND, 2);
            figures.add(Figure.atMost(
                    "get, " + kind + ", one thread",
                    "ns",
                    one.of(Sample::productNanos),
                    one.of(Sample::limitNanos),
                    MOST_OF_LIMIT));
            figures.add(Figure.atMost(
                    "get, " + kind + ", two threads",
                    "ns",
                    two.of(Sample::productNanos),
                    two.of(Sample::limitNanos),
                    MOST_OF_LIMIT));
            figures.add(Figure.atLeast(
                    "get, " + kind + ", reads of two threads to one's",
                    "times",
                    2 * one.of(Sample::productNanos) / two.of(Sample::productNanos),
                    2 * one.of(Sample::limitNanos) / two.of(Sample::limitNanos),
                    LEAST_OF_SCALING));
        }
        return figures;
    }

    /** What the writes of the other member cause here is allocated too, so the runs without them show what a hit does. */
    static String allocations(List<Kind> kinds, List<Sample> samples) {
        StringBuilder text = new StringBuilder();
        for (Kind kind : kinds) {
            text.append(String.format(
                    Locale.ROOT,
                    "get, %s: %.3f B/op where nobody writes; %.2f B/op with %d writes a second, theirs included%n",
                    kind,
                    new Median(samples, kind, 0, 1).of(Sample::bytes),
                    new Median(samples, kind, LocalReads.WRITES_PER_SECOND, 1).of(Sample::bytes),
                    LocalReads.WRITES_PER_SECOND));
        }
        return text.toString();
    }

    /** Medians over the iterations of one kind. */
    private record Median(List<Sample> samples, Kind kind, int writes, int threads) {

        double of(Function<Sample, Double> what) {
            return Rounds.median(samples.stream()
                    .filter(sample -> sample.kind() == kind)
                    .filter(sample -> sample.writes() == writes && sample.threads() == threads)
                    .map(what)
                    .toList());
        }
    }
}
