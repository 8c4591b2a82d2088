package io.asdr.integration;

import io.asdr.WhenSplit;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The driver's end of a {@link MemberProcess}: starts it, asks it, stops it, kills it. */
final class RemoteMember implements AutoCloseable {

    /** What a member's clients have seen. */
    record Tally(int done, int unclear, int refused, int faults) {}

    /**
     * How a member is started.
     *
     * @param life how often there was a process at this place before; names its log
     */
    record Launch(
            String cluster,
            String name,
            int life,
            Network.Place place,
            List<String> seeds,
            Path directory,
            WhenSplit whenSplit,
            int initialMembers) {

        Launch {
            seeds = List.copyOf(seeds);
        }

        private Path log() {
            return directory.resolve(name + "." + life + ".log");
        }

        private List<String> command() {
            List<String> command = new ArrayList<>(place.command());
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx96m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dorg.slf4j.simpleLogger.showDateTime=true",
                    "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MemberProcess.class.getName(),
                    cluster,
                    name,
                    place.host(),
                    Integer.toString(place.port()),
                    directory.toString(),
                    whenSplit.toString(),
                    Integer.toString(initialMembers),
                    String.join(",", seeds)));
            return command;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Launch launch;
    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private RemoteMember(Launch launch, Process process) {
        this.launch = launch;
        this.process = process;
        this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a JVM; {@link #awaitReady} waits for it. */
    static RemoteMember start(Launch launch) throws IOException {
        Process process = new ProcessBuilder(launch.command())
                .redirectError(launch.log().toFile())
                .start();
        var member = new RemoteMember(launch, process);
        var reader = new Thread(member::readAnswers, "answers-of-" + launch.name());
        reader.setDaemon(true);
        reader.start();
        return member;
    }

    String name() {
        return launch.name();
    }

    /** Name and life: no two processes of a test have the same. */
    String label() {
        return launch.name() + "." + launch.life();
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
        send(command);
        return answer(command);
    }

    /** The first half of {@link #ask}: several members work at the same time. */
    void send(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name() + " takes no commands any more, see " + launch.log(), e);
        }
    }

    /** The second half of {@link #ask}. */
    String answer(String command) {
        try {
            String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (answer == null || !answer.startsWith(MemberProcess.OK)) {
                throw new AssertionError(
                        name() + " answered '" + command + "' with " + answer + ", see " + launch.log());
            }
            return answer.substring(MemberProcess.OK.length());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + name() + " was asked '" + command + "'", e);
        }
    }

    /** SIGSTOP: the process runs no further instruction until {@link #resume}. */
    void pause() throws IOException {
        Tool.run("kill", "-STOP", Long.toString(process.pid()));
    }

    /** SIGCONT. */
    void resume() throws IOException {
        Tool.run("kill", "-CONT", Long.toString(process.pid()));
    }

    /** SIGKILL: the process runs no further instruction. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(name() + " survived SIGKILL");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
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
        return new Tally(
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]));
    }
}
