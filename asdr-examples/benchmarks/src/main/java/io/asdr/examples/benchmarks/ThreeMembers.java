package io.asdr.examples.benchmarks;

import io.asdr.AsdrNode;

/**
 * A cluster with one member here and two in JVMs of their own.
 *
 * @param node the member of this JVM, the oldest
 */
record ThreeMembers(AsdrNode node, ChildJvm second, ChildJvm third) implements AutoCloseable {

    private static final int COUNT = 3;
    private static final int HEAP_MEBIBYTES = 512;
    private static final long LOOK_NANOS = 10_000_000;
    private static final long LIMIT_NANOS = 30_000_000_000L;

    /** Starts all three and waits until each knows the others. */
    static ThreeMembers start() {
        Site site = Site.free(COUNT);
        AsdrNode node = site.start(0);
        ChildJvm second = ChildJvm.start(HEAP_MEBIBYTES, "member", "1", site.toString());
        ChildJvm third = ChildJvm.start(HEAP_MEBIBYTES, "member", "2", site.toString());
        second.answer();
        third.answer();
        ThreeMembers members = new ThreeMembers(node, second, third);
        members.awaitAll();
        return members;
    }

    private void awaitAll() {
        long begin = System.nanoTime();
        while (node.members().size() < COUNT || !isWhole(second) || !isWhole(third)) {
            if (System.nanoTime() - begin > LIMIT_NANOS) {
                throw new IllegalStateException("three members did not meet: " + node.report());
            }
            Pause.nanos(LOOK_NANOS);
        }
    }

    private static boolean isWhole(ChildJvm child) {
        return Integer.parseInt(child.ask("members")) == COUNT;
    }

    @Override
    public void close() {
        // Here first: it hands over to two that live, and each of them then has less to hand over.
        node.close();
        second.close();
        third.close();
    }
}
