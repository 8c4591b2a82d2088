package io.asdr.local;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
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

    private static final int NOT_REACHED = -1;

    public StoppedReads() {}

    /** Counts the answers of a reader ("get" or "peek") in a world. What is stale is listed with its schedule. */
    @Override
    public Map<String, Integer> apply(String reader, String world) {
        return of(RestOfWorld.valueOf(world), reader.equals("get") ? World::get : World::peek);
    }

    static Map<String, Integer> of(RestOfWorld rest, Function<World, @Nullable Object> reader) {
        Map<String, Integer> answers = new TreeMap<>();
        int[] schedule = new int[MOST_STOPS];
        do {
            answers.merge(run(rest, reader, schedule), 1, Integer::sum);
        } while (advance(schedule, rest.steps().size()));
        return answers;
    }

    /** The next schedule, or false after the last. What ran at a stop that the reader did not come to was left out by {@link #run}. */
    private static boolean advance(int[] schedule, int steps) {
        int planned = IntStream.of(schedule).filter(atStop -> atStop > 0).sum();
        int last = schedule.length - 1;
        while (last >= 0 && schedule[last] == NOT_REACHED) {
            schedule[last--] = 0;
        }
        for (int stop = last; stop >= 0; stop--) {
            if (planned < steps) {
                schedule[stop]++;
                return true;
            }
            planned -= schedule[stop];
            schedule[stop] = 0;
        }
        return false;
    }

    /** Reads once; marks the stops that the reader did not come to. */
    private static String run(RestOfWorld rest, Function<World, @Nullable Object> reader, int[] schedule) {
        World world = rest.world();
        Run run = new Run(world, rest.steps(), schedule);
        run.onStop();
        world.onLoaded(run::onStop);

        int first = world.committed();
        Object answer = reader.apply(world);
        int last = world.begun();

        String kind = kind(answer, first, last, schedule);
        Arrays.fill(schedule, run.stop, schedule.length, NOT_REACHED);
        return kind;
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
