package io.asdr.protocol.message;

import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import org.jspecify.annotations.Nullable;

/** What a caller and an owner say to each other about calls that may change an entry. */
public sealed interface CallMessage extends PartitionMessage {

    void dispatch(MemberId from, Handler handler);

    /**
     * Asks the owner to carry out a call.
     *
     * @param sequence numbers the caller's calls of this partition
     * @param lowMark the caller's lowest open sequence: of those below, it wants no answer any more
     * @param firstSent the view in which it was sent first
     * @param claim sequence of the claim or reservation that this call ends, or 0
     * @param liveNanos how long the value lives: {@link #AS_THE_TABLE_SAYS}; from {@link io.asdr.spi.TableOptions#ENDLESS_NANOS} on, for ever
     */
    record Request(
            long sequence,
            long lowMark,
            ViewId firstSent,
            Operation operation,
            Key key,
            byte @Nullable [] value,
            byte @Nullable [] expected,
            Version expectedVersion,
            long claim,
            long liveNanos)
            implements CallMessage {
        /** The value lives as long as the table says. */
        public static final long AS_THE_TABLE_SAYS = 0;

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onRequest(from, this);
        }
    }

    /** How the call of that sequence ended. */
    record Reply(long sequence, Outcome outcome) implements CallMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onReply(from, this);
        }
    }

    /** One method per message. */
    interface Handler {
        void onRequest(MemberId from, Request request);

        void onReply(MemberId from, Reply reply);
    }
}
