package io.asdr.examples.accesslog;

import io.asdr.TableStats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to. All durations in nanoseconds.
 *
 * @param source which log it was
 * @param nanos from the first line dealt to the last one acknowledged
 * @param repeats calls that had to be made again
 * @param unreadableCount lines that said nothing
 * @param unreadable the first of them
 * @param kill null if nobody was killed
 */
record RunResult(
        String source,
        int nodes,
        int lines,
        long nanos,
        long repeats,
        int unreadableCount,
        List<String> unreadable,
        Tables tables,
        Loads loads,
        Visits visits,
        @Nullable Kill kill,
        Staleness staleness,
        Comparison comparison) {

    /** The counts of all services together. */
    record Tables(TableStats sessions, TableStats pages, TableStats visits) {

        Tables withVisits(TableStats later) {
            return new Tables(sessions, pages, later);
        }
    }

    /**
     * What became of the clients' visits.
     *
     * @param begun how many began, as far as it was told
     * @param movedClients clients of the dead service that another one looked after then
     * @param tooEarly visits that began while the one before could not be over
     */
    record Visits(long begun, long movedClients, List<String> tooEarly) {}

    /**
     * How often a page was loaded.
     *
     * @param begunByDead pages that were loaded again since the dead service had begun to
     */
    record Loads(long loads, long distinctPaths, long begunByDead) {

        boolean isExplained() {
            return loads == distinctPaths + begunByDead;
        }
    }

    /**
     * What became of the kill.
     *
     * @param beforeLine the line that was dealt last before it, from 1
     * @param inFlight lines that were dealt to the dead service and not acknowledged
     * @param viewNanos from SIGKILL to the view without it, one for each survivor
     * @param answerNanos from SIGKILL to each answer for one of its pages that the asking heap did not have
     * @param partitionsLost partitions that nobody had complete any more
     */
    record Kill(
            String service,
            int beforeLine,
            int inFlight,
            List<Long> viewNanos,
            long poisonedCopies,
            long promotedCopies,
            List<Long> answerNanos,
            long partitionsLost,
            Join join) {}

    /**
     * The service that came in place of the dead one.
     *
     * @param startNanos from the start of the process to ready
     * @param mainNanos from its main to ready
     */
    record Join(String service, long startNanos, long mainNanos, long entriesMoved) {}

    /**
     * What the judge says.
     *
     * @param selfTest how many stale reads it saw where one was planted
     */
    record Staleness(int reads, List<PageRead> stale, int selfTest) {

        boolean isFine() {
            return stale.isEmpty() && selfTest == 1;
        }
    }

    /**
     * What all services answered in the end, against the count by one thread.
     *
     * @param services how many were asked
     * @param lostLines lines that a service's sessions did not count, the most of all services
     * @param differences every answer that was not as it should be, for people
     */
    record Comparison(int services, int sessions, int pages, long lostLines, List<String> differences) {}

    boolean isPassed() {
        return comparison.differences().isEmpty()
                && comparison.lostLines() == 0
                && staleness.isFine()
                && loads.isExplained()
                && visits.tooEarly().isEmpty();
    }
}
