package io.asdr.testkit;

import io.asdr.testkit.KeyHistory.Call;
import io.asdr.testkit.KeyHistory.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for an order of one key's operations that explains what they returned.
 *
 * <p>Wing and Gong's search in the form of Lowe's just-in-time linearization ("Testing for linearizability", 2017): it goes through begins and returns in their order and keeps every
 * {@link Configuration} that is still possible, each once. A call takes effect at the latest moment, when it returns or when another that returns needs it; so a configuration speaks of the calls under way only, and
 * where none is left, no order explains the history up to this return. Breadth first, for then one return's configurations are all that must be remembered, and those that spend
 * fewer open calls come first.
 *
 * <p>A call that can't change the state takes effect as soon as its result fits: it is in nobody's way.
 */
final class KeySearch {

    /** How a search ended. */
    enum End {
        EXPLAINED,
        UNEXPLAINED,
        OUT_OF_STEPS
    }

    private final int width;
    private final long stepBound;
    private final List<Call> underWay = new ArrayList<>();
    private final List<Call> open = new ArrayList<>();
    private List<Configuration> possible;
    private long steps;

    /**
     * Begins a search of which every configuration in {@code start} may be the beginning.
     *
     * @param width how many configurations it remembers at most after a return; if it ever found more, only {@link End#EXPLAINED} is the truth
     */
    KeySearch(List<Configuration> start, int width, long stepBound) {
        this.possible = start;
        this.width = width;
        this.stepBound = stepBound;
    }

    /** Goes over the events that lie before the search's begin: their calls may be under way. */
    void skip(List<Event> events) {
        for (Event event : events) {
            if (event.isReturn()) {
                underWay.remove(event.call());
            } else {
                begin(event.call());
            }
        }
    }

    /** Goes on with {@code event}. */
    End advance(Event event) {
        if (!event.isReturn()) {
            begin(event.call());
            return End.EXPLAINED;
        }
        List<Configuration> left = settle(event.call());
        if (steps > stepBound) {
            return End.OUT_OF_STEPS;
        }
        if (left.isEmpty()) {
            return End.UNEXPLAINED;
        }
        underWay.remove(event.call());
        possible = left;
        return End.EXPLAINED;
    }

    long steps() {
        return steps;
    }

    private void begin(Call call) {
        (call.move().open() ? open : underWay).add(call);
    }

    /** The configurations in which {@code returning} has taken effect, with its slot free again. */
    private List<Configuration> settle(Call returning) {
        Frontier reached = new Frontier();
        ArrayDeque<Configuration> queue = new ArrayDeque<>();
        for (Configuration configuration : possible) {
            enqueue(observe(configuration), reached, queue);
        }
        Frontier settled = new Frontier();
        while (!queue.isEmpty() && settled.size() < width && steps <= stepBound) {
            Configuration configuration = queue.remove();
            if (configuration.done().contains(returning.slot())) {
                // Just in time: whatever else may take effect can wait for the next return.
                SlotSet done = configuration.done().without(returning.slot());
                settled.add(new Configuration(configuration.state(), done, configuration.spent()));
            } else {
                for (Configuration next : successors(configuration)) {
                    enqueue(observe(next), reached, queue);
                }
            }
        }
        List<Configuration> left = settled.toList();
        left.sort(Comparator.comparingInt(configuration -> configuration.spent().size()));
        return left;
    }

    private static void enqueue(Configuration configuration, Frontier reached, ArrayDeque<Configuration> queue) {
        if (reached.add(configuration)) {
            queue.add(configuration);
        }
    }

    private List<Configuration> successors(Configuration from) {
        List<Configuration> successors = new ArrayList<>();
        for (Call call : underWay) {
            if (!from.done().contains(call.slot())) {
                for (int value : call.move().values()) {
                    int state = step(call, from.state(), value);
                    if (state != Move.IMPOSSIBLE) {
                        successors.add(new Configuration(state, from.done().with(call.slot()), from.spent()));
                    }
                }
            }
        }
        for (Call call : open) {
            if (isNext(call, from.spent())) {
                for (int value : call.move().values()) {
                    int state = step(call, from.state(), value);
                    if (state != from.state()) {
                        successors.add(new Configuration(
                                state, from.done(), from.spent().with(call.slot())));
                    }
                }
            }
        }
        return successors;
    }

    private static boolean isNext(Call open, SlotSet spent) {
        Call twin = open.twin();
        return !spent.contains(open.slot()) && (twin == null || spent.contains(twin.slot()));
    }

    /** Lets every observer take effect whose result fits the state. */
    private Configuration observe(Configuration configuration) {
        SlotSet done = configuration.done();
        for (Call call : underWay) {
            if (call.move().isObserver() && !done.contains(call.slot())) {
                int value = call.move().values().get(0);
                if (step(call, configuration.state(), value) != Move.IMPOSSIBLE) {
                    done = done.with(call.slot());
                }
            }
        }
        return new Configuration(configuration.state(), done, configuration.spent());
    }

    private int step(Call call, int state, int value) {
        steps++;
        return call.move().after(state, value);
    }
}
