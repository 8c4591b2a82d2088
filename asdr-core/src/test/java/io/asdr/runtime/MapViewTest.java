package io.asdr.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Guava's suite does not ask: pages, and writes while a view is gone through. */
class MapViewTest {

    private final FakeTable<Integer, String> table = new FakeTable<>();
    private final MapView<Integer, String> map = new MapView<>(table);

    @Test
    void goesThroughAllPages() {
        fill(200);

        assertThat(map.keySet()).hasSize(200).contains(0, 199);
        assertThat(map.entrySet()).hasSize(200).contains(Map.entry(199, "v199"));
        assertThat(map.values()).hasSize(200).contains("v199");
    }

    @Test
    void goesOverAnEmptyPageInTheMiddle() {
        Supplier<KeyPage<Integer>> last = () -> new KeyPage<>(List.of(2), null);
        Supplier<KeyPage<Integer>> empty = () -> new KeyPage<>(List.of(), last);
        var keys = new KeysView<>(table, () -> new KeyPage<>(List.of(1), empty));

        assertThat(keys.iterator()).toIterable().containsExactly(1, 2);
    }

    @Test
    void skipsEntriesThatWereRemovedMeanwhile() {
        fill(200);
        var entries = map.entrySet().iterator();
        var values = map.values().iterator();
        entries.next();
        values.next();

        table.clear();

        // What was read already may still come; of the rest there must be nothing, and never a null.
        assertThat(entries).toIterable().hasSizeLessThan(100).doesNotContainNull();
        assertThat(values).toIterable().hasSizeLessThan(100).doesNotContainNull();
    }

    @Test
    void removesByValueOnlyWhileTheValueIsTheOneThatWasTested() {
        fill(10);

        boolean changed = map.values().removeIf(value -> {
            if (value.equals("v3")) {
                table.set(3, "new");
            }
            return value.equals("v3") || value.equals("v4");
        });

        assertThat(changed).isTrue();
        assertThat(map).hasSize(9).containsEntry(3, "new").doesNotContainKey(4);
    }

    @Test
    void anIteratorRemovesOnceAfterEachNext() {
        fill(10);
        var keys = map.keySet().iterator();
        Integer first = keys.next();

        keys.remove();

        assertThat(map).hasSize(9).doesNotContainKey(first);
        assertThatIllegalStateException().isThrownBy(keys::remove);
    }

    @Test
    void streamsBearThatTheMapShrinks() {
        fill(200);

        var seen = map.entrySet().stream().peek(entry -> table.clear()).toList();

        assertThat(seen).hasSizeBetween(1, 100);
    }

    @Test
    void anEntryWritesThroughAndKeepsWhatItWrote() {
        map.put(1, "a");
        var entry = map.entrySet().iterator().next();

        assertThat(entry.setValue("b")).isEqualTo("a");

        assertThat(entry.getValue()).isEqualTo("b");
        assertThat(table.get(1)).isEqualTo("b");
    }

    @Test
    void replaceAllRefusesNullAndKeepsTheEntry() {
        map.put(1, "a");

        assertThatNullPointerException().isThrownBy(() -> map.replaceAll((key, value) -> none()));

        assertThat(map).containsExactly(Map.entry(1, "a"));
    }

    @Test
    void saturatesASizeThatIsNoInt() {
        var huge = new MapView<>(new FakeTable<Integer, String>() {
            @Override
            public long size() {
                return 1L << 40;
            }
        });

        assertThat(huge.size()).isEqualTo(Integer.MAX_VALUE);
        assertThat(huge.keySet().size()).isEqualTo(Integer.MAX_VALUE);
        assertThat(huge.values().size()).isEqualTo(Integer.MAX_VALUE);
    }

    private void fill(int count) {
        IntStream.range(0, count).forEach(i -> table.set(i, "v" + i));
    }

    @SuppressWarnings("NullAway") // A function that breaks its contract.
    private static String none() {
        @Nullable String none = null;
        return none;
    }
}
