package io.asdr.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvictionCommandTest {

    private final StringWriter out = new StringWriter();

    @TempDir
    private Path data;

    private int execute() {
        return Benchmarks.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute("eviction", "--data", data.toString());
    }

    private void write(String name, int... keys) throws IOException {
        try (DataOutputStream file =
                new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(data.resolve(name))))) {
            for (int key : keys) {
                file.writeInt(key);
            }
        }
    }

    @Test
    void comparesTheHitRatesOfEachTraceAtEachCapacity() throws IOException {
        write("web12.trace.gz", -7, -7, -7, -7);
        write("orm-busy.trace.gz", 1, 1, 2, 2);

        int exit = execute();

        assertThat(exit).isZero();
        assertThat(out.toString().replace(" ", "").lines().skip(2))
                .containsExactly(
                        "|web12|1%|75.00%|75.00%|+0.00|OK|",
                        "|web12|5%|75.00%|75.00%|+0.00|OK|",
                        "|web12|20%|75.00%|75.00%|+0.00|OK|",
                        "|orm-busy|1%|50.00%|50.00%|+0.00|OK|",
                        "|orm-busy|5%|50.00%|50.00%|+0.00|OK|",
                        "|orm-busy|20%|50.00%|50.00%|+0.00|OK|");
    }

    @Test
    void saysWhichTraceIsMissingAndGoesOnWithAGeneratedOne() throws IOException {
        write("web12.trace.gz", 1, 1, 1, 1);

        execute();

        assertThat(out.toString())
                .contains("MISSING: " + data.resolve("orm-busy.trace.gz"), "| web12 ", "| generated: Zipf and scans ")
                .doesNotContain("| orm-busy ");
    }
}
