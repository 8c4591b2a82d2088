package io.asdr.examples.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: which benchmark to run. */
@Command(
        name = "benchmarks",
        description = "Measures the cache beside what bounds it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LocalReadsCommand.class,
            ClusterCommand.class,
            RecoveryCommand.class,
            EvictionCommand.class,
            MemberCommand.class,
            MapCommand.class,
            BareCommand.class
        })
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] args) {
        Uptime.begin();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Benchmarks());
    }
}
