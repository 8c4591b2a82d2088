package io.asdr.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.NodeBuilder;
import io.asdr.NodeClosedException;
import io.asdr.OutcomeUnknownException;
import io.asdr.TableConfig;
import io.asdr.codec.Codec;
import io.asdr.event.AsdrEvent;
import io.asdr.testkit.SpelledKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A release with another key format replaces the members one by one, over real connections, while the application reads and writes. */
@Timeout(90)
class RollingUpgradeTest {

    private static final int MEMBERS = 3;
    private static final int KEYS = 300;
    private static final int WRITERS = 2;
    private static final int READERS = 2;
    private static final int NEXT = 2;

    private final Site site = new Site(2 * MEMBERS + 1);
    private final List<AsdrTable<String, String>> tables = new CopyOnWriteArrayList<>();

    /** For each key the greatest value that was written and acknowledged. */
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(KEYS);

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    @AfterEach
    void end() {
        stopped = true;
        site.close();
    }

    @Test
    @Tag("R93")
    void losesNothingAndReadsNothingOld() throws Exception {
        List<AsdrNode> nodes = new ArrayList<>();
        for (int place = 0; place < MEMBERS; place++) {
            nodes.add(site.start(site.node(place).keyFormat(1, 0)));
            tables.add(nodes.get(place).table(config(1)));
        }
        for (int key = 0; key < KEYS; key++) {
            tables.get(0).put(name(key), "0");
        }
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int first = i;
            load.add(begin(() -> writeAll(first)));
        }
        for (int i = 0; i < READERS; i++) {
            load.add(begin(this::readSome));
        }

        Queue<AsdrEvent.KeysMoved> moved = new ConcurrentLinkedQueue<>();
        for (int place = 0; place < MEMBERS; place++) {
            AsdrNode next = site.start(upgraded(MEMBERS + place));
            next.onEvent(event -> {
                if (event instanceof AsdrEvent.KeysMoved ended) {
                    moved.add(ended);
                }
            });
            tables.add(next.table(config(NEXT)));
            tables.remove(0);
            nodes.get(place).close();
        }

        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(moved)
                        .hasSize(MEMBERS)
                        .allSatisfy(ended -> assertThat(ended.major()).isEqualTo(NEXT)));
        AsdrNode plain = site.start(site.node(2 * MEMBERS).keyFormat(NEXT, 0));
        tables.add(plain.table(config(NEXT)));
        stopped = true;
        for (Thread thread : load) {
            thread.join();
        }

        assertThat(wrong).isEmpty();
        assertThat(tables).hasSize(MEMBERS + 1);
        for (AsdrTable<String, String> table : tables) {
            for (int key = 0; key < KEYS; key++) {
                assertThat(Integer.parseInt(table.get(name(key)))).isGreaterThanOrEqualTo(acknowledged.get(key));
                assertThat(table.explain(name(key)).keyMajor()).isEqualTo(NEXT);
            }
            assertThat(table.size()).isEqualTo(KEYS);
        }
        assertThat(acknowledged.get(0)).as("rounds of writes").isPositive();
    }

    private void writeAll(int first) {
        for (int round = 1; !stopped; round++) {
            for (int key = first; key < KEYS && !stopped; key += WRITERS) {
                try {
                    any().put(name(key), Integer.toString(round));
                    acknowledged.set(key, round);
                } catch (NodeClosedException | OutcomeUnknownException leaves) {
                    // It may have been written or not: the next round writes more.
                }
            }
        }
    }

    private void readSome() {
        while (!stopped) {
            int key = ThreadLocalRandom.current().nextInt(KEYS);
            int least = acknowledged.get(key);
            try {
                String value = any().get(name(key));
                if (value == null || Integer.parseInt(value) < least) {
                    wrong.add(name(key) + ": read " + value + " although " + least + " had been written");
                }
            } catch (NodeClosedException leaves) {
                // Another member is asked next.
            }
        }
    }

    private AsdrTable<String, String> any() {
        List<AsdrTable<String, String>> now = List.copyOf(tables);
        return now.get(ThreadLocalRandom.current().nextInt(now.size()));
    }

    private Thread begin(Runnable task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (RuntimeException failure) {
                wrong.add(failure.toString());
            }
        });
        thread.start();
        return thread;
    }

    private NodeBuilder upgraded(int place) {
        return site.node(place).keyFormat(NEXT, 0).keyConverter(SpelledKeys.converter(NEXT, 1));
    }

    private static TableConfig<String, String> config(int major) {
        return TableConfig.of("table", SpelledKeys.codec(major), Codec.of(String.class))
                .build();
    }

    private static String name(int key) {
        return "key-" + key;
    }
}
