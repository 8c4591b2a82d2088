package io.asdr.protocol.message;

import io.asdr.spi.MemberId;
import io.asdr.spi.Version;

/** What an owner and a holder say to each other about cached copies. */
public sealed interface ContractMessage extends PartitionMessage {

    void dispatch(MemberId from, Handler handler);

    /** Asks the holder to make a copy older than {@code version} unreadable, and to answer with {@link Recalled}. */
    record Recall(Key key, Version version) implements ContractMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onRecall(from, this);
        }
    }

    /** The holder reads no value older than {@code version} any more. */
    record Recalled(Version version) implements ContractMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onRecalled(from, this);
        }
    }

    /** One method per message, so that a new message does not compile until every role answers it. */
    interface Handler {
        void onRecall(MemberId from, Recall recall);

        void onRecalled(MemberId from, Recalled recalled);
    }
}
