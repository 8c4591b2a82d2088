package io.asdr.examples.accesslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts services as JVMs of their own, with the class path of this one. What they log goes to one file each. */
final class JvmStarter implements Starter {

    private final Path logs;

    /** Starts services that log to files in the directory {@code logs}. */
    JvmStarter(Path logs) {
        this.logs = logs;
    }

    Path logs() {
        return logs;
    }

    /** Deletes what the services logged; they must have ended. */
    void deleteLogs() throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(logs);
    }

    @Override
    public Process start(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Four JVMs share the machine for some seconds: few threads, quick to start.
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ServiceMain.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(logs.resolve(name + ".log").toFile())
                .start();
    }
}
