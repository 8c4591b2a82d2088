package io.asdr.membership;

import static io.asdr.membership.Site.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.Receiver;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.stack.DiagnosticsHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bob is reached through a wire that can fall silent; they look when the test says so. */
@Timeout(60)
@Tag("fault-10")
class RenewingTcpTest {

    private static final InetAddress HOST = InetAddress.getLoopbackAddress();

    /** Never, within a test. */
    private static final long LOOK_MILLIS = 3_600_000;

    private final List<Object> heardByAlice = new CopyOnWriteArrayList<>();
    private final List<Object> heardByBob = new CopyOnWriteArrayList<>();
    private final RenewingTcp tcpOfAlice = new RenewingTcp(LOOK_MILLIS);
    private final RenewingTcp tcpOfBob = new RenewingTcp(LOOK_MILLIS);
    private SilentWire wire;
    private JChannel alice;
    private JChannel bob;

    @BeforeEach
    void connect() throws Exception {
        int portOfAlice = FreePort.at(HOST, 1);
        int portOfBob = FreePort.at(HOST, 1);
        wire = new SilentWire(portOfBob);
        tcpOfBob.setExternalAddr(HOST).setExternalPort(wire.port());
        alice = channel(tcpOfAlice, portOfAlice, portOfAlice, heardByAlice);
        bob = channel(tcpOfBob, portOfBob, portOfAlice, heardByBob);
        alice.connect("site");
        bob.connect("site");
        until(() -> alice.getView().size() == 2);
        // Bob has opened it when he joined: the next goes over the wire.
        tcpOfAlice.clearConnections(false);
        say("hello");
        until(() -> heardByBob.contains("hello"));
        assertThat(wire.accepted()).isOne();
    }

    @AfterEach
    void close() throws Exception {
        wire.close();
        bob.close();
        alice.close();
    }

    @Test
    void opensAnotherConnectionInPlaceOfASilentOne() throws Exception {
        wire.silence();
        say("lost with the connection");

        // Both: a connection that the other side takes for whole is one too many to it.
        look(tcpOfAlice, RenewingTcp.PATIENCE + 1);
        look(tcpOfBob, RenewingTcp.PATIENCE + 1);

        until(() -> heardByBob.contains("lost with the connection"));
    }

    @Test
    void givesNoneUpBeforeItsTime() throws Exception {
        wire.silence();
        say("kept");

        look(tcpOfAlice, RenewingTcp.PATIENCE);
        assertThat(tcpOfAlice.getOpenConnections()).isOne();
        wire.speak();

        until(() -> heardByBob.contains("kept"));
        assertThat(wire.accepted()).isOne();
    }

    @Test
    void givesNoneUpWhereNoOtherWouldBeAccepted() throws Exception {
        wire.silence();
        wire.refuse();
        say("kept");

        look(tcpOfAlice, 2 * RenewingTcp.PATIENCE);
        assertThat(tcpOfAlice.getOpenConnections()).isOne();
        wire.speak();

        until(() -> heardByBob.contains("kept"));
        assertThat(wire.accepted()).isOne();
    }

    @Test
    void givesNoneUpOverWhichSomethingComes() throws Exception {
        for (int i = 0; i < 2 * RenewingTcp.PATIENCE; i++) {
            look(tcpOfAlice, 1);
            say(i);
            Object said = i;
            until(() -> heardByBob.contains(said));
            bob.send(new ObjectMessage(alice.getAddress(), said));
            until(() -> heardByAlice.contains(said));
        }

        assertThat(wire.accepted()).isOne();
    }

    private static void look(RenewingTcp tcp, int times) {
        for (int i = 0; i < times; i++) {
            tcp.look();
        }
    }

    private void say(Object words) throws Exception {
        alice.send(new ObjectMessage(bob.getAddress(), words));
    }

    private static JChannel channel(RenewingTcp tcp, int port, int portOfAlice, List<Object> heard) throws Exception {
        tcp.setBindAddress(HOST).setBindPort(port);
        tcp.setPortRange(0);
        tcp.setDiagnosticsHandler(
                new DiagnosticsHandler(tcp.getLog(), tcp.getSocketFactory(), tcp.getThreadFactory()).setEnabled(false));
        var seeds = new TCPPING();
        seeds.setInitialHosts(List.of(new InetSocketAddress(HOST, portOfAlice)));
        var membership = new GMS();
        membership.printLocalAddress(false);
        membership.setJoinTimeout(300);
        var channel = new JChannel(tcp, seeds, new NAKACK2().useMcastXmit(false), new UNICAST3(), membership);
        channel.setReceiver(new Receiver() {
            @Override
            public void receive(Message message) {
                heard.add(message.getObject());
            }
        });
        return channel;
    }
}
