package io.asdr.integration;

import io.asdr.NodeClosedException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** One thread's calls: half of them on {@link #HOT_KEY}, many on a few other keys, and some that write a new key of its own. */
final class Client implements Runnable {

    static final String HOT_KEY = "hot";

    /** What is written once, by one client, and never removed: present at the end if its write was acknowledged. */
    static final String LEDGER = "ledger-";

    private static final int SHARED_KEYS = 40;

    // Bounds the history, so that it can be checked in seconds.
    private static final long PAUSE_NANOS = 3_000_000;

    private final RecordedCalls calls;
    private final RecordedCalls.Tally tally;
    private final Random random;
    private final int number;
    private int ledgerKeys;

    Client(RecordedCalls calls, int number, RecordedCalls.Tally tally) {
        this.calls = calls;
        this.tally = tally;
        this.number = number;
        this.random = new Random(number);
    }

    @Override
    public void run() {
        try {
            while (!tally.isOver()) {
                step();
                pause(PAUSE_NANOS);
            }
        } catch (NodeClosedException closed) {
            // The member left under its clients. The last call stays open: it may have been on its way.
            return;
        } catch (RuntimeException fault) {
            tally.onFault(fault);
        }
    }

    /** Lets time pass between two calls. */
    static void pause(long nanos) {
        long untilNanos = System.nanoTime() + nanos;
        // Again: what woke the thread may be a late answer to a call that was refused.
        for (long left = nanos; left > 0; left = untilNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void step() {
        int choice = random.nextInt(100);
        String key = choice < 50 ? HOT_KEY : "key-" + random.nextInt(SHARED_KEYS);
        if (choice >= 90) {
            calls.write(LEDGER + number + "-" + ledgerKeys++);
        } else if (random.nextBoolean()) {
            calls.read(key);
        } else {
            change(calls, key, random);
        }
    }

    /** One call that may change the key, or a read and such a call. */
    static void change(RecordedCalls calls, String key, Random random) {
        int kind = random.nextInt(100);
        if (kind < 30) {
            calls.write(key);
        } else if (kind < 44) {
            calls.putIfAbsent(key);
        } else if (kind < 58) {
            calls.computeIfAbsent(key);
        } else if (kind < 68) {
            calls.replace(key);
        } else if (kind < 88) {
            calls.replaceIfEqual(key);
        } else {
            calls.remove(key);
        }
    }
}
