package io.asdr.examples.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** A thread that makes the same kind of call over and over, with a pause between, and keeps when each ended and how long it took. */
final class Pulse {

    /** One call; what it throws is a failure. */
    interface Call {
        void make(int round);
    }

    /**
     * A stretch without a success.
     *
     * @param from when the last success before it ended
     * @param to when the first one after it ended
     */
    record Gap(long from, long to) {
        double millis() {
            return (to - from) / 1e6;
        }
    }

    /** Far more than any run makes: what comes after is not kept. */
    private static final int MOST_CALLS = 1 << 19;

    private static final int DIGITS = 3;

    private final Call call;
    private final long pauseNanos;
    private final Thread thread;
    private final long[] began = new long[MOST_CALLS];
    private final long[] ended = new long[MOST_CALLS];
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private volatile int count;
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

    /** The longest stretch without a success that reaches into the window; it may begin before it. A thread that has not come back at the window's end counts up to there. */
    Gap longestGap(long from, long to) {
        int known = count;
        Gap longest = new Gap(from, from);
        long last = from;
        for (int i = 0; i < known && last - to < 0; i++) {
            if (ended[i] - from > 0) {
                longest = longer(longest, new Gap(last, ended[i]));
            }
            last = ended[i];
        }
        return last - to < 0 ? longer(longest, new Gap(last, to)) : longest;
    }

    /** How long the calls took that began within the window: nanoseconds. */
    Histogram took(long from, long to) {
        Histogram histogram = new Histogram(DIGITS);
        int known = count;
        for (int i = 0; i < known; i++) {
            if (began[i] - from >= 0 && began[i] - to < 0) {
                histogram.recordValue(ended[i] - began[i]);
            }
        }
        return histogram;
    }

    /** How many calls failed and how the first did, or an empty text. */
    String failures() {
        List<String> all = List.copyOf(failures);
        return all.isEmpty() ? "" : all.size() + " calls failed, first " + all.get(0);
    }

    int failureCount() {
        return failures.size();
    }

    private static Gap longer(Gap one, Gap other) {
        return other.to - other.from > one.to - one.from ? other : one;
    }

    private void run() {
        for (int round = 0; !stopped; round++) {
            long begin = System.nanoTime();
            try {
                call.make(round);
                keep(begin, System.nanoTime());
            } catch (RuntimeException failure) {
                failures.add(failure.toString());
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }

    private void keep(long begin, long end) {
        int next = count;
        if (next < MOST_CALLS) {
            began[next] = begin;
            ended[next] = end;
            // The volatile write comes last: who reads the count sees what it counts.
            count = next + 1;
        }
    }
}
