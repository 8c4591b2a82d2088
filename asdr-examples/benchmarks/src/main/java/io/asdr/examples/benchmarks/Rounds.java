package io.asdr.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.HdrHistogram.Histogram;

/**
 * Medians of short rounds that alternate between the limit and the product, so that what else goes on in the machine meets both.
 *
 * @param limit median of the limit's rounds
 * @param measured median of the product's rounds
 */
record Rounds(double limit, double measured) {

    private static final int DIGITS = 3;

    /** Runs both that often. */
    static Rounds alternate(int rounds, DoubleSupplier limit, DoubleSupplier product) {
        List<Double> limits = new ArrayList<>();
        List<Double> products = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            limits.add(limit.getAsDouble());
            products.add(product.getAsDouble());
        }
        return new Rounds(median(limits), median(products));
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The median time of one call, in microseconds, over calls made one after the other for that long. */
    static double medianMicros(long nanos, Runnable call) {
        Histogram histogram = new Histogram(DIGITS);
        long begin = System.nanoTime();
        for (long from = begin; from - begin < nanos; ) {
            call.run();
            long to = System.nanoTime();
            histogram.recordValue(to - from);
            from = to;
        }
        return histogram.getValueAtPercentile(50) / 1e3;
    }
}
