package io.asdr.protocol.message;

import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import org.jspecify.annotations.Nullable;

/** What a reader and an owner say to each other. */
public sealed interface ReadMessage extends PartitionMessage {

    void dispatch(MemberId from, Handler handler);

    /**
     * Asks the owner for a value.
     *
     * @param number names the request; the answer repeats it
     * @param afterWrite whether to answer only once the write is over that is on its way
     * @param keeps whether the asker has room for a copy; else it needs no contract
     */
    record Get(long number, Key key, boolean afterWrite, boolean keeps) implements ReadMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onGet(from, this);
        }
    }

    /**
     * The committed value.
     *
     * @param value null if there is none
     * @param contract whether the reader may keep it: no newer value commits before the reader acknowledged its recall
     * @param leftNanos how long the value lives still, counted from when the request was sent; 0 for ever
     */
    record Answer(long number, byte @Nullable [] value, Version version, boolean contract, long leftNanos)
            implements ReadMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onAnswer(from, this);
        }
    }

    /** One method per message. */
    interface Handler {
        void onGet(MemberId from, Get get);

        void onAnswer(MemberId from, Answer answer);
    }
}
