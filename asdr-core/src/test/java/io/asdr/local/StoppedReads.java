package io.asdr.local;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One reader in one thread that is stopped at each of its loads, and the rest of the world, whose steps run at the stops: every way to spread the steps over the stops, so every interleaving of the two.
 *
 * <p>Loaded beside the changed copies of the product, and called through what both loaders share.
 */
public final class StoppedReads implements BiFunction<String, String, Map<String, Integer>> {

    /** Answers: nothing; what was current all the time; what was current when the read began, and no more when it ended; what came in between; what was current at no moment of the read. */
    static final String MISSED = "missed";

    static final String CURRENT = "current";
    static final String OVERTAKEN = "overtaken";
    static final String NEWER = "newer";
    static final String STALE = "stale";

    /** More than any reader has: index, horizon, its end, value, retired, floor, clock; and before the first. */
    private static final int MOST_STOPS = 8;

    private final Map<String, Integer> answers = new TreeMap<>();

    public StoppedReads() {}

    /** Counts the answers of a reader ("get" or "peek") in a world. What is stale is listed with its schedule. */
    @Override
    public Map<String, Integer> apply(String reader, String world) {
        return of(RestOfWorld.valueOf(world), reader.equals("get") ? World::get : World::peek);
    }

    static Map<String, Integer> of(RestOfWorld rest, Function<World, @Nullable Object> reader) {
        StoppedReads reads = new StoppedReads();
        reads.spread(rest, reader, new int[MOST_STOPS], 0, rest.steps().size());
        return reads.answers;
    }

    /** Chooses how many steps run at each stop from {@code stop} on, of those that are left; what is left in the end runs after the read, so not at all. */
    private void spread(
            RestOfWorld rest, Function<World, @Nullable Object> reader, int[] schedule, int stop, int left) {
        if (stop == schedule.length) {
            run(rest, reader, schedule);
            return;
        }
        for (int steps = 0; steps <= left; steps++) {
            schedule[stop] = steps;
            spread(rest, reader, schedule, stop + 1, left - steps);
        }
    }

    private void run(RestOfWorld rest, Function<World, @Nullable Object> reader, int[] schedule) {
        World world = rest.world();
        Run run = new Run(world, rest.steps(), schedule);
        run.onStop();
        world.onLoaded(run::onStop);

        int first = world.committed();
        Object answer = reader.apply(world);
        int last = world.begun();

        answers.merge(kind(answer, first, last, schedule), 1, Integer::sum);
    }

    private static String kind(@Nullable Object answer, int first, int last, int[] schedule) {
        if (answer == null) {
            return MISSED;
        }
        int value = (Integer) answer;
        if (value < first || value > last) {
            return STALE + ": " + value + " of " + first + " to " + last + ", steps at the stops "
                    + Arrays.toString(schedule);
        }
        if (first == last) {
            return CURRENT;
        }
        return value == first ? OVERTAKEN : NEWER;
    }

    /** The steps that have run, and the stops that were made. */
    private static final class Run {
        private final World world;
        private final List<Consumer<World>> steps;
        private final int[] schedule;
        private int done;
        private int stop;

        Run(World world, List<Consumer<World>> steps, int[] schedule) {
            this.world = world;
            this.steps = steps;
            this.schedule = schedule;
        }

        void onStop() {
            if (stop == schedule.length) {
                throw new IllegalStateException("a reader makes more than " + (schedule.length - 1) + " loads");
            }
            for (int i = schedule[stop++]; i > 0; i--) {
                steps.get(done++).accept(world);
            }
        }
    }
}
