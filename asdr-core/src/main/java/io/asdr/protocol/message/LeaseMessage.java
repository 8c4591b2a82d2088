package io.asdr.protocol.message;

import io.asdr.spi.MemberId;
import io.asdr.spi.MemberStatus;
import io.asdr.spi.ViewId;

/** How leases are renewed. */
public sealed interface LeaseMessage extends MemberMessage {

    void dispatch(MemberId from, Handler handler);

    /**
     * Asks to rely on the receiver's promises for another lease, counted from when this was sent.
     *
     * @param status how the sender fares; it stands for nothing in the protocol
     */
    record Heartbeat(ViewId view, long sequence, MemberStatus status) implements LeaseMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onHeartbeat(from, this);
        }
    }

    /**
     * Grants what the heartbeat of that sequence asked for.
     *
     * @param view the heartbeat's
     * @param contracts whether the promises of contracts are renewed: where both have the same view
     * @param quorum whether the receiver may count the sender for its quorum lease
     */
    record Renewed(ViewId view, long sequence, boolean contracts, boolean quorum) implements LeaseMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onRenewed(from, this);
        }
    }

    /** The sender relies on no promise any more and will never again: it is about to go. */
    record Ended() implements LeaseMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onEnded(from, this);
        }
    }

    /** The process of that member is gone: its listener refused the sender a connection. It relies on nothing any more. */
    record Gone(MemberId member) implements LeaseMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onGone(from, this);
        }
    }

    /** One method per message. */
    interface Handler {
        void onHeartbeat(MemberId from, Heartbeat heartbeat);

        void onRenewed(MemberId from, Renewed renewed);

        void onEnded(MemberId from, Ended ended);

        void onGone(MemberId from, Gone gone);
    }
}
