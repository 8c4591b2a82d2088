package io.asdr.examples.benchmarks;

import io.asdr.WhenSplit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Kills, freezes, adds and restarts members while one goes on, and prints what that one saw beside the limits. */
@Command(
        name = "recovery",
        description = "What a fault costs: how long reads and writes stop when members die, freeze, join and restart.",
        mixinStandardHelpOptions = true)
final class RecoveryCommand implements Callable<Integer> {

    enum Fault {
        KILL,
        FREEZE,
        JOIN,
        ROLLING,
        PAUSE
    }

    @Parameters(
            arity = "0..*",
            converter = FaultConverter.class,
            description = "kill, freeze, join, rolling, pause (default: all)")
    private List<Fault> faults = List.of(Fault.values());

    @Option(names = "--runs", defaultValue = "7", description = "how often each fault happens (default: 7)")
    private int runs;

    @Option(names = "--modes", split = ",", description = "SERVE, STRICT (default: both)")
    private List<WhenSplit> modes = List.of(WhenSplit.values());

    @Option(
            names = "--victims",
            split = ",",
            defaultValue = "OLDEST,YOUNGEST",
            description = "who is killed: ${COMPLETION-CANDIDATES} (default: both)")
    private Set<Kills.Victim> victims = EnumSet.allOf(Kills.Victim.class);

    @Option(names = "--entries", defaultValue = "500000", description = "entries that a joining member meets")
    private int entries;

    @Override
    public Integer call() {
        List<Figure> figures = new ArrayList<>();
        for (Fault fault : faults) {
            if (fault == Fault.PAUSE) {
                figures.addAll(Pauses.measure());
                continue;
            }
            for (WhenSplit mode : modes) {
                figures.addAll(
                        switch (fault) {
                            case KILL -> Kills.measure(mode, runs, victims);
                            case FREEZE -> Freezes.measure(mode, runs);
                            case JOIN -> Joins.measure(mode, runs, entries);
                            case ROLLING -> Restarts.measure(mode, runs);
                            case PAUSE -> throw new AssertionError(fault);
                        });
            }
        }
        System.out.println(FigureTable.of(figures));
        return figures.stream().allMatch(figure -> !figure.hasTarget() || figure.isMet()) ? 0 : 1;
    }

    static final class FaultConverter implements picocli.CommandLine.ITypeConverter<Fault> {
        @Override
        public Fault convert(String text) {
            return Fault.valueOf(text.toUpperCase(java.util.Locale.ROOT));
        }
    }
}
