package io.asdr.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.asdr.integration.Requirements.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Whether the tests of all modules have shown every row of {@code asdr-core/docs/REQUIREMENTS.md}: the last class of the last module. */
@Order(Integer.MAX_VALUE)
class RequirementsTest {

    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Path ROOT = HERE.resolve("../..").normalize();
    private static final String REPORTS = "target/requirements";
    private static final int LAST_ROW = 108;

    /** Rows that no test shows yet. */
    private static final Set<String> NOT_YET = Set.of();

    @Test
    void everyRowIsShownByATestThatRan() throws IOException {
        List<Path> modules = modules();
        List<Path> silent = without(modules, "target/surefire-reports");
        silent.remove(HERE);
        if (!silent.isEmpty()) {
            System.err.println(
                    "SKIPPED: whether every requirement is shown. Run the tests of these modules first: " + silent);
        }
        assumeThat(silent).isEmpty();
        assertThat(without(modules, REPORTS))
                .as("modules that report no rows: they need the test jar of asdr-core")
                .isEmpty();
        Requirements list = Requirements.parse(Files.readAllLines(ROOT.resolve("asdr-core/docs/REQUIREMENTS.md")));

        List<Report> reports = new ArrayList<>();
        for (Path module : modules) {
            for (Path file : list(module.resolve(REPORTS))) {
                Files.readAllLines(file).forEach(line -> reports.add(Report.parse(line)));
            }
        }

        assertThat(list.problems(LAST_ROW, NOT_YET, reports)).isEmpty();
    }

    @Test
    void findsWhatIsNotShown() {
        Requirements list = Requirements.parse(List.of(
                "| R | requirement | here | where | test |",
                "|---|---|---|---|---|",
                "| R1 | shown | | `A` | `ATest.one`, `ATest.two` |",
                "| R2 | named by nobody | | `A` | `ATest.one` |",
                "| R3 | without a test | | `A` | – |",
                "| R5 | to come | | – | – |",
                "| R6 | to come, and there | | – | – |"));
        List<Report> reports = Stream.of(
                        "R1 io.asdr.ATest.one SUCCESSFUL",
                        "R1 io.asdr.ATest.two ABORTED",
                        "R2 io.asdr.ATest.three SUCCESSFUL",
                        "R6 io.asdr.ATest.one SUCCESSFUL",
                        "R7 io.asdr.ATest.one SUCCESSFUL")
                .map(Report::parse)
                .toList();

        assertThat(list.problems(6, Set.of("R5", "R6"), reports))
                .containsExactly(
                        "R1: io.asdr.ATest.two ended ABORTED",
                        "R2: ATest.one did not run, or does not name it by @Tag(\"R2\")",
                        "R3 has no test in the list",
                        "R4 is not in the list",
                        "R6 has a test: it is no longer one of those to come",
                        "io.asdr.ATest.one names R7, which is no row");
    }

    private static List<Path> without(List<Path> modules, String folder) {
        List<Path> without = new ArrayList<>(modules);
        without.removeIf(module -> Files.isDirectory(module.resolve(folder)));
        return without;
    }

    /** All that have tests. */
    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.walk(ROOT, 2)) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("src/test/java")))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
