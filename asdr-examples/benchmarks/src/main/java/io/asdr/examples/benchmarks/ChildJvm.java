package io.asdr.examples.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM of this program's that answers each line with one: {@code ok} and a result, or {@code failed} and a reason. */
final class ChildJvm implements AutoCloseable {

    static final String OK = "ok";
    static final String FAILED = "failed";

    private static final int END_SECONDS = 20;

    private final String what;
    private final Process process;
    private final PrintWriter orders;
    private final BufferedReader answers;

    private ChildJvm(String what, Process process) {
        this.what = what;
        this.process = process;
        this.orders = new PrintWriter(process.outputWriter(UTF_8), true);
        this.answers = process.inputReader(UTF_8);
    }

    /** Starts a command of {@link Benchmarks} with a heap of that size; its first answer says that it is there. */
    static ChildJvm start(int heapMebibytes, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + heapMebibytes + "m",
                "-Xmx" + heapMebibytes + "m",
                // Where memory is lent by a hypervisor, the first touch of a page is dear.
                "-XX:+AlwaysPreTouch",
                "-XX:+UseG1GC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                Benchmarks.class.getName()));
        command.addAll(List.of(arguments));
        try {
            return new ChildJvm(
                    String.join(" ", arguments),
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("a JVM can't be started", e);
        }
    }

    /** Gives an order and waits for its result. */
    String ask(Object... words) {
        order(words);
        return answer();
    }

    /** Gives an order whose result is taken later. */
    void order(Object... words) {
        List<String> texts = new ArrayList<>();
        for (Object word : words) {
            texts.add(word.toString());
        }
        orders.println(String.join(" ", texts));
    }

    /** The next result. */
    String answer() {
        @Nullable String line;
        try {
            line = answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(what + " was cut off", e);
        }
        if (line == null) {
            throw new IllegalStateException(what + " ended before it answered");
        }
        if (!line.startsWith(OK)) {
            throw new IllegalStateException(what + ": " + line);
        }
        return line.substring(OK.length()).strip();
    }

    /** Ends the JVM by SIGKILL, also one that is stopped, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        orders.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops all its threads at once, as a frozen machine does. */
    void freeze() {
        signal("STOP");
    }

    /** Lets it go on. */
    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException(what + " can't be sent SIG" + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("kill can't be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the JVM: by the end of its orders, else by force. */
    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
