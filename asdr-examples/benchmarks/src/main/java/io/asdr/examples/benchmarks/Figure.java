package io.asdr.examples.benchmarks;

/**
 * One result beside what bounds it.
 *
 * @param measured what the product does
 * @param limit what the bound does, measured in the same run
 * @param target what {@code measured / limit} is to be at most or at least; NaN where nothing is asked
 * @param atMost whether less is better
 */
record Figure(String name, String unit, double measured, double limit, double target, boolean atMost) {

    static Figure atMost(String name, String unit, double measured, double limit, double target) {
        return new Figure(name, unit, measured, limit, target, true);
    }

    static Figure atLeast(String name, String unit, double measured, double limit, double target) {
        return new Figure(name, unit, measured, limit, target, false);
    }

    static Figure beside(String name, String unit, double measured, double limit) {
        return new Figure(name, unit, measured, limit, Double.NaN, true);
    }

    double ratio() {
        return measured / limit;
    }

    boolean hasTarget() {
        return !Double.isNaN(target);
    }

    boolean isMet() {
        return atMost ? ratio() <= target : ratio() >= target;
    }
}
