package io.asdr.protocol.message;

import io.asdr.spi.MemberId;
import io.asdr.spi.ViewId;
import java.util.List;

/** What members tell each other when they have installed a view. */
public sealed interface ExchangeMessage extends MemberMessage {

    void dispatch(MemberId from, Handler handler);

    /**
     * What the sender has of one partition that the receiver owns now.
     *
     * @param complete it has every committed entry, as value or as pending
     * @param entryCount how many copies and pending values there are at most
     * @param claims what the sender is building
     * @param part the last view of another part of the cluster in which the sender was complete, and of which it set aside what it had; NONE if there is none
     */
    record Offer(int table, int partition, boolean complete, int entryCount, List<ClaimHeld> claims, ViewId part) {
        public Offer {
            claims = List.copyOf(claims);
        }
    }

    /** A claim that the sender holds, by the sequence of the call that got it. */
    record ClaimHeld(Key key, long sequence) {}

    /**
     * The sender has installed the view in all its lanes.
     *
     * @param approved whether the view may act in STRICT tables as far as the sender is concerned
     * @param clear whether the leases have ended that the sender gave to members outside the view
     */
    record Installed(ViewId view, boolean approved, boolean clear, List<Offer> offers) implements ExchangeMessage {
        public Installed {
            offers = List.copyOf(offers);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onInstalled(from, this);
        }
    }

    /** The leases have ended that the sender gave to members outside the view, which it approved. */
    record Clear(ViewId view) implements ExchangeMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onClear(from, this);
        }
    }

    /** Asks for {@link Installed} again. */
    record Missing(ViewId view) implements ExchangeMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onMissing(from, this);
        }
    }

    /** The sender needs nothing any more of what was offered to it in this view. With {@code asks} it lacks the same from the receiver. */
    record Exchanged(ViewId view, boolean asks) implements ExchangeMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onExchanged(from, this);
        }
    }

    /** What the sender said belongs to an older view than this one, which the answering member has. */
    record Stale(ViewId view) implements ExchangeMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onStale(from, this);
        }
    }

    /** One method per message. */
    interface Handler {
        void onInstalled(MemberId from, Installed installed);

        void onClear(MemberId from, Clear clear);

        void onMissing(MemberId from, Missing missing);

        void onExchanged(MemberId from, Exchanged exchanged);

        void onStale(MemberId from, Stale stale);
    }
}
