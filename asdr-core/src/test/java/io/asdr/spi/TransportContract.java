package io.asdr.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every {@link Transport} must do. A subclass says how to make one and how to wait: real ones wait in real time, simulated ones run the simulation. */
public abstract class TransportContract {

    private static final String CLUSTER = "contract";
    private static final byte[] MARK = {42};

    private final List<Node> nodes = new ArrayList<>();

    protected TransportContract() {}

    /** A transport that was not started. All of one test reach each other. */
    protected abstract Transport create();

    /** Returns once {@code condition} holds; fails if that takes too long. */
    protected abstract void until(BooleanSupplier condition);

    @AfterEach
    void closeAll() {
        nodes.forEach(Node::close);
    }

    @Test
    void tellsWhereItListens() {
        Node a = start(1);

        assertThat(a.endpoint.host()).isNotEmpty();
    }

    @Test
    void connectsOnceBothNameEachOther() {
        Node a = start(1);
        Node b = start(2);

        b.peers(a);
        a.peers(b);

        until(() -> a.events.contains("connected 2") && b.events.contains("connected 1"));
        assertThat(a.events).containsOnlyOnce("connected 2");
        assertThat(b.events).containsOnlyOnce("connected 1");
    }

    @Test
    void connectsWhicheverNamesTheOtherFirst() {
        Node a = start(1);
        Node b = start(2);

        a.peers(b);
        b.peers(a);

        until(() -> a.events.contains("connected 2") && b.events.contains("connected 1"));
    }

    @Test
    void connectsEachOfThree() {
        Node a = start(1);
        Node b = start(2);
        Node c = start(3);

        a.peers(b, c);
        b.peers(a, c);
        c.peers(a, b);

        until(() -> a.events.containsAll(List.of("connected 2", "connected 3"))
                && b.events.containsAll(List.of("connected 1", "connected 3"))
                && c.events.containsAll(List.of("connected 1", "connected 2")));
    }

    @Test
    void bringsFramesWholeAndInOrder() {
        Node a = start(1);
        Node b = start(2);
        connect(a, b);

        for (int i = 0; i < 1_000; i++) {
            assertThat(a.send(b, numbered(i, i % 300))).isTrue();
        }

        until(() -> b.frames.size() == 1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(b.frames.get(i)).isEqualTo(numbered(i, i % 300));
        }
    }

    @Test
    void bringsFramesBothWays() {
        Node a = start(1);
        Node b = start(2);
        connect(a, b);

        a.send(b, numbered(1, 10));
        b.send(a, numbered(2, 20));

        until(() -> !a.frames.isEmpty() && !b.frames.isEmpty());
        assertThat(b.frames).containsExactly(numbered(1, 10));
        assertThat(a.frames).containsExactly(numbered(2, 20));
    }

    @Test
    void bringsAnswersThatAreSentWithinACall() {
        Node a = start(1);
        Node b = start(2);
        b.echoes = true;
        connect(a, b);

        for (int i = 0; i < 100; i++) {
            a.send(b, numbered(i, 8));
        }

        until(() -> a.frames.size() == 100);
        for (int i = 0; i < 100; i++) {
            assertThat(a.frames.get(i)).isEqualTo(numbered(i, 8));
        }
    }

    @Test
    void bringsALargeFrameBetweenSmallOnes() {
        Node a = start(1);
        Node b = start(2);
        connect(a, b);

        a.send(b, MARK);
        a.send(b, numbered(1, 1 << 20));
        a.send(b, MARK);

        until(() -> b.frames.size() == 3);
        assertThat(b.frames.get(1)).isEqualTo(numbered(1, 1 << 20));
        assertThat(b.frames.get(2)).isEqualTo(MARK);
    }

    @Test
    void bringsTheLongestFrame() {
        Node a = start(1);
        Node b = start(2);
        connect(a, b);
        byte[] longest = numbered(7, a.transport.maxFrameBytes() - Integer.BYTES);

        assertThat(a.send(b, longest)).isTrue();

        until(() -> b.frames.size() == 1);
        assertThat(Arrays.equals(b.frames.get(0), longest)).isTrue();
    }

    @Test
    void refusesAFrameOverTheLimitAndGoesOn() {
        Node a = start(1);
        Node b = start(2);
        connect(a, b);
        byte[] tooLong = new byte[a.transport.maxFrameBytes() + 1];

        assertThatThrownBy(() -> a.send(b, tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(tooLong.length))
                .hasMessageContaining(String.valueOf(a.transport.maxFrameBytes()));
        a.send(b, MARK);

        until(() -> b.frames.size() == 1);
        assertThat(b.frames).containsExactly(MARK);
    }

    @Test
    @Tag("R67")
    void takesNoFrameForOneThatItIsNotConnectedTo() {
        Node a = start(1);

        assertThat(a.transport.send(new MemberId(99), MARK)).isFalse();
    }

    @Test
    void outlivesAReceiverThatThrows() {
        Node a = start(1);
        Node b = start(2);
        connect(a, b);
        b.throwsOnce = true;

        a.send(b, numbered(1, 10));
        a.send(b, MARK);

        until(() -> b.frames.size() == 1);
        assertThat(b.frames).containsExactly(MARK);
        assertThat(b.events).doesNotContain("disconnected 1", "refused 1");
    }

    @Test
    void tellsTheHigherThatTheLowerIsGone() {
        Node a = start(1);
        Node b = start(2);
        connect(a, b);

        a.close();

        until(() -> b.events.contains("refused 1"));
        assertThat(b.send(a, MARK)).isFalse();
    }

    @Test
    void tellsTheLowerThatTheHigherIsGone() {
        Node a = start(1);
        Node b = start(2);
        connect(a, b);

        b.close();

        until(() -> a.events.contains("refused 2"));
        assertThat(a.send(b, MARK)).isFalse();
    }

    @Test
    void closesTheConnectionToOneThatItNamesNoLonger() {
        Node a = start(1);
        Node b = start(2);
        connect(a, b);

        a.peers();

        until(() -> !a.send(b, MARK) && b.events.contains("disconnected 1"));
    }

    @Test
    void connectsAgainToOneThatItForgotAndNamesAgain() {
        Node a = start(1);
        Node b = start(2);
        connect(a, b);
        a.peers();
        b.peers();
        until(() -> !a.send(b, MARK) && !b.send(a, MARK));
        b.events.clear();
        b.frames.clear();

        connect(a, b);
        a.send(b, MARK);

        until(() -> !b.frames.isEmpty());
        assertThat(b.frames).containsExactly(MARK);
    }

    @Test
    void refusesAnotherCluster() {
        Node a = start(1);
        Node b = start(2);
        Node stranger = start("another", 3);
        a.peers(b, stranger);
        b.peers(a);
        stranger.peers(a);

        until(() -> a.events.contains("connected 2") && a.events.contains("disconnected 3"));
        a.send(b, MARK);
        until(() -> b.frames.size() == 1);

        assertThat(a.events).doesNotContain("connected 3");
        assertThat(stranger.events).doesNotContain("connected 1");
    }

    @Test
    void tellsThatAnotherIncarnationLivesWhereTheOneItLooksForLived() {
        Node a = start(1);
        Node b = start(3);
        var former = new Peer(new MemberId(2), "former", b.endpoint);

        a.transport.peers(List.of(former));

        until(() -> a.events.contains("refused 2"));
        assertThat(a.events).doesNotContain("connected 2");
        assertThat(b.events).doesNotContain("connected 1");
    }

    @Test
    void closesTwice() {
        Node a = start(1);
        a.transport.close();

        assertThatCode(a.transport::close).doesNotThrowAnyException();
    }

    @Test
    void closesWithoutAStart() {
        Transport transport = create();

        assertThatCode(transport::close).doesNotThrowAnyException();
    }

    @Test
    void hearsAndSendsNothingAfterClose() {
        Node a = start(1);
        Node b = start(2);
        connect(a, b);
        a.send(b, MARK);

        b.transport.close();
        b.frames.clear();
        b.events.clear();
        a.send(b, MARK);
        until(() -> a.events.contains("refused 2"));

        assertThat(b.frames).isEmpty();
        assertThat(b.events).isEmpty();
        assertThat(b.send(a, MARK)).isFalse();
    }

    private Node start(long incarnation) {
        return start(CLUSTER, incarnation);
    }

    private Node start(String cluster, long incarnation) {
        var node = new Node(create(), cluster, new MemberId(incarnation));
        nodes.add(node);
        return node;
    }

    private void connect(Node a, Node b) {
        a.events.clear();
        b.events.clear();
        a.peers(b);
        b.peers(a);
        until(() -> a.events.contains("connected " + b.id.incarnation())
                && b.events.contains("connected " + a.id.incarnation()));
    }

    private static byte[] numbered(int number, int moreBytes) {
        byte[] frame = new byte[Integer.BYTES + moreBytes];
        Arrays.fill(frame, (byte) number);
        ByteBuffer.wrap(frame).putInt(number);
        return frame;
    }

    /** A started transport, and what it told. */
    private static final class Node implements Transport.Receiver {

        private final Transport transport;
        private final MemberId id;
        private final Endpoint endpoint;
        private final List<byte[]> frames = new CopyOnWriteArrayList<>();
        private final List<String> events = new CopyOnWriteArrayList<>();
        private volatile boolean echoes;
        private volatile boolean throwsOnce;

        private Node(Transport transport, String cluster, MemberId id) {
            this.transport = transport;
            this.id = id;
            this.endpoint = transport.start(cluster, id, this);
        }

        private void peers(Node... others) {
            transport.peers(Arrays.stream(others)
                    .map(other -> new Peer(other.id, "node", other.endpoint))
                    .toList());
        }

        private boolean send(Node to, byte[] frame) {
            return transport.send(to.id, frame);
        }

        private void close() {
            transport.close();
        }

        @Override
        public void onFrame(MemberId from, ByteBuffer frame) {
            if (throwsOnce) {
                throwsOnce = false;
                throw new IllegalStateException("thrown by the test");
            }
            byte[] copy = new byte[frame.remaining()];
            frame.get(copy);
            frames.add(copy);
            if (echoes) {
                transport.send(from, copy);
            }
        }

        @Override
        public void onConnected(MemberId peer) {
            events.add("connected " + peer.incarnation());
        }

        @Override
        public void onDisconnected(MemberId peer, boolean refused) {
            events.add((refused ? "refused " : "disconnected ") + peer.incarnation());
        }
    }
}
