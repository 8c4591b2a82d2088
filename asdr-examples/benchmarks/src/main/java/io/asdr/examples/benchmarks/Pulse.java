package io.asdr.examples.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** A thread that makes the same kind of call over and over, with a pause between, and keeps when each succeeded. */
final class Pulse {

    /** One call; what it throws is a failure. */
    interface Call {
        void make(int round);
    }

    /** Far more than any run makes. */
    private static final int MOST_CALLS = 1 << 19;

    private final Call call;
    private final long pauseNanos;
    private final Thread thread;
    private final Beats beats = new Beats(MOST_CALLS);
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean stopped;

    private Pulse(String name, long pauseNanos, Call call) {
        this.call = call;
        this.pauseNanos = pauseNanos;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    static Pulse start(String name, long pauseNanos, Call call) {
        Pulse pulse = new Pulse(name, pauseNanos, call);
        pulse.thread.start();
        return pulse;
    }

    /** A loop that calls nothing: what it shows is the machine's own. */
    static Pulse bare(long pauseNanos) {
        return start("bare", pauseNanos, round -> {});
    }

    /** Ends it once the present call has ended. */
    void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Beats.Gap longestGap(long from, long to) {
        return beats.longestGap(from, to);
    }

    Histogram took(long from, long to) {
        return beats.took(from, to);
    }

    /** How many calls failed and how the first did, or an empty text. */
    String failures() {
        List<String> all = List.copyOf(failures);
        return all.isEmpty() ? "" : all.size() + " calls failed, first " + all.get(0);
    }

    int failureCount() {
        return failures.size();
    }

    private void run() {
        for (int round = 0; !stopped; round++) {
            long begin = System.nanoTime();
            try {
                call.make(round);
                beats.add(begin, System.nanoTime());
            } catch (RuntimeException failure) {
                failures.add(failure.toString());
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }
}
