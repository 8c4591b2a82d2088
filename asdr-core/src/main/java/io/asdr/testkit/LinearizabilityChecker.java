package io.asdr.testkit;

import io.asdr.testkit.KeyHistory.Call;
import io.asdr.testkit.KeyHistory.Event;
import io.asdr.testkit.KeySearch.End;
import io.asdr.testkit.Verdict.Linearizable;
import io.asdr.testkit.Verdict.Undecided;
import io.asdr.testkit.Verdict.Violated;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says whether a history is linearizable: whether the operations on each key can be put in an order that keeps apart what did not overlap, and in which a plain map would have
 * returned the same. Each key begins absent.
 *
 * <p>Keys are independent (linearizability is local), so each is {@link KeySearch searched} by itself. The problem is NP-complete, so there is a bound on the steps a key: it depends on the
 * history alone, never on the machine.
 */
public final class LinearizabilityChecker {

    /** Enough for thousands of operations on one key; some seconds. */
    public static final long DEFAULT_STEP_BOUND = 50_000_000;

    /** The most calls under way at which a window may begin: each doubles the configurations that it begins with. */
    private static final int MAX_OVERLAP = 10;

    /** How much the searches of one key remember, one after the other. Most histories that are linearizable are found to be so by the first. */
    private static final List<Integer> WIDTHS = List.of(8, 128, 2_048, Integer.MAX_VALUE);

    private final long stepBound;

    public LinearizabilityChecker() {
        this(DEFAULT_STEP_BOUND);
    }

    /** {@code stepBound} is for each key. */
    public LinearizabilityChecker(long stepBound) {
        this.stepBound = stepBound;
    }

    public Verdict check(History history) {
        return check(history.operations());
    }

    /** The first violated key in the order of names, else the first undecided one. */
    public Verdict check(List<Operation> operations) {
        Map<String, List<Operation>> byKey = new TreeMap<>();
        for (Operation operation : operations) {
            byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
        }
        long steps = 0;
        String undecided = null;
        for (var entry : byKey.entrySet()) {
            String key = entry.getKey();
            KeyHistory history = new KeyHistory(entry.getValue());
            Run run = search(history);
            steps += run.steps;
            if (run.end == End.UNEXPLAINED) {
                return violated(key, history, run.events, steps);
            }
            if (run.end == End.OUT_OF_STEPS && undecided == null) {
                undecided = key;
            }
        }
        return undecided == null ? new Linearizable(steps) : new Undecided(undecided, steps);
    }

    /** How a search ended, and before which event. */
    private record Run(End end, int events, long steps) {}

    /** Searches narrowly first: one way through is enough, and in a history with many open calls there are too many to follow all. */
    private Run search(KeyHistory history) {
        List<Configuration> start = List.of(history.untouched(Move.ABSENT));
        Run run = new Run(End.OUT_OF_STEPS, 0, 0);
        for (int width : WIDTHS) {
            Run next = run(history, 0, start, history.events().size(), width, stepBound - run.steps);
            run = new Run(next.end, next.events, run.steps + next.steps);
            if (run.end != End.UNEXPLAINED) {
                break;
            }
        }
        return run;
    }

    private static Run run(KeyHistory history, int from, List<Configuration> start, int to, int width, long stepBound) {
        KeySearch search = new KeySearch(start, width, stepBound);
        search.skip(history.events().subList(0, from));
        for (int i = from; i < to; i++) {
            End end = search.advance(history.events().get(i));
            if (end != End.EXPLAINED) {
                return new Run(end, i, search.steps());
            }
        }
        return new Run(End.EXPLAINED, to, search.steps());
    }

    private Violated violated(String key, KeyHistory history, int unexplained, long steps) {
        List<Event> events = history.events();
        int from = windowBegin(history, unexplained);
        Set<Operation> window = new LinkedHashSet<>();
        for (Call call : underWayAt(events, from)) {
            window.add(call.operation());
        }
        for (Event event : events.subList(from, unexplained + 1)) {
            window.add(event.call().operation());
        }
        return new Violated(key, events.get(unexplained).call().operation(), List.copyOf(window), steps);
    }

    /**
     * The latest event from which on the history up to {@code unexplained} can't be explained, whatever was before. A window that fails still fails with more before it, so halving finds
     * the latest; but it starts from the end, where windows are small and begin with few configurations.
     */
    private int windowBegin(KeyHistory history, int unexplained) {
        int explained = unexplained + 1;
        int failing = unexplained;
        while (failing > 0 && !failsFrom(history, failing, unexplained)) {
            explained = failing;
            failing = Math.max(0, unexplained - 2 * (unexplained - failing) - 1);
        }
        while (explained - failing > 1) {
            int middle = (failing + explained) >>> 1;
            if (failsFrom(history, middle, unexplained)) {
                failing = middle;
            } else {
                explained = middle;
            }
        }
        return failing;
    }

    private boolean failsFrom(KeyHistory history, int from, int unexplained) {
        List<Call> overlapping = underWayAt(history.events(), from);
        List<Call> closed =
                overlapping.stream().filter(call -> !call.move().open()).toList();
        if (closed.size() > MAX_OVERLAP) {
            return false;
        }
        List<Call> window = new ArrayList<>(overlapping);
        for (Event event : history.events().subList(from, unexplained + 1)) {
            window.add(event.call());
        }
        List<Configuration> start = new ArrayList<>();
        for (int state : KeyHistory.statesSeenBy(window)) {
            start.add(history.untouched(state));
        }
        for (Call call : closed) {
            for (Configuration configuration : List.copyOf(start)) {
                SlotSet done = configuration.done().with(call.slot());
                start.add(new Configuration(configuration.state(), done, configuration.spent()));
            }
        }
        return run(history, from, start, unexplained + 1, Integer.MAX_VALUE, stepBound).end == End.UNEXPLAINED;
    }

    private static List<Call> underWayAt(List<Event> events, int index) {
        List<Call> underWay = new ArrayList<>();
        for (Event event : events.subList(0, index)) {
            if (event.isReturn()) {
                underWay.remove(event.call());
            } else {
                underWay.add(event.call());
            }
        }
        return underWay;
    }
}
