package io.asdr.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.transport.Greeting.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two members talk; whoever else comes to their port is turned away, and they don't notice. */
class StrangersTest {

    private static final String CLUSTER = "a";
    private static final int MAX_FRAME_BYTES = 64 * 1024;

    private final Recorder heardByA = new Recorder();
    private final Recorder heardByB = new Recorder();
    private final NettyTransport a =
            NettyTransport.builder().maxFrameBytes(MAX_FRAME_BYTES).build();

    /** One event loop, so that it meets those who connect in their order. */
    private final NettyTransport b =
            NettyTransport.builder().maxFrameBytes(MAX_FRAME_BYTES).threads(1).build();

    private Endpoint port = new Endpoint("unset", 0);

    @BeforeEach
    void connectTwo() {
        var idA = new MemberId(1);
        var idB = new MemberId(9);
        Endpoint portOfA = a.start(CLUSTER, idA, heardByA);
        port = b.start(CLUSTER, idB, heardByB);
        a.peers(List.of(new Peer(idB, "b", port)));
        b.peers(List.of(new Peer(idA, "a", portOfA)));
        await().until(() -> heardByA.events.contains("connected 9") && heardByB.events.contains("connected 1"));
    }

    @AfterEach
    void bothStillTalkAndHeardNothingElse() {
        heardByA.events.clear();
        heardByB.events.removeIf(event -> event.endsWith(" 2"));

        a.send(new MemberId(9), new byte[7]);
        await().until(() -> heardByB.events.contains("frame of 7 from 1"));

        assertThat(heardByA.events).isEmpty();
        assertThat(heardByB.events).containsExactly("connected 1", "frame of 7 from 1");
        a.close();
        b.close();
    }

    @Test
    @Tag("threat-4")
    void turnsGarbageAway() throws Exception {
        byte[] garbage = new byte[5_000];
        new Random(1).nextBytes(garbage);

        try (var wire = new Wire(port)) {
            wire.say(garbage);

            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    @Tag("threat-4")
    void turnsHttpAway() throws Exception {
        try (var wire = new Wire(port)) {
            wire.say("GET / HTTP/1.1\r\nHost: b\r\n\r\n".getBytes(US_ASCII));

            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    @Tag("threat-4")
    void turnsTlsAway() throws Exception {
        try (var wire = new Wire(port)) {
            wire.say(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3});

            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    @Tag("threat-5")
    void takesNoFrameBeforeTheGreeting() throws Exception {
        try (var wire = new Wire(port)) {
            wire.frame(new byte[100]);

            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    @Tag("threat-6")
    void readsNoObject() throws Exception {
        byte[] object = serialized(new Canary());
        assertThat(object).startsWith(0xAC, 0xED, 0x00, 0x05);

        try (var wire = new Wire(port)) {
            wire.say(object);
            assertThat(wire.isClosed()).isTrue();
        }
        try (var wire = new Wire(port)) {
            wire.greet(Kind.CONNECT, 2, 9, CLUSTER).frame(object);
            await().until(() -> heardByB.events.contains("frame of " + object.length + " from 2"));
        }

        heardByB.events.remove("frame of " + object.length + " from 2");
        await().until(() -> heardByB.events.contains("disconnected 2"));
        assertThat(Canary.sings).isFalse();
    }

    @Test
    @Tag("threat-1")
    void closesThoseThatSayNothing() throws Exception {
        List<Wire> silent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            silent.add(new Wire(port));
        }

        a.send(new MemberId(9), new byte[3]);
        await().until(() -> heardByB.events.contains("frame of 3 from 1"));
        heardByB.events.remove("frame of 3 from 1");

        for (Wire wire : silent) {
            assertThat(wire.isClosed()).isTrue();
            wire.close();
        }
    }

    @Test
    @Tag("threat-1")
    void closesAtOnceWhomItHasNoRoomFor() throws Exception {
        List<Wire> silent = new ArrayList<>();
        for (int i = 0; i < Acceptor.MAX_STRANGERS; i++) {
            silent.add(new Wire(port));
        }

        long start = System.nanoTime();
        try (var oneMore = new Wire(port)) {
            assertThat(oneMore.isClosed()).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));

        for (Wire wire : silent) {
            wire.close();
        }
        await().untilAsserted(() -> {
            try (var wire = new Wire(port)) {
                assertThat(wire.greet(Kind.VERIFY, 2, 9, CLUSTER).answer().kind())
                        .isEqualTo(Kind.WELCOME);
            }
        });
    }

    @Test
    @Tag("threat-2")
    void givesASlowGreetingNoMoreTimeThanAnyOther() throws Exception {
        byte[] greeting = Wire.greeting(Kind.CONNECT, 2, 9, CLUSTER);
        var next = new int[1];

        try (var wire = new Wire(port)) {
            long start = System.nanoTime();
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> isBroken(wire, greeting[next[0]++]));

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(Handshake.DEADLINE_MILLIS - 100), Duration.ofSeconds(8));
        }
        assertThat(next[0]).isLessThan(greeting.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, MAX_FRAME_BYTES + 1})
    @Tag("threat-3")
    void closesOnALengthThatNoFrameHas(int frameBytes) throws Exception {
        try (var wire = new Wire(port)) {
            wire.greet(Kind.CONNECT, 2, 9, CLUSTER).answer();
            wire.length(frameBytes);

            assertThat(wire.isClosed()).isTrue();
        }
        await().until(() -> heardByB.events.contains("disconnected 2"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE, MAX_FRAME_BYTES + 1})
    @Tag("threat-3")
    void closesOnSuchALengthThatComesByteByByte(int frameBytes) throws Exception {
        try (var wire = new Wire(port)) {
            wire.greet(Kind.CONNECT, 2, 9, CLUSTER).answer();
            for (int shift = 24; shift >= 0; shift -= 8) {
                wire.say((byte) (frameBytes >>> shift));
            }

            assertThat(wire.isClosed()).isTrue();
        }
        await().until(() -> heardByB.events.contains("disconnected 2"));
    }

    @Test
    @Tag("threat-16")
    void closesOnAGreetingWhoseLengthsGoBeyondItsEnd() throws Exception {
        byte[] greeting = Wire.greeting(Kind.CONNECT, 2, 9, CLUSTER);
        greeting[greeting.length - 1] = 100;

        try (var wire = new Wire(port)) {
            wire.say(greeting);

            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    @Tag("threat-16")
    void closesOnAGreetingThatIsTooLong() throws Exception {
        byte[] greeting = Wire.greeting(Kind.CONNECT, 2, 9, CLUSTER);
        greeting[6] = (byte) 0xff;

        try (var wire = new Wire(port)) {
            wire.say(greeting);

            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    @Tag("threat-9")
    void tellsAnotherClusterWhyItIsRefused() throws Exception {
        try (var wire = new Wire(port)) {
            Greeting answer = wire.greet(Kind.CONNECT, 2, 9, "another").answer();

            assertThat(answer).isEqualTo(new Greeting(Kind.OTHER_CLUSTER, new MemberId(9), new MemberId(2), CLUSTER));
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    @Tag("threat-9")
    void tellsAnotherVersionWhyItIsRefused() throws Exception {
        byte[] greeting = Wire.greeting(Kind.CONNECT, 2, 9, CLUSTER);
        greeting[5] = 77;

        try (var wire = new Wire(port)) {
            Greeting answer = wire.say(greeting).answer();

            assertThat(answer.kind()).isEqualTo(Kind.OTHER_VERSION);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    @Tag("threat-11")
    void tellsOneThatLooksForAnotherIncarnation() throws Exception {
        try (var wire = new Wire(port)) {
            Greeting answer = wire.greet(Kind.CONNECT, 2, 8, CLUSTER).answer();

            assertThat(answer.kind()).isEqualTo(Kind.OTHER_MEMBER);
            assertThat(answer.self()).isEqualTo(new MemberId(9));
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void refusesTheHigherOfTwoThatConnects() throws Exception {
        try (var wire = new Wire(port)) {
            assertThat(wire.greet(Kind.CONNECT, 10, 9, CLUSTER).answer().kind()).isEqualTo(Kind.OTHER_SIDE);
            assertThat(wire.isClosed()).isTrue();
        }
        try (var wire = new Wire(port)) {
            assertThat(wire.greet(Kind.CONNECT, 9, 9, CLUSTER).answer().kind()).isEqualTo(Kind.OTHER_SIDE);
        }
    }

    @Test
    void answersAnAnswerWithSilence() throws Exception {
        try (var wire = new Wire(port)) {
            wire.greet(Kind.WELCOME, 2, 9, CLUSTER);

            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    @Tag("threat-31")
    @EnabledOnOs(OS.LINUX)
    void comesBackToItsBaseAfterManyAborts() throws Exception {
        long base = openFiles();
        for (int i = 0; i < 2_000; i++) {
            try (var wire = new Wire(port)) {
                if (i % 2 == 0) {
                    wire.say((byte) 'A');
                }
            }
        }

        await().untilAsserted(() -> assertThat(openFiles()).isLessThanOrEqualTo(base + 3));
    }

    private static long openFiles() {
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getOpenFileDescriptorCount();
    }

    private static boolean isBroken(Wire wire, byte next) {
        try {
            wire.say(next);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static byte[] serialized(Object object) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** Sings if anybody reads it. */
    private static final class Canary implements Serializable {

        private static final long serialVersionUID = 1;
        private static volatile boolean sings;

        private void readObject(ObjectInputStream in) {
            sings = true;
        }
    }
}
