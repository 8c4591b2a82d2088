package io.asdr.membership;

import static java.util.Objects.requireNonNull;

import io.asdr.spi.Membership;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.TP;
import org.jgroups.stack.ProtocolStack;

/** A member's network, cut right above its sockets: what it sends and what it is sent is lost, while connections stand. */
final class Cut {

    private final DISCARD discard = new DISCARD();

    private Cut() {
        discard.discardAll(true);
    }

    static Cut of(Membership membership) {
        var cut = new Cut();
        ProtocolStack stack =
                requireNonNull(((JGroupsMembership) membership).channel()).getProtocolStack();
        try {
            stack.insertProtocol(cut.discard, ProtocolStack.Position.ABOVE, TP.class);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return cut;
    }

    void heal() {
        discard.discardAll(false);
    }
}
