package io.asdr.integration;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The driver's end of a {@link MemberProcess}: starts it, asks it, kills it. */
final class RemoteMember implements AutoCloseable {

    /** What a member's clients have seen. */
    record Tally(int done, int unclear, int faults) {}

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Path log;
    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    /** Starts a JVM; {@link #awaitReady} waits for it. */
    RemoteMember(Site site, int place, Path directory) throws IOException {
        this.name = "member-" + place;
        this.log = directory.resolve(name + ".log");
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemberProcess.class.getName(),
                        site.cluster(),
                        name,
                        Integer.toString(site.port(place)),
                        directory.toString(),
                        String.join(",", site.seeds()))
                .redirectError(log.toFile())
                .start();
        this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        var reader = new Thread(this::readAnswers, "answers-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    String name() {
        return name;
    }

    void awaitReady() {
        answer("start");
    }

    Set<String> members() {
        return Set.copyOf(List.of(ask("members").split(",", -1)));
    }

    Tally tally() {
        return tally(ask("tally"));
    }

    /** Ends the clients. */
    Tally stop() {
        return tally(ask("stop"));
    }

    String ask(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " takes no commands any more, see " + log, e);
        }
        return answer(command);
    }

    /** SIGKILL: the process runs no further instruction. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(name + " survived SIGKILL");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String answer(String command) {
        try {
            String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (answer == null || !answer.startsWith(MemberProcess.OK)) {
                throw new AssertionError(name + " answered '" + command + "' with " + answer + ", see " + log);
            }
            return answer.substring(MemberProcess.OK.length());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + name + " was asked '" + command + "'", e);
        }
    }

    private void readAnswers() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(answers::add);
        } catch (IOException | UncheckedIOException killed) {
            answers.add("nothing: " + killed);
            return;
        }
        answers.add("nothing: its output ended");
    }

    private static Tally tally(String text) {
        String[] words = text.split(" ", -1);
        return new Tally(Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }
}
