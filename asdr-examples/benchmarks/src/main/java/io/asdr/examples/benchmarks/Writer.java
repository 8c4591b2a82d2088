package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Writes keys at random, so many a second, until it is ended. */
final class Writer {

    private static final int MOST_OPEN = 64;

    private final Thread thread = new Thread(this::run, "writer");
    private final AsdrTable<String, String> table;
    private final List<String> keys;
    private final int perSecond;
    private volatile boolean ended;
    private volatile long written;
    private volatile long tookNanos;

    private Writer(AsdrTable<String, String> table, List<String> keys, int perSecond) {
        this.table = table;
        this.keys = keys;
        this.perSecond = perSecond;
    }

    static Writer start(AsdrTable<String, String> table, List<String> keys, int perSecond) {
        Writer writer = new Writer(table, keys, perSecond);
        writer.thread.setDaemon(true);
        writer.thread.start();
        return writer;
    }

    /** Ends it; returns how many it wrote a second. */
    long end() {
        ended = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Math.round(written * 1e9 / Math.max(1, tookNanos));
    }

    private void run() {
        SplittableRandom random = new SplittableRandom(1);
        Semaphore permits = new Semaphore(MOST_OPEN);
        long begin = System.nanoTime();
        int count = 0;
        while (!ended) {
            long due = (System.nanoTime() - begin) * perSecond / 1_000_000_000;
            while (count < due && !ended) {
                count++;
                String key = keys.get(random.nextInt(keys.size()));
                permits.acquireUninterruptibly();
                var unused = table.async()
                        .set(key, Entries.value(key, count))
                        .whenComplete((done, failure) -> permits.release());
            }
            LockSupport.parkNanos(500_000);
        }
        permits.acquireUninterruptibly(MOST_OPEN);
        written = count;
        tookNanos = System.nanoTime() - begin;
    }
}
