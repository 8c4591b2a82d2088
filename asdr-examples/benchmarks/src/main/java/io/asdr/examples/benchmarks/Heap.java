package io.asdr.examples.benchmarks;

import java.lang.management.ManagementFactory;

/** How much of this JVM's heap is in use. */
final class Heap {

    private static final int COLLECTIONS = 3;

    private Heap() {}

    /** In bytes, after collections: what the first one only puts into a reference queue, a later one frees. */
    static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
