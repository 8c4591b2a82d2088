package io.asdr.examples.accesslog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A set of line numbers, kept as runs of lines that are {@code stride} apart.
 *
 * <p>Lines are dealt in turn to {@code stride} services, so what one service counts for a busy client is one run that grows at its end, whatever the others do meanwhile. A line that was
 * dealt again fills its gap in the same run, whoever counted it. The runs are as long as can be and in the order of (remainder, line): equal sets have equal runs.
 *
 * @param stride how many lines lie between neighbours of a run, 1 or more
 */
record LineRanges(int stride, List<Run> runs) {

    /** The lines {@code first}, {@code first + stride}, and so on, {@code count} of them. */
    record Run(int first, int count) {

        private int end(int stride) {
            return first + count * stride;
        }
    }

    LineRanges {
        if (stride < 1) {
            throw new IllegalArgumentException("stride=" + stride + " must be 1 or more");
        }
        runs = List.copyOf(runs);
    }

    static LineRanges none(int stride) {
        return new LineRanges(stride, List.of());
    }

    /** These lines and {@code line}; this same object if it is among them. */
    LineRanges with(int line) {
        if (line < 0) {
            throw new IllegalArgumentException("line=" + line + " must not be negative");
        }
        int after = firstRunAfter(line);
        if (isInRunBefore(after, line)) {
            return this;
        }
        boolean follows = after > 0 && runs.get(after - 1).end(stride) == line;
        boolean precedes = after < runs.size() && runs.get(after).first() == line + stride;
        int from = follows ? after - 1 : after;
        int to = precedes ? after + 1 : after;
        int first = follows ? runs.get(from).first() : line;
        int count = 1;
        List<Run> joined = new ArrayList<>(runs.size() + 1);
        joined.addAll(runs.subList(0, from));
        for (Run neighbour : runs.subList(from, to)) {
            count += neighbour.count();
        }
        joined.add(new Run(first, count));
        joined.addAll(runs.subList(to, runs.size()));
        return new LineRanges(stride, joined);
    }

    boolean contains(int line) {
        return isInRunBefore(firstRunAfter(line), line);
    }

    /** How many lines there are. */
    long count() {
        return runs.stream().mapToLong(Run::count).sum();
    }

    /** The lines, run by run. */
    IntStream lines() {
        return runs.stream().flatMapToInt(run -> IntStream.range(0, run.count()).map(i -> run.first() + i * stride));
    }

    /** How many lines are here and not in {@code other}. */
    long countMissingFrom(LineRanges other) {
        return lines().filter(line -> !other.contains(line)).count();
    }

    private boolean isInRunBefore(int index, int line) {
        if (index == 0) {
            return false;
        }
        Run run = runs.get(index - 1);
        return run.first() % stride == line % stride && line < run.end(stride);
    }

    /** Index of the first run that begins after {@code line} in the order of (remainder, line). */
    private int firstRunAfter(int line) {
        int low = 0;
        int high = runs.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isAfter(runs.get(middle).first(), line)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private boolean isAfter(int first, int line) {
        int remainders = Integer.compare(first % stride, line % stride);
        return remainders != 0 ? remainders > 0 : first > line;
    }
}
