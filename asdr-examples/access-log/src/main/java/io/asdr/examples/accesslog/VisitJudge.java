package io.asdr.examples.accesslog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which visits were begun too early: while an earlier one of the same client can't have been idle for long enough, and its service was not down.
 *
 * <p>A visit is in use when it begins, so the table keeps it for {@link Nodes#MAX_IDLE} from then on at least: two begin within less only if the service of the first is down. All times are
 * {@link System#nanoTime()}, see {@link StaleJudge}. Not thread-safe.
 */
final class VisitJudge {

    private final long maxIdleNanos;
    private final Map<String, List<VisitBegun>> visits = new HashMap<>();

    VisitJudge(long maxIdleNanos) {
        this.maxIdleNanos = maxIdleNanos;
    }

    void onBegun(VisitBegun begun) {
        visits.computeIfAbsent(begun.client(), client -> new ArrayList<>()).add(begun);
    }

    /**
     * What became of the visits.
     *
     * @param dead the service that was killed, or empty
     * @param killNanos when it was killed
     */
    RunResult.Visits judge(String dead, long killNanos) {
        long begun = 0;
        long movedClients = 0;
        List<String> tooEarly = new ArrayList<>();
        for (List<VisitBegun> ofClient : visits.values()) {
            List<VisitBegun> ordered = new ArrayList<>(ofClient);
            // Subtract, never compare: nanoTime may wrap.
            ordered.sort((a, b) -> Long.signum(a.startNanos() - b.startNanos()));
            begun += ordered.size();
            if (isMoved(ordered, dead, killNanos)) {
                movedClients++;
            }
            for (int i = 0; i < ordered.size(); i++) {
                for (int j = i + 1; j < ordered.size(); j++) {
                    if (!isAllowed(ordered.get(i), ordered.get(j), dead, killNanos)) {
                        tooEarly.add(ordered.get(i) + ", then " + ordered.get(j));
                        break;
                    }
                }
            }
        }
        return new RunResult.Visits(begun, movedClients, List.copyOf(tooEarly));
    }

    /** Whether both can be; where they overlap, either may have been the first. */
    private boolean isAllowed(VisitBegun one, VisitBegun other, String dead, long killNanos) {
        long end = later(one.endNanos(), other.endNanos());
        boolean wasIdle = end - one.startNanos() >= maxIdleNanos;
        boolean overlap = one.endNanos() - other.startNanos() >= 0;
        boolean ofDead = isOf(dead, one) || overlap && isOf(dead, other);
        return wasIdle || ofDead && end - killNanos >= 0;
    }

    /** Whether the dead one looked after the client last, and another service did after the kill. */
    private static boolean isMoved(List<VisitBegun> ordered, String dead, long killNanos) {
        for (int i = 1; i < ordered.size(); i++) {
            VisitBegun next = ordered.get(i);
            if (isOf(dead, ordered.get(i - 1)) && !isOf(dead, next) && next.startNanos() - killNanos >= 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(String service, VisitBegun begun) {
        return begun.visit().service().equals(service);
    }

    private static long later(long a, long b) {
        return a - b >= 0 ? a : b;
    }
}
