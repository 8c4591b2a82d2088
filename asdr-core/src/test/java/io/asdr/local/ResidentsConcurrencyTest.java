package io.asdr.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lanes that admit, replace and forget entries of one table while others read them. */
@Tag("R74")
class ResidentsConcurrencyTest {

    private static final int LANES = 4;
    private static final int KEYS_OF_A_LANE = 200;
    private static final int CAPACITY = 100;
    private static final int STEPS = 100_000;

    private final Residents<Item> residents = new Residents<>(CAPACITY);
    private final Map<Long, Item> items = new ConcurrentHashMap<>();
    private final List<Queue<Item>> victims = new ArrayList<>();
    private final CyclicBarrier start = new CyclicBarrier(LANES);

    @Test
    void countsWhatTheLanesHaveWhateverTheirOrder() throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        List<Future<?>> runs = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            victims.add(new ConcurrentLinkedQueue<>());
        }
        for (int lane = 0; lane < LANES; lane++) {
            int number = lane;
            runs.add(lanes.submit(() -> {
                start.await();
                run(number);
                return null;
            }));
        }
        for (Future<?> run : runs) {
            run.get();
        }
        lanes.shutdown();
        for (int lane = 0; lane < LANES; lane++) {
            dropVictims(lane);
        }

        assertThat(residents.count()).isEqualTo(items.size()).isPositive();
        assertThat(residents.slots()).isLessThan(4 * CAPACITY);
        // All room can still be had: nothing that has left is counted.
        int there = items.size();
        List<Item> evicted = new ArrayList<>();
        for (int i = 0; i < CAPACITY; i++) {
            Item victim = residents.admit(new Item(-1 - i));
            if (victim != null) {
                evicted.add(victim);
            }
        }
        assertThat(evicted).hasSize(there);
    }

    private void run(int lane) {
        Random random = new Random(lane);
        for (int step = 0; step < STEPS; step++) {
            dropVictims(lane);
            long key = (long) random.nextInt(KEYS_OF_A_LANE) * LANES + lane;
            Item item = items.get(key);
            switch (random.nextInt(4)) {
                case 0 -> {
                    if (item != null) {
                        items.remove(key);
                        residents.forget(item);
                    }
                }
                case 1 -> {
                    if (item != null) {
                        Item after = new Item(key);
                        items.put(key, after);
                        pass(residents.replace(item, after));
                        residents.forget(item);
                    }
                }
                default -> {
                    if (item == null) {
                        Item fetched = new Item(key);
                        items.put(key, fetched);
                        pass(residents.admit(fetched));
                    }
                }
            }
            Item other = items.get((long) random.nextInt(KEYS_OF_A_LANE * LANES));
            if (other != null) {
                other.hit();
            }
            assertThat(residents.count()).isLessThanOrEqualTo(CAPACITY);
        }
    }

    private void pass(@Nullable Item victim) {
        if (victim != null) {
            victims.get((int) (victim.hash() % LANES)).add(victim);
        }
    }

    /** A lane drops only what is its own, and may have dropped or replaced it before it hears that it is a victim. */
    private void dropVictims(int lane) {
        for (Item victim = victims.get(lane).poll();
                victim != null;
                victim = victims.get(lane).poll()) {
            if (items.remove(victim.hash(), victim)) {
                residents.forget(victim);
            }
        }
    }
}
