package io.asdr.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionCountTest {

    private static final String LINE =
            "10.0.0.%d - - [17/May/2015:10:05:03 +0000] \"GET /%s HTTP/1.1\" 200 12 \"-\" \"X\"%n";

    @TempDir
    private Path directory;

    @Test
    void countsEachClientByItself() throws IOException {
        SessionCount count = count(LINE.formatted(1, "a") + LINE.formatted(2, "a") + LINE.formatted(1, "b"));

        assertThat(count.sessions()).containsOnlyKeys("10.0.0.1", "10.0.0.2");
        assertThat(count.sessions().get("10.0.0.1")).extracting(Session::hits).isEqualTo(2L);
        assertThat(count.lineCount()).isEqualTo(3);
    }

    @Test
    void countsAndKeepsUnreadableLines() throws IOException {
        SessionCount count = count(LINE.formatted(1, "a") + "garbage\n" + LINE.formatted(1, "b"));

        assertThat(count.unreadableCount()).isEqualTo(1);
        assertThat(count.unreadable()).containsExactly("2: garbage");
        assertThat(count.sessions().get("10.0.0.1")).extracting(Session::hits).isEqualTo(2L);
    }

    @Test
    void expectsARevisionForEveryFiftiethLineOfAPath() throws IOException {
        SessionCount count = count(
                LINE.formatted(1, "a").repeat(101) + LINE.formatted(1, "b").repeat(49));

        assertThat(count.revisions()).containsEntry("/a", 2).containsEntry("/b", 0);
    }

    private SessionCount count(String text) throws IOException {
        return SessionCount.of(new LogFile(Files.writeString(directory.resolve("access.log"), text)), 3);
    }
}
