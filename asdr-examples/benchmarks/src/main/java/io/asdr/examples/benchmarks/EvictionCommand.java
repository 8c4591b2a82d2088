package io.asdr.examples.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Replays recorded reads against a table with a capacity, and prints its hit rates beside Caffeine's. */
@Command(
        name = "eviction",
        description = "Hit rates of a table with a capacity, beside Caffeine's of the same capacity.",
        mixinStandardHelpOptions = true)
final class EvictionCommand implements Callable<Integer> {

    private static final List<String> FILES = List.of("web12.trace.gz", "orm-busy.trace.gz");
    private static final List<Integer> SHARES = List.of(1, 5, 20);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--data",
            defaultValue = "../shared/data",
            description = "where the traces are (default: ../shared/data, seen from the top of the project)")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path data;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<HitRates> all = new ArrayList<>();
        for (Trace trace : traces(out)) {
            for (int share : SHARES) {
                all.add(HitRates.measure(trace, share));
            }
        }
        line(out, "trace", "capacity", "ours", "Caffeine", "difference", "met");
        line(out, "---", "--:", "--:", "--:", "--:", "---");
        for (HitRates rates : all) {
            line(
                    out,
                    rates.trace().name(),
                    rates.share() + " %",
                    percent(rates.ours()),
                    percent(rates.caffeine()),
                    String.format(Locale.ROOT, "%+.2f", rates.difference()),
                    rates.isMet() ? "OK" : "MISSED");
        }
        out.flush();
        return all.stream().allMatch(HitRates::isMet) ? 0 : 1;
    }

    private List<Trace> traces(PrintWriter out) throws IOException {
        List<Trace> traces = new ArrayList<>();
        boolean missing = false;
        for (String name : FILES) {
            Path file = data.resolve(name);
            if (Files.exists(file)) {
                traces.add(Trace.read(file));
            } else {
                out.println("MISSING: " + file.toAbsolutePath().normalize() + ". Its figures are not in this table.");
                missing = true;
            }
        }
        if (missing) {
            out.println("A generated trace stands in for what is missing.");
            traces.add(Trace.generated(50_000, 1_000_000));
        }
        return traces;
    }

    private static String percent(double rate) {
        return String.format(Locale.ROOT, "%.2f %%", rate);
    }

    private static void line(PrintWriter out, String... cells) {
        out.printf(Locale.ROOT, "| %-26s | %8s | %8s | %8s | %10s | %-6s |%n", (Object[]) cells);
    }
}
