package io.asdr.integration;

import io.asdr.NodeClosedException;
import java.util.List;
import java.util.Random;

/** One thread's calls in a scenario: all of one kind of work, so that how long it went without success says something about that work. */
final class LoadClient implements Runnable {

    /** What a client does all the time. */
    enum Work {
        READS(10),
        WRITES(10),
        /** Writes keys that nobody wrote before, each once: present at the end if the write was acknowledged. */
        LEDGER(50);

        private final int pauseMillis;

        Work(int pauseMillis) {
            this.pauseMillis = pauseMillis;
        }
    }

    private final Work work;
    private final RecordedCalls calls;
    private final RecordedCalls.Tally tally;
    private final List<String> words;
    private final int number;
    private final Random random;
    private int ledgerKeys;

    /** {@code words} are the keys; of a ledger the prefix of all keys. */
    LoadClient(Work work, RecordedCalls calls, int number, RecordedCalls.Tally tally, List<String> words) {
        this.work = work;
        this.calls = calls;
        this.number = number;
        this.tally = tally;
        this.words = List.copyOf(words);
        this.random = new Random(number);
    }

    @Override
    public void run() {
        try {
            while (!tally.isOver()) {
                step();
                Client.pause(work.pauseMillis * 1_000_000L);
            }
        } catch (NodeClosedException closed) {
            // The member left under its clients. The last call stays open: it may have been on its way.
            return;
        } catch (RuntimeException fault) {
            tally.onFault(fault);
        }
    }

    /** How long this client has been without success. */
    long silenceNanos() {
        return System.nanoTime() - calls.lastDoneNanos();
    }

    private void step() {
        switch (work) {
            case READS -> calls.read(anyKey());
            case WRITES -> Client.change(calls, anyKey(), random);
            case LEDGER -> calls.write(words.get(0) + number + "-" + ledgerKeys++);
        }
    }

    private String anyKey() {
        return words.get(random.nextInt(words.size()));
    }
}
