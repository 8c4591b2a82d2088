package io.asdr.membership;

import org.jgroups.Address;
import org.jgroups.PhysicalAddress;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TCP;

/**
 * JGroups' TCP, which can give up its connection to one member.
 *
 * <p>What was sent over a link that is cut, the kernel sends again after waits that double each time: once the link is whole, the connection may stay silent for as long as the cut lasted. A new one does not.
 */
final class Connections extends TCP {

    Connections() {
        // Messages are TCP's.
        id = ClassConfigurator.getProtocolId(TCP.class);
    }

    /** Closes the connection to the member, if there is one; the next message to it opens another. */
    void giveUp(Address member) {
        PhysicalAddress at = getPhysicalAddressFromCache(member);
        if (at != null && srv != null) {
            srv.closeConnection(at, false);
        }
    }
}
