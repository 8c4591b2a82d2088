package io.asdr.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.local.WrongOrder.Harm;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lincheck finds nothing in the hot path, and finds each order of its accesses that does harm.
 *
 * <p>Each order has a JVM of its own: Lincheck keeps the classes that it changes by their names, whatever loader they come from.
 */
class RacesTest {

    private static final List<String> OPTIONS = List.of(
            "-Xmx1g",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.util=ALL-UNNAMED",
            "--add-exports=java.base/sun.security.action=ALL-UNNAMED");

    @Test
    void showNothing() throws Exception {
        List<String> races = List.of("Copy", "Back", "StrictCopy", "Closed", "Filled", "Owned");

        List<String> shown = shown("", races);

        assertThat(shown).hasSameSizeAs(races).allMatch(RacesTest::isNothing);
    }

    @ParameterizedTest
    @EnumSource
    void showTheHarmOfEachWrongOrder(WrongOrder order, @TempDir Path directory) throws Exception {
        String classes = order.sources().compile(directory) + File.pathSeparator;

        List<String> shown = shown(classes, List.of(order.race()));

        if (order.harm() == Harm.NONE) {
            assertThat(shown).hasSize(1).allMatch(RacesTest::isNothing);
        } else {
            String harm = order.harm() == Harm.STALE ? Races.STALE : Races.RETIRED;
            assertThat(shown).hasSize(1).allMatch(line -> line.contains(" shows " + harm));
        }
    }

    private static boolean isNothing(String line) {
        return line.contains(" shows " + Races.NOTHING + " ");
    }

    /** What the races show, a line each, with {@code first} before the product on the class path. */
    private static List<String> shown(String first, List<String> races) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", first + System.getProperty("java.class.path"), Races.class.getName()));
        command.addAll(races);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        lines.forEach(line -> System.out.println(first.isEmpty() ? line : "wrong order: " + line));
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
