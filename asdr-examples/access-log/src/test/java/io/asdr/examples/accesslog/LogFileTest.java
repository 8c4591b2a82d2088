package io.asdr.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    private Path directory;

    @Test
    void readsAPlainFile() throws IOException {
        Path file = Files.writeString(directory.resolve("access.log"), "one\ntwo\n");

        assertThat(linesOf(file)).containsExactly("one", "two");
    }

    @Test
    void readsAGzippedFile() throws IOException {
        Path file = directory.resolve("access.log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(linesOf(file)).containsExactly("one", "two");
    }

    @Test
    void takesAnyBytes() throws IOException {
        Path file = Files.write(directory.resolve("access.log"), new byte[] {(byte) 0xff, (byte) 0xfe, '\n', 'x'});

        assertThat(linesOf(file)).hasSize(2);
    }

    private static List<String> linesOf(Path file) throws IOException {
        try (Stream<String> lines = new LogFile(file).lines()) {
            return lines.toList();
        }
    }
}
