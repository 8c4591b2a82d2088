package io.asdr.examples.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of every run of one fault: a line for each run, and the median of each figure. */
final class RunLog {

    private final String title;
    private final Map<String, List<Double>> values = new LinkedHashMap<>();
    private final StringBuilder line = new StringBuilder();
    private int runs;
    private int failures;

    RunLog(String title) {
        this.title = title;
    }

    void add(String figure, double value) {
        values.computeIfAbsent(figure, name -> new ArrayList<>()).add(value);
        line.append(String.format(Locale.ROOT, "; %s %.1f", figure, value));
    }

    /** Counts calls that failed: none may. */
    void addFailures(String name, Pulse pulse) {
        failures += pulse.failureCount();
        if (pulse.failureCount() > 0) {
            line.append("; ").append(name).append(": ").append(pulse.failures());
        }
    }

    void addFailure(String what) {
        failures++;
        line.append("; ").append(what);
    }

    /** Failed calls of all runs, beside none. */
    Figure failures(String name) {
        return Figure.atMost(name + ": failed calls + 1", "", failures + 1, 1, 1);
    }

    /** The run is over: its line is printed. */
    void endRun() {
        System.out.println(title + " " + ++runs + line);
        line.setLength(0);
    }

    double median(String figure) {
        return Rounds.median(all(figure));
    }

    double most(String figure) {
        return all(figure).stream().mapToDouble(value -> value).max().orElseThrow();
    }

    private List<Double> all(String figure) {
        List<Double> all = values.get(figure);
        if (all == null) {
            throw new IllegalArgumentException("figure '" + figure + "' was not taken");
        }
        return all;
    }
}
