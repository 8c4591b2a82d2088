package io.asdr.examples.benchmarks;

import org.HdrHistogram.Histogram;

/** When calls that succeeded began and ended, in their order. One thread adds, others look. */
final class Beats {

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

    private static final int DIGITS = 3;

    private final long[] began;
    private final long[] ended;
    private volatile int count;

    /** Keeps {@code most} calls; what comes after is not kept. */
    Beats(int most) {
        began = new long[most];
        ended = new long[most];
    }

    void add(long begin, long end) {
        int next = count;
        if (next < began.length) {
            began[next] = begin;
            ended[next] = end;
            // The volatile write comes last: who reads the count sees what it counts.
            count = next + 1;
        }
    }

    /** The longest stretch without a success that reaches into the window; it may begin before and end after it. Where no success came any more, it counts up to the window's end. */
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

    private static Gap longer(Gap one, Gap other) {
        return other.to - other.from > one.to - one.from ? other : one;
    }
}
