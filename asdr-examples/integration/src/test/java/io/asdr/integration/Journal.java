package io.asdr.integration;

import io.asdr.testkit.Operation;
import io.asdr.testkit.Operation.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One client's operations in a file that outlives a killed process: a call's line is with the kernel before the call is made, so what was under way when the process died is there as an open
 * operation.
 *
 * <p>Times are {@link System#nanoTime}, which on Linux is CLOCK_MONOTONIC: one clock for all processes of a machine, so that the journals of several make one history. Not thread-safe.
 */
final class Journal implements AutoCloseable {

    /** Before the reason and a line that stands again: the call had no effect for certain. */
    private static final String DISCARDED = "-";

    /** Before the reason and a line that stands again: the call's outcome is unknown. */
    private static final String LEFT_OPEN = "?";

    /** What one journal says; the calls that were not ended are open. */
    record Content(List<Operation> operations, List<Failure> failures) {

        Content {
            operations = List.copyOf(operations);
            failures = List.copyOf(failures);
        }
    }

    /** A call that threw {@code kind}. */
    record Failure(String kind, Operation operation) {}

    private final int client;
    private final OutputStream out;
    private long lastNanos;

    Journal(Path file, int client) throws IOException {
        this.client = client;
        this.out = Files.newOutputStream(file);
    }

    /** Notes a call that is about to be made. */
    Operation begin(String key, Kind kind, String... arguments) {
        var operation = new Operation(client, key, kind, List.of(arguments), tick(), Operation.OPEN, null);
        write(operation.toString());
        return operation;
    }

    /** Notes what a call returned. */
    void end(Operation begun, @Nullable String result) {
        write(new Operation(
                        begun.client(),
                        begun.key(),
                        begun.kind(),
                        begun.arguments(),
                        begun.invokedNanos(),
                        tick(),
                        result)
                .toString());
    }

    /** Notes that a call had no effect. */
    void discard(Operation begun, Throwable reason) {
        write(DISCARDED + reason.getClass().getSimpleName() + " " + begun);
    }

    /** Notes that nobody knows whether a call had an effect. */
    void leaveOpen(Operation begun, Throwable reason) {
        write(LEFT_OPEN + reason.getClass().getSimpleName() + " " + begun);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    static Content read(Path file) throws IOException {
        Map<Long, Operation> byInvocation = new LinkedHashMap<>();
        List<Failure> failures = new ArrayList<>();
        String text = Files.readString(file);
        // What follows the last line end was being written when the process died.
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            if (line.startsWith(DISCARDED) || line.startsWith(LEFT_OPEN)) {
                int end = line.indexOf(' ');
                Operation operation = Operation.parse(line.substring(end + 1));
                failures.add(new Failure(line.substring(1, end), operation));
                if (line.startsWith(DISCARDED)) {
                    byInvocation.remove(operation.invokedNanos());
                }
            } else {
                Operation operation = Operation.parse(line);
                byInvocation.put(operation.invokedNanos(), operation);
            }
        }
        return new Content(List.copyOf(byInvocation.values()), failures);
    }

    private long tick() {
        lastNanos = Math.max(System.nanoTime(), lastNanos + 1);
        return lastNanos;
    }

    private void write(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a history with a hole would prove nothing", e);
        }
    }
}
