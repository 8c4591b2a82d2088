package io.asdr.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.transport.Greeting.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NettyTransportTest {

    private static final String CLUSTER = "a";
    private static final MemberId A = new MemberId(1);
    private static final MemberId B = new MemberId(9);

    private final Recorder heardByA = new Recorder();
    private final Recorder heardByB = new Recorder();
    private final List<NettyTransport> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(NettyTransport::close);
    }

    @Test
    void refusesBadValuesWithNameValueAndRule() {
        NettyTransport.Builder builder = NettyTransport.builder();

        assertThatThrownBy(() -> builder.bind("localhost", 65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port=65536 must be in 0..65535");
        assertThatThrownBy(() -> builder.advertise("", 1)).hasMessage("host must not be empty");
        assertThatThrownBy(() -> builder.maxFrameBytes(1_023))
                .hasMessage("maxFrameBytes=1023 must be in 1024..1073741824");
        assertThatThrownBy(() -> builder.threads(0)).hasMessage("threads=0 must be in 1..1024");
        assertThatThrownBy(() -> NettyTransport.builder().bind("0.0.0.0", 0).build())
                .hasMessage("bind host='0.0.0.0' means all interfaces: advertise(host, port) must say one");
    }

    @Test
    void refusesAClusterNameThatDoesNotFitTheGreeting() {
        NettyTransport transport = open();

        assertThatThrownBy(() -> transport.start("", A, heardByA)).hasMessageContaining("must have 1 to 765 bytes");
        assertThatThrownBy(() -> transport.start("x".repeat(766), A, heardByA)).hasMessageContaining("has 766");
    }

    @Test
    void connectsUnderTheLongestClusterName() {
        String longest = "\u20ac".repeat(255);
        NettyTransport a = open();
        NettyTransport b = open();
        Endpoint portOfA = a.start(longest, A, heardByA);
        Endpoint portOfB = b.start(longest, B, heardByB);

        name(a, B, portOfB);
        name(b, A, portOfA);

        await().until(() -> heardByA.events.contains("connected 9"));
    }

    @Test
    void refusesASecondStart() {
        NettyTransport a = open();
        a.start(CLUSTER, A, heardByA);

        assertThatThrownBy(() -> a.start(CLUSTER, A, heardByA)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesPeersBeforeStart() {
        assertThatThrownBy(() -> open().peers(List.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesItselfAsAPeer() {
        NettyTransport a = open();
        Endpoint portOfA = a.start(CLUSTER, A, heardByA);

        assertThatThrownBy(() -> name(a, A, portOfA)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAPeerWithoutAPort() {
        NettyTransport a = open();
        a.start(CLUSTER, A, heardByA);

        assertThatThrownBy(() -> name(a, B, new Endpoint("localhost", 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("port=0 must be in 1..65535");
    }

    @Test
    @Tag("R30")
    void advertisesWhatItIsTold() {
        NettyTransport a = NettyTransport.builder()
                .bind("0.0.0.0", 0)
                .advertise("db.example", 0)
                .build();
        opened.add(a);

        Endpoint told = a.start(CLUSTER, A, heardByA);

        assertThat(told.host()).isEqualTo("db.example");
        assertThat(told.port()).isPositive();
    }

    /** Between sites, others reach a member at the end of a tunnel, which may encipher everything. */
    @Test
    @Tag("R28")
    void talksThroughATunnel() throws Exception {
        NettyTransport a = open();
        NettyTransport b = open();
        Endpoint portOfA = a.start(CLUSTER, A, heardByA);
        byte[] secret = "nobody on the way reads this".getBytes(US_ASCII);

        try (Tunnel tunnel = new Tunnel(b.start(CLUSTER, B, heardByB))) {
            name(a, B, tunnel.entrance());
            name(b, A, portOfA);
            await().until(() -> heardByA.events.contains("connected 9") && heardByB.events.contains("connected 1"));
            a.send(B, secret);
            b.send(A, secret);

            await().untilAsserted(() -> assertThat(heardByB.events).contains("frame of " + secret.length + " from 1"));
            await().untilAsserted(() -> assertThat(heardByA.events).contains("frame of " + secret.length + " from 9"));
            assertThat(tunnel.wireBytes()).isGreaterThan(2 * secret.length);
            assertThat(tunnel.shows("nobody")).isFalse();
        }
    }

    @Test
    void leavesNothingRunningWhereTheAddressIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NettyTransport a = NettyTransport.builder()
                    .bind("127.0.0.1", taken.getLocalPort())
                    .build();

            assertThatThrownBy(() -> a.start(CLUSTER, A, heardByA))
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));

            assertThat(threadsOf(A)).isEmpty();
            a.close();
        }
    }

    @Test
    @Tag("threat-31")
    void leavesNoThreadAndNoSocketAfterClose() throws Exception {
        NettyTransport a = open();
        NettyTransport b = open();
        Endpoint portOfA = connect(a, b);
        assertThat(threadsOf(A)).isNotEmpty();

        a.close();

        assertThat(threadsOf(A)).isEmpty();
        new ServerSocket(portOfA.port(), 1, InetAddress.getLoopbackAddress()).close();
        await().until(() -> heardByB.events.contains("refused 1"));
    }

    @Test
    void closesFromACallOfItsOwn() {
        NettyTransport a = open();
        NettyTransport b = open();
        connect(a, b);
        heardByB.onFrame = frame -> b.close();

        a.send(B, new byte[1]);

        await().until(() -> heardByA.events.contains("refused 9"));
        await().untilAsserted(() -> assertThat(threadsOf(B)).isEmpty());
    }

    @Test
    void sendsWhatWasTakenBeforeItCloses() {
        NettyTransport a = open();
        NettyTransport b = open();
        connect(a, b);

        for (int i = 0; i < 100; i++) {
            assertThat(a.send(B, new byte[1_000])).isTrue();
        }
        a.close();

        await().until(() -> heardByB.events.contains("refused 1"));
        assertThat(heardByB.events.stream().filter("frame of 1000 from 1"::equals))
                .hasSize(100);
    }

    @Test
    void worksWithoutTheNativeLibrary() {
        NettyTransport a = NettyTransport.builder().io(Io.NIO).build();
        NettyTransport b = NettyTransport.builder().io(Io.NIO).build();
        opened.addAll(List.of(a, b));
        connect(a, b);

        a.send(B, new byte[100_000]);
        await().until(() -> heardByB.events.contains("frame of 100000 from 1"));
        b.close();

        await().until(() -> heardByA.events.contains("refused 9"));
    }

    @Test
    void looksUpNames() {
        NettyTransport a = open();
        NettyTransport b = open();
        Endpoint portOfA = a.start(CLUSTER, A, heardByA);
        Endpoint portOfB = b.start(CLUSTER, B, heardByB);

        name(a, B, new Endpoint("localhost", portOfB.port()));
        name(b, A, new Endpoint("localhost", portOfA.port()));

        await().until(() -> heardByA.events.contains("connected 9"));
    }

    @Test
    void takesASilentListenerNeitherForThePeerNorForARefusal() throws Exception {
        NettyTransport b = open();
        b.start(CLUSTER, B, heardByB);
        NettyTransport a = open();
        a.start(CLUSTER, A, heardByA);
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            name(a, B, new Endpoint("127.0.0.1", silent.getLocalPort()));

            await().atMost(Duration.ofSeconds(15)).until(() -> heardByA.events.contains("disconnected 9"));
            assertThat(heardByA.events).doesNotContain("refused 9", "connected 9");
        }

        await().until(() -> heardByA.events.contains("refused 9"));
    }

    @ParameterizedTest
    @EnumSource
    void takesAConnectThatHangsForNoRefusal(Io io) throws Exception {
        NettyTransport a = NettyTransport.builder().io(io).build();
        opened.add(a);
        a.start(CLUSTER, A, heardByA);
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = new Endpoint("127.0.0.1", full.getLocalPort());
            List<Wire> queued = List.of(new Wire(port), new Wire(port));
            name(a, B, port);

            await().until(() -> heardByA.events.contains("disconnected 9"));
            assertThat(heardByA.events).doesNotContain("refused 9");
            for (Wire wire : queued) {
                wire.close();
            }
        }

        await().until(() -> heardByA.events.contains("refused 9"));
    }

    @Test
    void keepsOneThatItDoesNotKnowYetUntilItDoes() throws Exception {
        NettyTransport b = open();
        Endpoint portOfB = b.start(CLUSTER, B, heardByB);
        try (var early = new Wire(portOfB);
                var portOfEarly = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            early.greet(Kind.CONNECT, 1, 9, CLUSTER).frame(new byte[5]).answer();
            await().until(() -> heardByB.events.contains("frame of 5 from 1"));

            b.peers(List.of());
            name(b, A, new Endpoint("127.0.0.1", portOfEarly.getLocalPort()));
            early.frame(new byte[6]);

            await().until(() -> heardByB.events.contains("frame of 6 from 1"));
            assertThat(heardByB.events).containsExactly("connected 1", "frame of 5 from 1", "frame of 6 from 1");
        }
    }

    @Test
    void closesOneThatItDoesNotGetToKnow() throws Exception {
        NettyTransport b = open();
        Endpoint portOfB = b.start(CLUSTER, B, heardByB);
        try (var unknown = new Wire(portOfB)) {
            unknown.greet(Kind.CONNECT, 1, 9, CLUSTER).answer();

            await().atMost(Duration.ofSeconds(15)).until(() -> heardByB.events.contains("disconnected 1"));
            assertThat(unknown.isClosed()).isTrue();
        }
    }

    @Test
    @Tag("threat-21")
    void replacesTheOlderOfTwoConnectionsOfAPeer() throws Exception {
        NettyTransport b = open();
        Endpoint portOfB = b.start(CLUSTER, B, heardByB);
        try (var older = new Wire(portOfB);
                var newer = new Wire(portOfB)) {
            older.greet(Kind.CONNECT, 1, 9, CLUSTER).frame(new byte[5]).answer();
            await().until(() -> heardByB.events.contains("frame of 5 from 1"));

            newer.greet(Kind.CONNECT, 1, 9, CLUSTER).frame(new byte[6]).answer();
            await().until(() -> heardByB.events.contains("frame of 6 from 1"));

            assertThat(older.isClosed()).isTrue();
            assertThat(heardByB.events)
                    .containsExactly(
                            "connected 1", "frame of 5 from 1", "disconnected 1", "connected 1", "frame of 6 from 1");
        }
    }

    @Test
    void connectsAgainAfterABreakThatThePeerOutlived() throws Exception {
        NettyTransport a = open();
        a.start(CLUSTER, A, heardByA);
        try (var peer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            name(a, B, new Endpoint("127.0.0.1", peer.getLocalPort()));
            try (var first = peer.accept()) {
                first.getOutputStream().write(Wire.greeting(Kind.WELCOME, 9, 1, CLUSTER));
                await().until(() -> heardByA.events.contains("connected 9"));
            }

            try (var second = peer.accept()) {
                second.getOutputStream().write(Wire.greeting(Kind.WELCOME, 9, 1, CLUSTER));
                await().until(() -> heardByA.events.size() == 3);
            }
            assertThat(heardByA.events).startsWith("connected 9", "disconnected 9", "connected 9");
        }
    }

    @Test
    @Tag("fault-10")
    void givesUpAConnectionThatThePeerAsksInVainFor() throws Exception {
        NettyTransport a = open();
        Endpoint portOfA = a.start(CLUSTER, A, heardByA);
        try (var peer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            name(a, B, new Endpoint("127.0.0.1", peer.getLocalPort()));
            try (var broken = peer.accept()) {
                broken.getOutputStream().write(Wire.greeting(Kind.WELCOME, 9, 1, CLUSTER));
                await().until(() -> heardByA.events.contains("connected 9"));

                // As one would whose own end has gone, which a cut link kept from being heard.
                await().untilAsserted(() -> {
                    assertThat(verify(portOfA)).isEqualTo(Kind.WELCOME);
                    assertThat(heardByA.events).contains("disconnected 9");
                });
            }

            try (var second = peer.accept()) {
                second.getOutputStream().write(Wire.greeting(Kind.WELCOME, 9, 1, CLUSTER));
                await().until(() -> heardByA.events.size() == 3);
            }
            assertThat(heardByA.events).containsExactly("connected 9", "disconnected 9", "connected 9");
        }
    }

    @Test
    void keepsAConnectionThatThePeerMayNotHaveSeenYet() throws Exception {
        NettyTransport a = open();
        Endpoint portOfA = a.start(CLUSTER, A, heardByA);
        try (var peer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            name(a, B, new Endpoint("127.0.0.1", peer.getLocalPort()));
            try (var young = peer.accept()) {
                long accepted = System.nanoTime();
                young.getOutputStream().write(Wire.greeting(Kind.WELCOME, 9, 1, CLUSTER));
                await().until(() -> heardByA.events.contains("connected 9"));

                verify(portOfA);
                young.getOutputStream().write(Wire.framed(new byte[5]));
                await().until(() -> heardByA.events.size() == 2);

                assumeThat(Duration.ofNanos(System.nanoTime() - accepted)).isLessThan(Duration.ofMillis(900));
                assertThat(heardByA.events).containsExactly("connected 9", "frame of 5 from 9");
            }
        }
    }

    @Test
    @Tag("threat-22")
    void takesNoMoreForOneThatDoesNotRead() throws Exception {
        NettyTransport a = open();
        NettyTransport b = open();
        connect(a, b);
        var mayRead = new CountDownLatch(1);
        var read = new AtomicInteger();
        heardByB.onFrame = frame -> {
            awaitQuietly(mayRead);
            read.incrementAndGet();
        };
        byte[] frame = new byte[1 << 20];

        int taken = 0;
        while (taken < 1_000 && a.send(B, frame)) {
            taken++;
        }

        assertThat(taken).isBetween((int) (Connection.QUEUE_LIMIT_BYTES >> 20) - 1, 999);
        mayRead.countDown();
        int expected = taken;
        await().until(() -> read.get() == expected);
        assertThat(a.send(B, frame)).isTrue();
    }

    /** The sign by which the core tells that a member is congested. */
    @Test
    @Tag("R101")
    void saysHowMuchWaitsForOneThatDoesNotRead() throws Exception {
        NettyTransport a = open();
        NettyTransport b = open();
        assertThat(a.queuedBytes(B)).as("not started").isZero();
        connect(a, b);
        assertThat(a.queuedBytes(B)).isZero();
        var mayRead = new CountDownLatch(1);
        heardByB.onFrame = frame -> awaitQuietly(mayRead);
        byte[] frame = new byte[1 << 20];

        for (int sent = 0; sent < 50; sent++) {
            assertThat(a.send(B, frame)).isTrue();
        }
        // What the sockets' buffers take does not wait here any more.
        long least = 20L << 20;
        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(a.queuedBytes(B)).isBetween(least, Connection.QUEUE_LIMIT_BYTES));
        assertThat(a.queuedBytes(A)).as("nobody").isZero();
        assertThat(b.queuedBytes(A)).as("the other way").isZero();

        mayRead.countDown();
        await().untilAsserted(() -> assertThat(a.queuedBytes(B)).isZero());
        await().untilAsserted(() -> assertThat(heardByB.events.stream().filter(event -> event.startsWith("frame")))
                .hasSize(50));
    }

    private NettyTransport open() {
        NettyTransport transport = NettyTransport.builder().build();
        opened.add(transport);
        return transport;
    }

    /** Connects both and returns where the first listens. */
    private Endpoint connect(NettyTransport a, NettyTransport b) {
        Endpoint portOfA = a.start(CLUSTER, A, heardByA);
        Endpoint portOfB = b.start(CLUSTER, B, heardByB);
        name(a, B, portOfB);
        name(b, A, portOfA);
        await().until(() -> heardByA.events.contains("connected 9") && heardByB.events.contains("connected 1"));
        return portOfA;
    }

    private static Kind verify(Endpoint port) throws Exception {
        try (var asking = new Wire(port)) {
            return asking.greet(Kind.VERIFY, 9, 1, CLUSTER).answer().kind();
        }
    }

    private static void name(NettyTransport transport, MemberId peer, Endpoint endpoint) {
        transport.peers(List.of(new Peer(peer, "peer", endpoint)));
    }

    private static List<String> threadsOf(MemberId member) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("asdr-transport-" + member))
                .toList();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
