package io.asdr.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.local.WrongOrder.Harm;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A reader that is stopped at any of its loads, while the rest of the world goes on, returns nothing stale.
 *
 * <p>The loads are those of a copy of the product in which each one is followed by a stop. One thread runs reader and world, so every interleaving of the two is run, and the same ones each time. Lincheck
 * (profile {@code races}) adds what takes threads: who fills the index while the lane retires.
 */
class StoppedReaderTest {

    private static final List<String> READERS = List.of("get", "peek");

    private static Stream<RestOfWorld> rightWorlds() {
        return Stream.of(RestOfWorld.values()).filter(world -> !world.isWrong());
    }

    private static Stream<RestOfWorld> wrongWorlds() {
        return Stream.of(RestOfWorld.values()).filter(RestOfWorld::isWrong);
    }

    private static Stream<WrongOrder> ordersOfReaders() {
        return Stream.of(WrongOrder.values()).filter(order -> !order.reader().isEmpty());
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<String, String, Map<String, Integer>> reads(ChangedSources.Loader loader)
            throws ReflectiveOperationException {
        return (BiFunction<String, String, Map<String, Integer>>)
                loader.loadClass(StoppedReads.class.getName()).getConstructor().newInstance();
    }

    private static boolean isStale(Map<String, Integer> answers) {
        return answers.keySet().stream().anyMatch(answer -> answer.startsWith(StoppedReads.STALE));
    }

    @Test
    void returnsWhatWasCurrentWhileItRead(@TempDir Path directory) throws Exception {
        Map<String, Map<String, Integer>> answers = new TreeMap<>();

        try (ChangedSources.Loader loader = new ChangedSources().stop().load(directory)) {
            for (String reader : READERS) {
                rightWorlds().forEach(world -> answers.put(reader + " " + world, answers(loader, reader, world)));
            }
        }

        assertThat(answers.values()).noneMatch(StoppedReaderTest::isStale);
        // Else it would be right by returning nothing, or the stops would not be where the world can overtake it.
        assertThat(answers.values())
                .allSatisfy(found -> assertThat(found)
                        .containsKeys(StoppedReads.MISSED, StoppedReads.CURRENT, StoppedReads.OVERTAKEN));
    }

    @ParameterizedTest
    @MethodSource("ordersOfReaders")
    void findsTheOrdersOfLoadsThatAreWrong(WrongOrder order, @TempDir Path directory) throws Exception {
        Set<RestOfWorld> stale = EnumSet.noneOf(RestOfWorld.class);

        try (ChangedSources.Loader loader = order.sources().stop().load(directory)) {
            rightWorlds()
                    .filter(world -> isStale(answers(loader, order.reader(), world)))
                    .forEach(stale::add);
        }

        if (order.harm() == Harm.NONE) {
            assertThat(stale).isEmpty();
        } else {
            assertThat(stale)
                    .contains(
                            RestOfWorld.GAP,
                            RestOfWorld.OWNER_STANDS_STILL,
                            RestOfWorld.STRICT_READER_IN_A_MINORITY,
                            RestOfWorld.STRICT_OWNER_IN_A_MINORITY);
        }
    }

    @Test
    void findsTheOrdersOfWritesThatAreWrong(@TempDir Path directory) throws Exception {
        try (ChangedSources.Loader loader = new ChangedSources().stop().load(directory)) {
            for (String reader : READERS) {
                assertThat(wrongWorlds()).allMatch(world -> isStale(answers(loader, reader, world)));
            }
        }
    }

    /** Lincheck, and the stops above, take what threads share for sequentially consistent. */
    @ParameterizedTest
    @ValueSource(classes = {HeapEntry.class, PartitionStore.class, Horizon.class, ReadIndex.class, Horizons.class})
    void readsOnlyVolatileAndFinalFields(Class<?> shared) {
        Set<String> guarded = Set.of(
                "holders",
                "pending",
                "next",
                "buckets",
                "size",
                "expiring",
                "usedNanos",
                "grants",
                "place",
                "leaving",
                "closed");
        // A hint for what is evicted and aged out: nothing that is read depends on it.
        Set<String> hints = Set.of("used", "uses");

        assertThat(shared.getDeclaredFields())
                .filteredOn(field -> !guarded.contains(field.getName()) && !hints.contains(field.getName()))
                .allMatch(field -> Modifier.isVolatile(field.getModifiers()) || Modifier.isFinal(field.getModifiers()));
    }

    private static Map<String, Integer> answers(ChangedSources.Loader loader, String reader, RestOfWorld world) {
        try {
            return reads(loader).apply(reader, world.name());
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
