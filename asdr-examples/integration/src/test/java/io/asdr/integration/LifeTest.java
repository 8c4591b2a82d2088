package io.asdr.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.LoaderFailedException;
import io.asdr.NodeBuilder;
import io.asdr.NodeClosedException;
import io.asdr.NodeStatus;
import io.asdr.TableConfig;
import io.asdr.TooLargeException;
import io.asdr.membership.JGroupsMembership;
import io.asdr.transport.NettyTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How nodes begin, end, and bear what an application does wrong. */
@Timeout(30)
class LifeTest {

    private static final int FRAME_BYTES = 64 * 1024;

    private final Site site = new Site(3);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        site.close();
        threads.shutdownNow();
    }

    @RepeatedTest(3)
    void threeThatStartAtTheSameMomentFormOneCluster() throws Exception {
        var barrier = new CyclicBarrier(3);

        List<Future<AsdrNode>> starting = IntStream.range(0, 3)
                .mapToObj(place -> threads.submit(() -> {
                    var node = site.node(place);
                    barrier.await();
                    return site.start(node);
                }))
                .toList();

        List<AsdrNode> nodes = new ArrayList<>();
        for (Future<AsdrNode> node : starting) {
            nodes.add(node.get());
        }
        await().untilAsserted(() ->
                assertThat(nodes).allSatisfy(node -> assertThat(node.members()).hasSize(3)));
        assertThat(nodes.get(0).view())
                .isEqualTo(nodes.get(1).view())
                .isEqualTo(nodes.get(2).view());
    }

    @Test
    void leavesNoThreadBehindAndAnswersNothingOnceClosed() {
        Set<String> before = ownThreads();
        AsdrNode stays = site.start(0);
        AsdrNode goes = site.start(1);
        AsdrTable<String, String> table = goes.table(config().build());
        table.put("key", "value");

        goes.close();
        goes.close();

        assertThat(goes.status()).isEqualTo(NodeStatus.CLOSED);
        assertThatThrownBy(() -> table.get("key")).isInstanceOf(NodeClosedException.class);
        assertThatThrownBy(() -> table.put("key", "other")).isInstanceOf(NodeClosedException.class);
        assertThatThrownBy(() -> table.computeIfAbsent("new", key -> "made")).isInstanceOf(NodeClosedException.class);
        assertThatThrownBy(table::size).isInstanceOf(NodeClosedException.class);
        assertThatThrownBy(() -> table.peek("key")).isInstanceOf(NodeClosedException.class);
        assertThatThrownBy(() -> goes.table(config().build())).isInstanceOf(NodeClosedException.class);
        assertThat(table.async().get("key").toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(NodeClosedException.class);
        assertThat(stays.table(config().build()).get("key")).isEqualTo("value");

        stays.close();

        await().untilAsserted(() -> assertThat(before).containsAll(ownThreads()));
    }

    @Test
    void endsCallsThatWaitWhenItIsClosed() throws Exception {
        AsdrNode node = site.start(0);
        AsdrTable<String, String> table = node.table(config().build());
        var loading = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        Future<String> loader = threads.submit(() -> table.computeIfAbsent("key", key -> {
            loading.countDown();
            awaitUninterrupted(closed);
            return "late";
        }));
        loading.await();
        Future<String> waiter = threads.submit(() -> table.computeIfAbsent("key", key -> "other"));
        CompletableFuture<String> stage =
                table.async().computeIfAbsent("key", key -> "third").toCompletableFuture();

        node.close();
        closed.countDown();

        assertThat(waiter)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(NodeClosedException.class);
        assertThat(loader)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(NodeClosedException.class);
        assertThat(stage)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(NodeClosedException.class);
    }

    @Test
    void refusesAValueThatIsTooLargeAndKeepsTheEntry() {
        AsdrTable<String, String> one = site.start(small(0)).table(config().build());
        AsdrTable<String, String> two = site.start(small(1)).table(config().build());
        // Some of these keys are owned here and some there.
        for (int key = 0; key < 8; key++) {
            String name = "key-" + key;
            one.put(name, "value");

            assertThatThrownBy(() -> one.put(name, "x".repeat(FRAME_BYTES))).isInstanceOf(TooLargeException.class);
            assertThatThrownBy(() -> two.compute(name, (k, present) -> "x".repeat(FRAME_BYTES)))
                    .isInstanceOf(TooLargeException.class);
            assertThatThrownBy(() -> two.computeIfAbsent("new-" + name, k -> "x".repeat(FRAME_BYTES)))
                    .isInstanceOf(TooLargeException.class);

            assertThat(one.get(name)).isEqualTo("value");
            assertThat(two.get(name)).isEqualTo("value");
            assertThat(two.get("new-" + name)).isNull();
        }
    }

    @Test
    void tellsAllWhoWaitThatTheLoaderFailed() throws Exception {
        AsdrTable<String, String> one = site.start(0).table(config().build());
        AsdrTable<String, String> two = site.start(1).table(config().build());
        for (int i = 0; i < 4; i++) {
            String key = "key-" + i;
            var loading = new CountDownLatch(1);
            var fail = new CountDownLatch(1);
            Future<String> loader = threads.submit(() -> one.computeIfAbsent(key, k -> {
                loading.countDown();
                awaitUninterrupted(fail);
                throw new IllegalStateException("no luck with " + k);
            }));
            loading.await();
            Caller here = call(() -> one.computeIfAbsent(key, k -> "own"));
            Caller there = call(() -> two.computeIfAbsent(key, k -> "own"));
            await().until(() -> here.isParked() && there.isParked());
            // Their claims are on their way; a read of the same member comes to the owner after its claim.
            assertThat(one.get(key)).isNull();
            assertThat(two.get(key)).isNull();

            fail.countDown();

            assertThat(loader)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(IllegalStateException.class);
            for (Caller waiter : List.of(here, there)) {
                assertThat(waiter.result())
                        .failsWithin(Duration.ofSeconds(5))
                        .withThrowableThat()
                        .withCauseInstanceOf(LoaderFailedException.class)
                        .withMessageContaining("no luck with " + key);
            }
            assertThat(two.get(key)).isNull();
            assertThat(two.computeIfAbsent(key, k -> "second")).isEqualTo("second");
            assertThat(one.get(key)).isEqualTo("second");
        }
    }

    /** A call under way, and the thread that made it. */
    private record Caller(Thread thread, CompletableFuture<String> result) {

        /** Whether its request was sent and has no answer yet. */
        boolean isParked() {
            return Stream.of(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(LockSupport.class.getName()));
        }
    }

    private static Caller call(Supplier<String> call) {
        var result = new CompletableFuture<String>();
        var thread = new Thread(() -> {
            try {
                result.complete(call.get());
            } catch (RuntimeException failure) {
                result.completeExceptionally(failure);
            }
        });
        thread.start();
        return new Caller(thread, result);
    }

    private NodeBuilder small(int place) {
        return AsdrNode.builder(site.cluster())
                .name("small-" + place)
                .membership(JGroupsMembership.builder()
                        .bind(Site.HOST, site.port(place))
                        .seeds(site.seeds())
                        .build())
                .transport(NettyTransport.builder()
                        .bind(Site.HOST, 0)
                        .maxFrameBytes(FRAME_BYTES)
                        .build());
    }

    private static TableConfig.Builder<String, String> config() {
        return TableConfig.of("table", String.class, String.class);
    }

    /** Names of all threads that are not the test's: those of nodes, Netty and JGroups among them. */
    private static Set<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("pool-") && !name.startsWith("awaitility"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody let the loader go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
