package io.asdr.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole job: real JVMs, JGroups and Netty on loopback. */
@Timeout(120)
class AccessLogJobTest {

    private static final Path REAL_LOG = Path.of("shared", "data", "access.log.gz");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void passesOnAGeneratedLogThoughAServiceDies() {
        int exitCode = run("--lines", "3000", "--seed", "2");

        assertThat(exitCode).as(this::text).isZero();
        assertThat(text()).contains("SIGKILL").containsPattern("stale +0 of").contains("PASSED");
    }

    @Test
    void passesOnARealLogThoughAServiceDies() {
        Path log = realLog();
        assumeThat(log)
                .as("%s is not beside the repository: the job was NOT run on a real log", REAL_LOG)
                .exists();

        int exitCode = run("--log", log.toString());

        assertThat(exitCode).as(this::text).isZero();
        assertThat(text())
                .contains(log.toString())
                .containsPattern("unreadable +1\n")
                .contains("PASSED");
    }

    private int run(String... args) {
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return AccessLogJob.run(out, out, args);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** The file in the nearest directory above that has it; where none has it, where it would be beside this module. */
    private static Path realLog() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, directory -> directory != null, Path::getParent)
                .map(directory -> directory.resolve(REAL_LOG))
                .filter(Files::exists)
                .findFirst()
                .orElse(here.resolve(REAL_LOG));
    }
}
