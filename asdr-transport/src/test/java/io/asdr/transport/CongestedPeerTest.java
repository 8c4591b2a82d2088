package io.asdr.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.TableConfig;
import io.asdr.event.AsdrEvent;
import io.asdr.spi.Endpoint;
import io.asdr.spi.Group;
import io.asdr.spi.GroupId;
import io.asdr.spi.MemberId;
import io.asdr.spi.Membership;
import io.asdr.spi.Peer;
import io.asdr.spi.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes over real connections, one of which stops reading: the other sees that it is congested. */
class CongestedPeerTest {

    private static final int VALUE_BYTES = 1 << 20;
    private static final int CALLS = 24;

    private final Meeting meeting = new Meeting();
    private final Stalling stalling = new Stalling();

    @Test
    @Tag("R101")
    void isSeenToBeCongestedWhileItDoesNotRead() {
        CompletableFuture<AsdrNode> starting = CompletableFuture.supplyAsync(() -> node("a")
                .congestionHold(Duration.ofMillis(100))
                .transport(NettyTransport.builder().build())
                .start());
        try (AsdrNode b = node("b").transport(stalling).start();
                AsdrNode a = starting.join()) {
            assertThat(b.members()).hasSize(2);
            List<AsdrEvent> told = new CopyOnWriteArrayList<>();
            a.onEvent(told::add);
            AsdrTable<Integer, byte[]> table = a.table(
                    TableConfig.of("t", Integer.class, byte[].class).replicas(0).build());
            List<Integer> keys = new ArrayList<>();
            for (int key = 0; keys.size() < CALLS; key++) {
                if (table.ownerOf(key).equals("b")) {
                    keys.add(key);
                }
            }
            assertThat(a.report()).doesNotContain("congested");

            stalling.stop();
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int key : keys) {
                calls.add(table.async().set(key, new byte[VALUE_BYTES]).toCompletableFuture());
            }
            await().untilAsserted(() -> assertThat(told)
                    .filteredOn(AsdrEvent.MemberCongested.class::isInstance)
                    .singleElement()
                    .asString()
                    .contains("member=b", "bytes wait to be sent to it"));
            assertThat(a.report()).contains("congested");

            stalling.goOn();
            CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new)).join();
            assertThat(table.size()).isEqualTo(CALLS);
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(a.report()).doesNotContain("congested"));
        }
    }

    private io.asdr.NodeBuilder node(String name) {
        return AsdrNode.builder("c")
                .name(name)
                .jmx(false)
                .partitionCount(16)
                .lease(Duration.ofSeconds(10))
                .callTimeout(Duration.ofSeconds(30))
                .membership(meeting.member());
    }

    /** A group of two, made when both are there. */
    private static final class Meeting {

        private record Met(Peer peer, Membership.Listener listener) {}

        private final List<Met> met = new ArrayList<>();

        Membership member() {
            return new Membership() {
                @Override
                public void start(String cluster, Peer self, Listener listener) {
                    meet(new Met(self, listener));
                }

                @Override
                public void report(MemberId member, Evidence evidence) {
                    // Both stay.
                }

                @Override
                public void leave() {
                    // As above.
                }

                @Override
                public void close() {
                    // As above.
                }
            };
        }

        private synchronized void meet(Met next) {
            met.add(next);
            if (met.size() == 2) {
                List<Peer> peers = met.stream().map(Met::peer).toList();
                Group group = new Group(new GroupId(1, peers.get(0).id()), peers);
                met.forEach(each -> each.listener().onGroup(group));
            }
        }
    }

    /** A transport whose receiver can be made to stand still. */
    private static final class Stalling implements Transport {

        private final NettyTransport transport = NettyTransport.builder().build();
        private volatile CountDownLatch mayRead = new CountDownLatch(0);

        void stop() {
            mayRead = new CountDownLatch(1);
        }

        void goOn() {
            mayRead.countDown();
        }

        private void pass() {
            try {
                mayRead.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public Endpoint start(String cluster, MemberId self, Receiver receiver) {
            return transport.start(cluster, self, new Receiver() {
                @Override
                public void onFrame(MemberId from, ByteBuffer frame) {
                    pass();
                    receiver.onFrame(from, frame);
                }

                @Override
                public void onConnected(MemberId peer) {
                    receiver.onConnected(peer);
                }

                @Override
                public void onDisconnected(MemberId peer, boolean refused) {
                    receiver.onDisconnected(peer, refused);
                }
            });
        }

        @Override
        public void peers(Collection<Peer> peers) {
            transport.peers(peers);
        }

        @Override
        public boolean send(MemberId to, byte[] frame) {
            return transport.send(to, frame);
        }

        @Override
        public int maxFrameBytes() {
            return transport.maxFrameBytes();
        }

        @Override
        public void close() {
            mayRead.countDown();
            transport.close();
        }
    }
}
