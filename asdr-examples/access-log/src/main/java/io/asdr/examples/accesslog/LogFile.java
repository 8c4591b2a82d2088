package io.asdr.examples.accesslog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A log on disk, plain or (by its name's end) gzipped. */
record LogFile(Path path) implements LogSource {

    @Override
    public String description() {
        return "the file " + path;
    }

    @Override
    public Stream<String> lines() throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString(), null, "is no file");
        }
        // Latin-1 takes any byte: a line in a strange encoding is still a line.
        BufferedReader reader = new BufferedReader(new InputStreamReader(open(), StandardCharsets.ISO_8859_1));
        return reader.lines().onClose(() -> close(reader));
    }

    private InputStream open() throws IOException {
        InputStream file = Files.newInputStream(path);
        if (!path.toString().endsWith(".gz")) {
            return file;
        }
        try {
            return new GZIPInputStream(file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static void close(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
