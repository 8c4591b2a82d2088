package io.asdr.protocol.message;

import io.asdr.protocol.message.HandoverMessage.KeyRecord;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an owner and the members of the chain in effect say to each other about writes. */
public sealed interface ChainMessage extends PartitionMessage {

    void dispatch(MemberId from, Handler handler);

    /**
     * A write that is on its way: not readable before its commit.
     *
     * @param value null if the write removes the entry
     * @param call the call that it carries out
     * @param callerLowMark the caller's lowest open sequence
     * @param result what the call's answer will be
     * @param leftNanos how long the value lives still; 0 for ever
     * @param closed all versions of this tenure up to it are over
     */
    record Update(
            Key key,
            Version version,
            byte @Nullable [] value,
            OpId call,
            long callerLowMark,
            Outcome result,
            long leftNanos,
            Version closed)
            implements ChainMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onUpdate(from, this);
        }
    }

    /** The replica reads no value older than {@code version} any more. */
    record Updated(Version version) implements ChainMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onUpdated(from, this);
        }
    }

    /** These writes are committed, and all versions of this tenure up to {@code closed} are over. */
    record Commit(Version closed, List<Committed> committed) implements ChainMessage {
        public Commit {
            committed = List.copyOf(committed);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onCommit(from, this);
        }
    }

    /** A write that is committed although an earlier one is not over. */
    record Committed(Key key, Version version) {}

    /**
     * What was written since the receiver was told last, in a table whose writes don't wait for replicas. Answered with {@link Replicated} of the same number.
     *
     * @param number grows within a tenure
     * @param records null values are of entries that were removed in that version
     */
    record Replicate(long number, List<KeyRecord> records) implements ChainMessage {
        public Replicate {
            records = List.copyOf(records);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onReplicate(from, this);
        }
    }

    /** The replica has what it was told under that number. */
    record Replicated(long number) implements ChainMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onReplicated(from, this);
        }
    }

    /** One method per message. */
    interface Handler {
        void onUpdate(MemberId from, Update update);

        void onUpdated(MemberId from, Updated updated);

        void onCommit(MemberId from, Commit commit);

        void onReplicate(MemberId from, Replicate page);

        void onReplicated(MemberId from, Replicated replicated);
    }
}
