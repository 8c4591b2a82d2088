package io.asdr.protocol.effect;

import io.asdr.protocol.message.ExchangeMessage.Offer;
import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a member's control causes: messages about views and leases, steps of the lanes, and horizons. */
public interface MemberOutbox {

    void send(MemberId to, MemberMessage message);

    /** Whom the transport talks to from now on. */
    void peers(Collection<Peer> peers);

    /**
     * Lets every lane install a view; each then answers with what it has.
     *
     * @param before the view that this member had, or null
     * @param departed until when the leases run that this member gave to members outside the view
     */
    void install(PartitionTable table, @Nullable View before, int number, boolean gap, Map<MemberId, Long> departed);

    /** Tells the lanes that a member has installed the view. */
    void installed(ViewId view, MemberId member, List<Offer> offers);

    /** Tells the lanes that nobody needs what was offered in the view. */
    void purge(ViewId view);

    /** This member may rely on the promises of {@code granter} until then; for itself: it may act as owner. */
    void horizon(MemberId granter, long untilNanos);

    /** This member has reason to believe that {@code member} is gone. */
    void silent(MemberId member);

    /** The cluster does not take this member. */
    void refused(String reason);
}
