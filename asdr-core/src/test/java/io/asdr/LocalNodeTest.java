package io.asdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LocalNodeTest {

    private static final int THREADS = 4;

    @Test
    void keepsWhatWasPut() {
        try (AsdrNode node = AsdrNode.local()) {
            AsdrTable<String, Integer> table =
                    node.table(TableConfig.of("t", String.class, Integer.class).build());

            assertThat(table.put("a", 1)).isNull();
            assertThat(table.put("a", 2)).isEqualTo(1);
            assertThat(table.get("a")).isEqualTo(2);
            assertThat(table.get("a")).isEqualTo(2);
            assertThat(table.get("b")).isNull();
            assertThat(table.merge("a", 5, Integer::sum)).isEqualTo(7);
            assertThat(table.computeIfAbsent("c", key -> 9)).isEqualTo(9);
            assertThat(table.size()).isEqualTo(2);
            assertThat(table.keys()).containsExactlyInAnyOrder("a", "c");
            assertThat(table.remove("a")).isEqualTo(7);
            table.clear();
            assertThat(table.size()).isZero();
            assertThat(table.stats().ownerHits()).isPositive();
        }
    }

    /** One table in the memory of the JVM: what one thread stored, all others get, and it is the same object. */
    @Test
    @Tag("R1")
    @Tag("R6")
    void isOneTableForAllThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (AsdrNode node = AsdrNode.local()) {
            AsdrTable<String, String> table =
                    node.table(TableConfig.of("t", String.class, String.class).build());

            await(threads, thread -> table.put("k" + thread, "of " + thread));
            for (int i = 0; i < THREADS; i++) {
                String key = "k" + i;
                List<@Nullable String> seen = await(threads, thread -> table.get(key));

                assertThat(seen).containsOnly("of " + i);
                assertThat(await(threads, thread -> table.get(key)))
                        .allSatisfy(value -> assertThat(value).isSameAs(seen.get(0)));
            }
            assertThat(table.size()).isEqualTo(THREADS);
        } finally {
            threads.shutdownNow();
        }
    }

    /** What {@code task} returns in each of the threads. */
    private static <T> List<T> await(ExecutorService threads, IntFunction<T> task) throws Exception {
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            tasks.add(() -> task.apply(thread));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> done : threads.invokeAll(tasks)) {
            results.add(done.get());
        }
        return results;
    }
}
