package io.asdr.integration;

import io.asdr.AsdrTable;
import io.asdr.CallTimeoutException;
import io.asdr.NotInMajorityException;
import io.asdr.OutcomeUnknownException;
import io.asdr.testkit.Operation;
import io.asdr.testkit.Operation.Kind;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One thread's calls on a table: each is in the journal before it is made, and so is how it ended. */
final class RecordedCalls {

    private final AsdrTable<String, String> table;
    private final Journal journal;
    private final int number;
    private final Tally tally;
    private int written;
    // Volatile: who asks how long a client has been without success is another thread.
    private volatile long lastDoneNanos = System.nanoTime();

    /** What the clients of a process have seen; each may be asked for while they run. */
    interface Tally {
        /** A call returned. */
        void onDone();

        /** A call's outcome is unknown, or it timed out. */
        void onUnclear(RuntimeException cause);

        /** A call was refused without effect, as a member of a minority must. */
        void onRefused(RuntimeException cause);

        /** A call failed as none may. */
        void onFault(RuntimeException cause);

        boolean isOver();
    }

    RecordedCalls(AsdrTable<String, String> table, Journal journal, int number, Tally tally) {
        this.table = table;
        this.journal = journal;
        this.number = number;
        this.tally = tally;
    }

    @Nullable
    String read(String key) {
        return record(journal.begin(key, Kind.GET), () -> table.get(key));
    }

    void write(String key) {
        String value = nextValue();
        record(journal.begin(key, Kind.PUT, value), () -> table.put(key, value));
    }

    void putIfAbsent(String key) {
        String value = nextValue();
        record(journal.begin(key, Kind.PUT_IF_ABSENT, value), () -> table.putIfAbsent(key, value));
    }

    /** Seen by others it is a putIfAbsent: who stored its own value found none. */
    void computeIfAbsent(String key) {
        String value = nextValue();
        record(journal.begin(key, Kind.PUT_IF_ABSENT, value), () -> {
            String present = table.computeIfAbsent(key, absent -> value);
            return value.equals(present) ? null : present;
        });
    }

    void replace(String key) {
        String value = nextValue();
        record(journal.begin(key, Kind.REPLACE, value), () -> table.replace(key, value));
    }

    /** A read, and a write of what was read. */
    void replaceIfEqual(String key) {
        String expected = read(key);
        if (expected != null) {
            String value = nextValue();
            record(
                    journal.begin(key, Kind.REPLACE_IF_EQUAL, expected, value),
                    () -> Boolean.toString(table.replace(key, expected, value)));
        }
    }

    void remove(String key) {
        record(journal.begin(key, Kind.REMOVE), () -> table.remove(key));
    }

    /** When a call last returned; the beginning if none has. */
    long lastDoneNanos() {
        return lastDoneNanos;
    }

    /** No two writes of a history write the same value. */
    private String nextValue() {
        return number + "-" + written++;
    }

    private @Nullable String record(Operation begun, Supplier<@Nullable String> call) {
        try {
            String result = call.get();
            journal.end(begun, result);
            lastDoneNanos = System.nanoTime();
            tally.onDone();
            return result;
        } catch (NotInMajorityException refused) {
            journal.discard(begun, refused);
            tally.onRefused(refused);
            return null;
        } catch (CallTimeoutException | OutcomeUnknownException unclear) {
            // A write stays open in the history: it may take effect at any time. A read has none.
            if (begun.kind() == Kind.GET) {
                journal.discard(begun, unclear);
            } else {
                journal.leaveOpen(begun, unclear);
            }
            tally.onUnclear(unclear);
            return null;
        }
    }
}
