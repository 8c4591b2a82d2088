package io.asdr.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogArgumentsTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void saysInOneLineThatAFileIsMissing() {
        assertThat(run("--log", directory.resolve("none.log").toString())).isEqualTo(2);

        assertThat(complaint()).startsWith("access-log: can't read").endsWith("none.log: there is no such file");
    }

    @Test
    void saysInOneLineThatAFileIsNotGzipped() throws IOException {
        Path file = Files.writeString(directory.resolve("plain.gz"), "not gzipped at all\n");

        assertThat(run("--log", file.toString())).isEqualTo(2);

        assertThat(complaint()).contains("plain.gz").contains("GZIP");
    }

    @Test
    void refusesAFileWithoutALine() throws IOException {
        Path file = Files.writeString(directory.resolve("empty.log"), "");

        assertThat(run("--log", file.toString())).isEqualTo(2);

        assertThat(complaint()).endsWith("has no line");
    }

    @Test
    void refusesAKillPastTheEnd() {
        assertThat(run("--lines", "10", "--kill", "11")).isEqualTo(2);

        assertThat(complaint()).isEqualTo("access-log: --kill=11 is past the last line, 10");
    }

    @Test
    void refusesAKillThatIsNoLine() {
        assertThat(run("--kill", "soon")).isEqualTo(2);

        assertThat(complaint()).contains("'soon' must be none, middle or a line from 1");
    }

    @Test
    void refusesAKillThatNobodySurvives() {
        assertThat(run("--nodes", "1")).isEqualTo(2);

        assertThat(complaint()).contains("--nodes=1");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(run("--colour")).isEqualTo(2);

        assertThat(complaint()).contains("--colour");
    }

    private int run(String... args) {
        var silence = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return AccessLogJob.run(silence, new PrintStream(err, true, StandardCharsets.UTF_8), args);
    }

    /** What was complained of; fails if that is not one line. */
    private String complaint() {
        String text = err.toString(StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(1);
        return text.strip();
    }
}
