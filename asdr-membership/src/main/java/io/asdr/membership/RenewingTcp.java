package io.asdr.membership;

import java.io.DataInput;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.logging.LogFactory;
import org.jgroups.protocols.TCP;
import org.jgroups.stack.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * JGroups' TCP, which gives a connection up once nothing comes over it while a new one would be accepted.
 *
 * <p>While a link is cut, the kernel waits twice as long after each attempt to send again (RFC 6298, 5.5). So a connection that outlived the cut stays silent for up to as long as the cut has lasted. Whoever is in the
 * view and was not heard for {@value #PATIENCE} looks is probed at each look: while the link is cut that fails, and a frozen process is put out of the view before.
 *
 * <p>Both sides do so: JGroups refuses a second connection from a peer whose first it takes for whole, unless the peer's address is the greater one; where it does not hear the peer either, it gives the first one up too.
 *
 * <p>Time is counted in looks: who was paused itself has not looked, and finds nobody silent when it goes on. What is lost with a connection, the protocols above send again.
 */
final class RenewingTcp extends TCP {

    /** More than it takes until a silent process is out of the view: a detection has six looks, and verifying it two. */
    static final int PATIENCE = 10;

    private static final int PROBE_MILLIS = 300;

    private final long lookMillis;
    private final Map<Address, Long> heardAt = new ConcurrentHashMap<>();
    private volatile long looks;
    private @Nullable Future<?> looking;

    RenewingTcp(long lookMillis) {
        this.lookMillis = lookMillis;
        // A protocol without an id can't mark its messages; TCP's own keeps us compatible with it.
        id = ClassConfigurator.getProtocolId(TCP.class);
    }

    @Override
    protected void handleConnect() throws Exception {
        // What JGroups says of its connections it says under its own name.
        srv.log(LogFactory.getLog(TCP.class));
        super.handleConnect();
        looking = getTimer().scheduleWithFixedDelay(this::look, lookMillis, lookMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void handleDisconnect() {
        if (looking != null) {
            looking.cancel(false);
        }
        super.handleDisconnect();
    }

    @Override
    public void receive(Address sender, byte[] data, int offset, int length) {
        onHeard(sender);
        super.receive(sender, data, offset, length);
    }

    @Override
    public void receive(Address sender, DataInput in, int length) throws Exception {
        onHeard(sender);
        super.receive(sender, in, length);
    }

    private void onHeard(Address sender) {
        heardAt.replace(sender, looks);
    }

    /** Asks whoever has been silent for too long. One at a time. */
    void look() {
        long now = looks + 1;
        looks = now;
        Set<Address> present = new HashSet<>();
        for (Address member : members) {
            if (!member.equals(local_addr) && getPhysicalAddressFromCache(member) instanceof IpAddress address) {
                present.add(address);
                Long heard = heardAt.putIfAbsent(address, now);
                if (heard != null && now - heard >= PATIENCE) {
                    renew(address);
                }
            }
        }
        heardAt.keySet().retainAll(present);
    }

    private void renew(IpAddress address) {
        try {
            var socket = new InetSocketAddress(address.getIpAddress(), address.getPort());
            if (Probe.isAnyListening(List.of(socket), PROBE_MILLIS) && srv.hasConnection(address)) {
                heardAt.put(address, looks);
                // Without a word of farewell, which could wait behind what can't be sent.
                srv.getConnection(address).close(false);
                srv.closeConnection(address, false);
            }
        } catch (Exception e) {
            log.debug("%s: failed renewing the connection to %s: %s", local_addr, address, e.getMessage());
        }
    }
}
