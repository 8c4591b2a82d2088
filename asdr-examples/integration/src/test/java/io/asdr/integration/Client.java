package io.asdr.integration;

import io.asdr.AsdrTable;
import io.asdr.CallTimeoutException;
import io.asdr.NodeClosedException;
import io.asdr.OutcomeUnknownException;
import io.asdr.testkit.Operation;
import io.asdr.testkit.Operation.Kind;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One thread's calls: half of them on {@link #HOT_KEY}, many on a few other keys, and some that write a new key of its own. Each call is in the journal before it is made. */
final class Client implements Runnable {

    static final String HOT_KEY = "hot";

    /** What is written once, by one client, and never removed: present at the end if its write was acknowledged. */
    static final String LEDGER = "ledger-";

    private static final int SHARED_KEYS = 40;

    // Bounds the history, so that it can be checked in seconds.
    private static final long PAUSE_NANOS = 3_000_000;

    private final AsdrTable<String, String> table;
    private final Journal journal;
    private final Random random;
    private final int number;
    private final Tally tally;
    private int written;

    /** What the clients of a process have seen; each may be asked for while they run. */
    interface Tally {
        /** A call returned. */
        void onDone();

        /** A call's outcome is unknown, or it timed out. */
        void onUnclear(RuntimeException cause);

        /** A call failed as none may. */
        void onFault(RuntimeException cause);

        boolean isOver();
    }

    Client(AsdrTable<String, String> table, Journal journal, int number, Tally tally) {
        this.table = table;
        this.journal = journal;
        this.number = number;
        this.random = new Random(number);
        this.tally = tally;
    }

    @Override
    public void run() {
        try {
            while (!tally.isOver()) {
                step();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (NodeClosedException closed) {
            // The member left under its clients. The last call stays open: it may have been on its way.
            return;
        } catch (RuntimeException fault) {
            tally.onFault(fault);
        }
    }

    /** Reads {@code key}, as part of the history. */
    void read(String key) {
        record(journal.begin(key, Kind.GET), () -> table.get(key));
    }

    private void step() {
        int choice = random.nextInt(100);
        String key = choice < 50 ? HOT_KEY : "key-" + random.nextInt(SHARED_KEYS);
        int kind = random.nextInt(100);
        if (choice >= 90) {
            write(LEDGER + number + "-" + written);
        } else if (kind < 50) {
            read(key);
        } else if (kind < 65) {
            write(key);
        } else if (kind < 72) {
            String value = nextValue();
            record(journal.begin(key, Kind.PUT_IF_ABSENT, value), () -> table.putIfAbsent(key, value));
        } else if (kind < 79) {
            computeIfAbsent(key);
        } else if (kind < 84) {
            String value = nextValue();
            record(journal.begin(key, Kind.REPLACE, value), () -> table.replace(key, value));
        } else if (kind < 94) {
            replaceIfEqual(key);
        } else {
            record(journal.begin(key, Kind.REMOVE), () -> table.remove(key));
        }
    }

    private void write(String key) {
        String value = nextValue();
        record(journal.begin(key, Kind.PUT, value), () -> table.put(key, value));
    }

    /** Seen by others it is a putIfAbsent: who stored its own value found none. */
    private void computeIfAbsent(String key) {
        String value = nextValue();
        record(journal.begin(key, Kind.PUT_IF_ABSENT, value), () -> {
            String present = table.computeIfAbsent(key, absent -> value);
            return value.equals(present) ? null : present;
        });
    }

    private void replaceIfEqual(String key) {
        String expected = record(journal.begin(key, Kind.GET), () -> table.get(key));
        if (expected != null) {
            String value = nextValue();
            record(
                    journal.begin(key, Kind.REPLACE_IF_EQUAL, expected, value),
                    () -> Boolean.toString(table.replace(key, expected, value)));
        }
    }

    /** No two writes of a history write the same value. */
    private String nextValue() {
        return number + "-" + written++;
    }

    private @Nullable String record(Operation begun, Supplier<@Nullable String> call) {
        try {
            String result = call.get();
            journal.end(begun, result);
            tally.onDone();
            return result;
        } catch (CallTimeoutException | OutcomeUnknownException unclear) {
            // A write stays open in the history: it may take effect at any time. A read has none.
            if (begun.kind() == Kind.GET) {
                journal.discard(begun);
            }
            tally.onUnclear(unclear);
            return null;
        }
    }
}
