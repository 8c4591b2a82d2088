package io.asdr.membership;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asdr.spi.Endpoint;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.JChannel;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.SHARED_LOOPBACK;
import org.jgroups.protocols.SHARED_LOOPBACK_PING;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.DiagnosticsHandler;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.ProtocolStack;

/**
 * The protocols of a channel, bottom to top.
 *
 * <p>Built in code, not from a file: nothing is read from the class path, and no system property of the host application changes it. What is not set here has JGroups' default; why each
 * value is what it is stands in the module's README.
 */
final class Stack {

    private static final int DETECTOR_OFFSET = 100;
    private static final int HEARTBEATS_PER_DETECTION = 6;

    private Stack() {}

    /** A channel as {@code settings} say, with {@code suspicions} in it; not yet connected. */
    static JChannel channel(Settings settings, Suspicions suspicions) throws Exception {
        String config = settings.config();
        JChannel channel = config == null
                ? new JChannel(protocols(settings))
                : new JChannel(new ByteArrayInputStream(config.getBytes(UTF_8)));
        insert(suspicions, channel.getProtocolStack());
        return channel;
    }

    /** Above the verification, which is so asked or passed by; without one there is nothing to pass by. */
    private static void insert(Suspicions suspicions, ProtocolStack stack) throws Exception {
        GMS membership = stack.findProtocol(GMS.class);
        if (membership == null) {
            throw new IllegalArgumentException("config must have pbcast.GMS: without it there are no groups");
        }
        membership.printLocalAddress(false);
        Protocol verification = stack.findProtocol(VERIFY_SUSPECT2.class, VERIFY_SUSPECT.class);
        if (verification == null) {
            stack.insertProtocol(suspicions, ProtocolStack.Position.BELOW, GMS.class);
        } else {
            stack.insertProtocol(suspicions, ProtocolStack.Position.ABOVE, verification.getClass());
        }
    }

    /** A channel for {@link Rehearsal}: the same protocols, but no socket. It reaches only others in this JVM, and finds them at once. */
    static JChannel inProcess(Suspicions suspicions) throws Exception {
        var transport = new SHARED_LOOPBACK();
        transport.setDiagnosticsHandler(silent(transport));
        List<Protocol> protocols = new ArrayList<>(List.of(transport, new SHARED_LOOPBACK_PING()));
        protocols.addAll(aboveDetector(Settings.DEFAULT.failureDetection().toMillis()));
        JChannel channel = new JChannel(protocols);
        ProtocolStack stack = channel.getProtocolStack();
        insert(suspicions, stack);
        // Who is made to die in it hears what is not for it, which is nothing to log.
        stack.<GMS>findProtocol(GMS.class).logViewWarnings(false);
        stack.<NAKACK2>findProtocol(NAKACK2.class).logDiscardMessages(false).logNotFoundMessages(false);
        stack.<UNICAST3>findProtocol(UNICAST3.class).logNotFoundMsgs(false);
        return channel;
    }

    private static List<Protocol> protocols(Settings settings) throws Exception {
        InetAddress address = InetAddress.getByName(settings.bind().host());
        if (address.isAnyLocalAddress()) {
            throw new IllegalArgumentException("bind host='" + settings.bind().host() + "' must name one address");
        }
        List<Protocol> protocols = new ArrayList<>(List.of(
                transport(settings, address),
                new SeedDiscovery(settings.seeds()),
                new MERGE3().setMinInterval(1_000).setMaxInterval(2_000),
                processDetector(address)));
        protocols.addAll(aboveDetector(settings.failureDetection().toMillis()));
        return protocols;
    }

    private static List<Protocol> aboveDetector(long detectionMillis) {
        return List.of(
                new FD_ALL3().setTimeout(detectionMillis).setInterval(detectionMillis / HEARTBEATS_PER_DETECTION),
                new VERIFY_SUSPECT2().setTimeout(300),
                new NAKACK2().useMcastXmit(false),
                new UNICAST3(),
                new STABLE(),
                membership(),
                new FRAG4());
    }

    private static TCP transport(Settings settings, InetAddress address) throws Exception {
        int port = settings.bind().port();
        var tcp = new RenewingTcp(settings.failureDetection().toMillis() / HEARTBEATS_PER_DETECTION);
        tcp.setBindAddress(address);
        tcp.setBindPort(port == 0 ? FreePort.at(address, DETECTOR_OFFSET) : port);
        tcp.setPortRange(0);
        tcp.setSockConnTimeout(300);
        // A probe connects and closes, which is nothing to log.
        tcp.logAcceptError(false);
        Endpoint advertised = settings.advertised();
        if (advertised != null) {
            tcp.setExternalAddr(InetAddress.getByName(advertised.host()));
            tcp.setExternalPort(advertised.port());
        }
        tcp.setDiagnosticsHandler(silent(tcp));
        return tcp;
    }

    /** On by default: it answers anybody's multicast, and takes writes. */
    private static DiagnosticsHandler silent(TP transport) {
        return new DiagnosticsHandler(transport.getLog(), transport.getSocketFactory(), transport.getThreadFactory())
                .setEnabled(false);
    }

    private static FD_SOCK2 processDetector(InetAddress address) {
        var detector = new FD_SOCK2();
        // Not inherited from the transport: unset, it listens on every address.
        detector.setBindAddress(address);
        detector.setOffset(DETECTOR_OFFSET);
        detector.setPortRange(0);
        detector.setSuspectMsgInterval(1_000);
        detector.setValue("connect_timeout", 500);
        return detector;
    }

    private static GMS membership() {
        var membership = new GMS();
        membership.setJoinTimeout(2_000);
        // Unlimited: after the last attempt it would become a group of its own, which is a split.
        membership.setMaxJoinAttempts(0);
        membership.setViewAckCollectionTimeout(1_000);
        membership.setLeaveTimeout(1_000);
        // Twice that is how long who was asked for a merge that failed refuses another.
        membership.setMergeTimeout(1_000);
        membership.setMembershipChangePolicy(new LargestFirst());
        return membership;
    }
}
