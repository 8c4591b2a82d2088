package io.asdr.examples.accesslog;

import java.util.Arrays;
import java.util.Random;

/** Draws ranks 0, 1, … so that rank r comes up in proportion to 1 / (r + 1) ^ exponent: what requests to a web site look like. */
final class Zipf {

    private final double[] cumulative;

    Zipf(int ranks, double exponent) {
        cumulative = new double[ranks];
        double sum = 0;
        for (int rank = 0; rank < ranks; rank++) {
            // StrictMath: the same seed must give the same log on every machine.
            sum += StrictMath.pow(rank + 1, -exponent);
            cumulative[rank] = sum;
        }
    }

    int draw(Random random) {
        double point = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, point);
        return Math.min(found >= 0 ? found : -found - 1, cumulative.length - 1);
    }
}
