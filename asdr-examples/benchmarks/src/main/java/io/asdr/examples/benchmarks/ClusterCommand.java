package io.asdr.examples.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs what needs several JVMs, and prints each figure beside its limit. */
@Command(
        name = "cluster",
        description = "What needs several JVMs: remote calls, bytes a copy, copies in use, starts.",
        mixinStandardHelpOptions = true)
final class ClusterCommand implements Callable<Integer> {

    enum Part {
        CALLS,
        MEMORY,
        COPIES,
        STARTS
    }

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "CALLS,MEMORY,COPIES,STARTS",
            description = "${COMPLETION-CANDIDATES}")
    private Set<Part> parts = new LinkedHashSet<>();

    @Option(names = "--rounds", defaultValue = "9", description = "rounds of each call; limit and product take turns")
    private int rounds;

    @Option(names = "--starts", defaultValue = "5", description = "how often each start is made")
    private int starts;

    @Option(names = "--entries", defaultValue = "500000", description = "entries whose bytes are counted")
    private int entries;

    @Override
    public Integer call() {
        List<Figure> figures = new ArrayList<>();
        for (Part part : parts) {
            figures.addAll(
                    switch (part) {
                        case CALLS -> RemoteCalls.measure(rounds);
                        case MEMORY -> BytesPerCopy.measure(entries);
                        case COPIES -> CopiesInUse.measure();
                        case STARTS -> Starts.measure(starts);
                    });
        }
        System.out.println(FigureTable.of(figures));
        return 0;
    }
}
