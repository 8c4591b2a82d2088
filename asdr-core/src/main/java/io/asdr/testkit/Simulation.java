package io.asdr.testkit;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * A world in one thread: virtual time, one seed, and what is due. The same seed gives the same history.
 *
 * <p>Not thread-safe.
 */
public final class Simulation {

    private record Due(long atNanos, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final SplittableRandom random;
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long nowNanos = 1_000_000_000;
    private long orders;
    private long steps;

    public Simulation(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Virtual time, in nanoseconds. */
    public long nowNanos() {
        return nowNanos;
    }

    public SplittableRandom random() {
        return random;
    }

    /** Whether something happens that has this chance, 0 to 1. */
    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Runs {@code task} {@code delayNanos} from now. */
    public void after(long delayNanos, Runnable task) {
        queue.add(new Due(nowNanos + Math.max(0, delayNanos), orders++, task));
    }

    /** Lets the next thing happen; false if nothing is due any more. */
    public boolean step() {
        Due due = queue.poll();
        if (due == null) {
            return false;
        }
        nowNanos = due.atNanos;
        steps++;
        due.task.run();
        return true;
    }

    /** Goes on until {@code done}, for {@code timeoutNanos} of virtual time at most; returns whether it is done. */
    public boolean runUntil(BooleanSupplier done, long timeoutNanos) {
        long end = nowNanos + timeoutNanos;
        while (!done.getAsBoolean()) {
            Due next = queue.peek();
            if (next == null || next.atNanos > end) {
                // What happened may have waited itself, for longer than this: time never goes back.
                nowNanos = Math.max(nowNanos, end);
                return done.getAsBoolean();
            }
            step();
        }
        return true;
    }

    /** Goes on for that much virtual time. */
    public void runFor(long nanos) {
        runUntil(() -> false, nanos);
    }

    /** How many things have happened. */
    public long steps() {
        return steps;
    }
}
