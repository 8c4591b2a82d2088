package io.asdr.examples.benchmarks;

import java.lang.management.ManagementFactory;

/** How much of this JVM's heap is in use. */
final class Heap {

    private static final int COLLECTIONS = 3;

    private Heap() {}

    /** In bytes, after collections: the first one lets go what only the second may free. */
    static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
