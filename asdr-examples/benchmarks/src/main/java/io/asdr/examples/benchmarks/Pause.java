package io.asdr.examples.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** Lets time pass while others work. */
final class Pause {

    private Pause() {}

    static void nanos(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
