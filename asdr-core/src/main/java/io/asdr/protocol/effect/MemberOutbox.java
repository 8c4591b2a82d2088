package io.asdr.protocol.effect;

import io.asdr.protocol.message.ExchangeMessage.Offer;
import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.message.ViewMessage;
import io.asdr.spi.MemberId;
import io.asdr.spi.MemberStatus;
import io.asdr.spi.Peer;
import io.asdr.spi.ViewId;
import java.util.Collection;
import java.util.List;

/** What a member's control causes: messages about views and leases, steps of the lanes, and horizons. */
public interface MemberOutbox {

    void send(MemberId to, MemberMessage message);

    /** Whom the transport talks to from now on. */
    void peers(Collection<Peer> peers);

    /**
     * Lets every lane install a view; each then answers with what it has.
     */
    void install(Installation installation);

    /** Tells the lanes that a member has installed the view. */
    void installed(ViewId view, MemberId member, List<Offer> offers);

    /** Tells the lanes that all members have approved the view. */
    void agreed(ViewId view);

    /** Tells the lanes that the view may act in STRICT tables. */
    void settled(ViewId view);

    /** Tells the lanes that nobody needs what was offered in the view. */
    void purge(ViewId view);

    /** This member may rely on the promises of {@code granter} until then; for itself: it may act as owner. */
    void horizon(MemberId granter, long untilNanos);

    /** A member of the view said how it fares. */
    void status(MemberId member, MemberStatus status);

    /** This member may act and read in STRICT tables until then. */
    void quorum(long untilNanos);

    /** Whether the members that can be reached are no majority: then STRICT tables are refused. */
    void minority(boolean entered);

    /** All members have installed the view. */
    void exchanged(ViewId view);

    /** This member can't go on in this cluster as the member that it is. */
    void expelled(String reason);

    void report(Event event);

    /** This member has reason to believe that {@code member} is gone. */
    void silent(MemberId member);

    /** This member and {@code member} can't hear each other, though both may live: one of the two has to go. */
    void unreachable(MemberId member);

    /** The cluster does not take this member. */
    void refused(ViewMessage.Refused refused);
}
