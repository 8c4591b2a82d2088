package io.asdr.examples.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jgroups.JChannel;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The least that a member could start with: a channel that joins, and a server socket. */
@Command(name = "bare", description = "A bare channel and a bare socket, for comparison.", hidden = true)
final class BareCommand implements Callable<Integer> {

    private static final int JOIN_MILLIS = 2_000;

    @Parameters(index = "0", description = "which member of the site this is")
    private int member;

    @Parameters(index = "1", description = "the ports of all members", converter = MemberCommand.SiteConverter.class)
    private @Nullable Site site;

    @Override
    public Integer call() throws Exception {
        Site whole = Objects.requireNonNull(site, "site");
        Orders orders = new Orders();
        try (EchoServer server = new EchoServer();
                JChannel channel = channel(whole)) {
            server.start();
            channel.connect("bare");
            orders.answer(Uptime.sinceMainMillis());
            orders.serve(words -> channel.getView().size());
        }
        return 0;
    }

    private JChannel channel(Site whole) throws Exception {
        InetAddress host = InetAddress.getLoopbackAddress();
        TCP transport = new TCP();
        transport.setBindAddress(host);
        transport.setBindPort(whole.ports().get(member));
        transport.setPortRange(0);
        GMS membership = new GMS();
        membership.printLocalAddress(false);
        // The first one need not look for others: nothing that it could save is left to wait for.
        membership.setJoinTimeout(member == 0 ? 1 : JOIN_MILLIS);
        List<InetSocketAddress> others = whole.ports().stream()
                .limit(member)
                .map(port -> new InetSocketAddress(host, port))
                .toList();
        return new JChannel(
                transport,
                new TCPPING().setInitialHosts(others).setPortRange(0),
                new NAKACK2().useMcastXmit(false),
                new UNICAST3(),
                new STABLE(),
                membership,
                new FRAG4());
    }
}
