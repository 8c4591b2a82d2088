package io.asdr.testkit;

import io.asdr.testkit.Operation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What concurrent clients called on a table, and what they got. Thread-safe.
 *
 * <p>No two recorded events have the same time: what is recorded later is later, by a nanosecond if the clock (a simulated one above all) says the same. So calls that follow each other
 * at one instant keep their order. The text form has one {@link Operation} a line, in the order of invocation: equal histories give equal bytes, and the texts of several processes
 * are merged by {@link #addAll}.
 */
public final class History {

    private static final Comparator<Operation> BY_INVOCATION =
            Comparator.comparingLong(Operation::invokedNanos).thenComparing(Operation::toString);

    private final List<Operation> complete = new ArrayList<>();
    private final Set<Call> underWay = new LinkedHashSet<>();
    private long lastNanos = Long.MIN_VALUE;

    /** An empty history. */
    public History() {}

    /** A call under way. One that is neither ended nor discarded stays open: its outcome is unknown. */
    public final class Call {
        private final int client;
        private final String key;
        private final Kind kind;
        private final List<String> arguments;
        private final long invokedNanos;

        private Call(int client, String key, Kind kind, List<String> arguments, long invokedNanos) {
            this.client = client;
            this.key = key;
            this.kind = kind;
            this.arguments = arguments;
            this.invokedNanos = invokedNanos;
        }

        /** Notes that the call returned {@code result}; null for kinds that return nothing. */
        public void end(long nowNanos, @Nullable String result) {
            synchronized (History.this) {
                Operation operation = new Operation(client, key, kind, arguments, invokedNanos, tick(nowNanos), result);
                finish(this);
                complete.add(operation);
            }
        }

        /** Notes that the call returned {@code answer}. */
        public void end(long nowNanos, boolean answer) {
            end(nowNanos, Boolean.toString(answer));
        }

        /** Forgets the call: it is certain that it had no effect. */
        public void discard() {
            synchronized (History.this) {
                finish(this);
            }
        }

        private Operation open() {
            return new Operation(client, key, kind, arguments, invokedNanos, Operation.OPEN, null);
        }
    }

    /** Records that a call begins. To be called before the table is. */
    public synchronized Call begin(long nowNanos, int client, String key, Kind kind, String... arguments) {
        Call call = new Call(client, key, kind, List.of(arguments), tick(nowNanos));
        // Refuses bad arguments here, where the mistake is, and not at the end of the test.
        call.open();
        underWay.add(call);
        return call;
    }

    /** Adds an operation with the times that it says. */
    public synchronized void add(Operation operation) {
        complete.add(operation);
    }

    /** Adds all operations of another history that was recorded by the same clock. */
    public void addAll(History other) {
        List<Operation> operations = other.operations();
        synchronized (this) {
            complete.addAll(operations);
        }
    }

    /** All operations in the order of invocation; those under way are open. */
    public synchronized List<Operation> operations() {
        List<Operation> all = new ArrayList<>(complete);
        for (Call call : underWay) {
            all.add(call.open());
        }
        all.sort(BY_INVOCATION);
        return List.copyOf(all);
    }

    /** Reads what {@link #toString} wrote. */
    public static History parse(String text) {
        History history = new History();
        text.lines().filter(line -> !line.isBlank()).map(Operation::parse).forEach(history::add);
        return history;
    }

    /** The text form. */
    @Override
    public String toString() {
        return operations().stream().map(operation -> operation + "\n").collect(Collectors.joining());
    }

    private void finish(Call call) {
        if (!underWay.remove(call)) {
            throw new IllegalStateException("already ended: " + call.open());
        }
    }

    private long tick(long nowNanos) {
        lastNanos = Math.max(nowNanos, lastNanos + 1);
        return lastNanos;
    }
}
