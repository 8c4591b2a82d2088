package io.asdr.membership;

import io.asdr.spi.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.PhysicalAddress;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TCPPING;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.Responses;

/**
 * Finds members at the seeds, and knows at once that there are none: a node that starts alone does not wait for answers that can't come.
 *
 * <p>Before it asks for a group to join, it opens a connection to each seed. If none accepts, nobody is there. That makes no split of two nodes that start at the same moment: each has bound
 * its own listener before it probes, so they can't both find the other's closed. Seeds are resolved at each search, since what a name stands for may change.
 */
final class SeedDiscovery extends TCPPING {

    private static final int PROBE_MILLIS = 200;

    private final List<Endpoint> seeds;

    SeedDiscovery(List<Endpoint> seeds) {
        this.seeds = seeds;
        // A protocol without an id can't mark its messages; TCPPING's own keeps us compatible with it.
        id = ClassConfigurator.getProtocolId(TCPPING.class);
        // One dead host must not delay the question to the others.
        async_discovery = true;
        async_discovery_use_separate_thread_per_request = true;
        // Asks again after half the time: who answered as a seeker may have begun a group since.
        num_discovery_runs = 2;
        port_range = 0;
        initial_hosts_set_programmatically = true;
    }

    @Override
    public void findMembers(List<Address> members, boolean initial, Responses responses) {
        initial_hosts = resolved();
        if (initial && !isAnybodyThere()) {
            responses.done();
        } else {
            super.findMembers(members, initial, responses);
        }
    }

    private boolean isAnybodyThere() {
        Collection<InetSocketAddress> others = initial_hosts.stream()
                .filter(host -> !isOwn(host))
                .map(IpAddress.class::cast)
                .map(host -> new InetSocketAddress(host.getIpAddress(), host.getPort()))
                .toList();
        try {
            return Probe.isAnyListening(others, PROBE_MILLIS);
        } catch (IOException e) {
            // Not able to ask is no answer: search in full.
            log.warn("failed probing the seeds", e);
            return true;
        }
    }

    private boolean isOwn(PhysicalAddress host) {
        return host.equals(down_prot.down(new Event(Event.GET_PHYSICAL_ADDRESS, local_addr)))
                || host.equals(new IpAddress(transport.getBindAddress(), transport.getBindPort()));
    }

    private Set<PhysicalAddress> resolved() {
        var hosts = new LinkedHashSet<PhysicalAddress>();
        for (Endpoint seed : seeds) {
            try {
                for (InetAddress address : InetAddress.getAllByName(seed.host())) {
                    hosts.add(new IpAddress(address, seed.port()));
                }
            } catch (UnknownHostException e) {
                log.debug("seed %s can't be resolved now", seed);
            }
        }
        return hosts;
    }
}
