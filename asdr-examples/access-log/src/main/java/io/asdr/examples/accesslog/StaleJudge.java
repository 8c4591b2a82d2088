package io.asdr.examples.accesslog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which reads were stale: those that returned less than the highest revision that was acknowledged before they began.
 *
 * <p>All times are {@link System#nanoTime()} of several JVMs on one machine. On Linux that is CLOCK_MONOTONIC, one clock for all processes; the launcher checks that they agree
 * when a service starts. A read that began at the very nanosecond of an acknowledgement is not judged by it. Not thread-safe.
 */
final class StaleJudge {

    /** A path that no request can have. */
    private static final String PLANTED = "planted by the judge's self-test";

    private final Map<String, List<PageRaise>> raises = new HashMap<>();
    private final List<PageRead> reads = new ArrayList<>();

    void onRead(PageRead read) {
        reads.add(read);
    }

    void onRaise(PageRaise raise) {
        raises.computeIfAbsent(raise.path(), path -> new ArrayList<>()).add(raise);
    }

    int readCount() {
        return reads.size();
    }

    /** The stale reads, in the order in which they were told. */
    List<PageRead> stale() {
        Map<String, Acknowledged> acknowledged = new HashMap<>();
        raises.forEach((path, raisesOfPath) -> acknowledged.put(path, new Acknowledged(raisesOfPath)));
        return reads.stream()
                .filter(read -> isBelow(acknowledged.get(read.path()), read))
                .toList();
    }

    /** Judges this history with one raise, one fresh read and one old read more, and returns how many more reads are stale: 1, or the judge is blind or sees ghosts. */
    int selfTest() {
        StaleJudge tested = new StaleJudge();
        raises.values().forEach(raisesOfPath -> raisesOfPath.forEach(tested::onRaise));
        reads.forEach(tested::onRead);
        long now = System.nanoTime();
        tested.onRaise(new PageRaise(PLANTED, 0, now));
        tested.onRead(new PageRead(PLANTED, now + 1, now + 2, 0));
        tested.onRaise(new PageRaise(PLANTED, 1, now + 3));
        tested.onRead(new PageRead(PLANTED, now + 4, now + 5, 1));
        tested.onRead(new PageRead(PLANTED, now + 4, now + 5, 0));
        return tested.stale().size() - stale().size();
    }

    private static boolean isBelow(@Nullable Acknowledged acknowledged, PageRead read) {
        return acknowledged != null && read.revision() < acknowledged.highestBefore(read.startNanos());
    }

    /** The raises of one path in the order of their acknowledgements, each with the highest revision up to it. */
    private static final class Acknowledged {

        private final long[] nanos;
        private final int[] highest;

        Acknowledged(List<PageRaise> raises) {
            List<PageRaise> ordered = new ArrayList<>(raises);
            // Subtract, never compare: nanoTime may wrap.
            ordered.sort((a, b) -> Long.signum(a.acknowledgedNanos() - b.acknowledgedNanos()));
            nanos = new long[ordered.size()];
            highest = new int[ordered.size()];
            int revision = PageRead.MISSING;
            for (int i = 0; i < nanos.length; i++) {
                revision = Math.max(revision, ordered.get(i).revision());
                nanos[i] = ordered.get(i).acknowledgedNanos();
                highest[i] = revision;
            }
        }

        int highestBefore(long startNanos) {
            int low = 0;
            int high = nanos.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (nanos[middle] - startNanos < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? PageRead.MISSING : highest[low - 1];
        }
    }
}
