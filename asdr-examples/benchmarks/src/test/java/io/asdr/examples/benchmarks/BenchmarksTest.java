package io.asdr.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchmarksTest {

    private final StringWriter out = new StringWriter();
    private final CommandLine commandLine =
            Benchmarks.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));

    @Test
    void showsTheCommandsForPeopleOnly() {
        int exit = commandLine.execute("--help");

        assertThat(exit).isZero();
        assertThat(out.toString()).contains("local", "cluster").doesNotContain("takes orders");
    }

    @Test
    void refusesAnUnknownPart() {
        int exit = commandLine.execute("cluster", "--parts", "CALLS,DREAMS");

        assertThat(exit).isEqualTo(2);
        assertThat(out.toString()).contains("DREAMS", "CALLS, MEMORY, COPIES, STARTS");
    }

    @Test
    void readsASiteAsItIsWritten() {
        Site site = new Site(List.of(7_000, 7_001));

        assertThat(Site.parse(site.toString())).isEqualTo(site);
    }
}
