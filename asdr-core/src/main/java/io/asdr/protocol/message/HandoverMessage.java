package io.asdr.protocol.message;

import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a partition moves: a new owner pulls it, replicas are made equal to their owner, and who is no longer needed is released. */
public sealed interface HandoverMessage extends PartitionMessage {

    void dispatch(MemberId from, Handler handler);

    /**
     * One key as a member has it.
     *
     * @param value null if the key has no committed value there
     * @param pending a newer value that may be committed, or null
     * @param leftNanos how long the value lives still; 0 for ever
     */
    record KeyRecord(
            Key key,
            byte @Nullable [] value,
            Version version,
            @Nullable PendingRecord pending,
            long leftNanos) {}

    /** A value that was on its way when its owner went. {@code value} is null if it removes the entry. */
    record PendingRecord(
            Version version, byte @Nullable [] value, OpId call, long callerLowMark, Outcome result, long leftNanos) {}

    /** The recorded outcome of a call. */
    record CallRecord(OpId call, Outcome result) {}

    /** A caller's lowest open sequence, as far as the sender knows it. */
    record CallerMark(MemberId caller, long lowMark) {}

    /** Everything that keeps calls from taking effect twice. {@code since}: calls first sent before it may be missing. */
    record CallLog(ViewId since, List<CallerMark> marks, List<CallRecord> records) {
        public CallLog {
            marks = List.copyOf(marks);
            records = List.copyOf(records);
        }
    }

    /** Asks a source for the next entries, from {@code cursor} on; 0 begins. The source answers with {@link Pulled}. */
    record Pull(long number, int cursor) implements HandoverMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onPull(from, this);
        }
    }

    /**
     * Some entries of a source.
     *
     * @param cursor the cursor that was asked for
     * @param next the next cursor, or -1 after the last
     * @param calls with the first page only
     */
    record Pulled(
            long number,
            int cursor,
            int next,
            List<KeyRecord> records,
            @Nullable CallLog calls) implements HandoverMessage {
        public Pulled {
            records = List.copyOf(records);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onPulled(from, this);
        }
    }

    /** Asks a source for one key, before its turn in the pull. */
    record PullKey(long number, Key key) implements HandoverMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onPullKey(from, this);
        }
    }

    /** The key as the source has it. */
    record PulledKey(long number, KeyRecord record) implements HandoverMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onPulledKey(from, this);
        }
    }

    /** Asks a member that was complete in another part of a split cluster for what it set aside, from {@code cursor} on; 0 begins. */
    record PullPart(long number, int cursor) implements HandoverMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onPullPart(from, this);
        }
    }

    /**
     * Some of what a member set aside.
     *
     * @param next the next cursor, or -1 after the last
     * @param fork the last view that both parts had; NONE if there is none
     * @param mergedIn the view in which they met
     * @param calls with the first page only
     */
    record Part(
            long number,
            int cursor,
            int next,
            ViewId fork,
            ViewId mergedIn,
            List<KeyRecord> records,
            @Nullable CallLog calls)
            implements HandoverMessage {
        public Part {
            records = List.copyOf(records);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onPart(from, this);
        }
    }

    /** Tells a member of the chain to make itself equal to the owner, under this number. Repeated until it is {@link Synchronised}. */
    record Synchronise(long number) implements HandoverMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onSynchronise(from, this);
        }
    }

    /** Asks the owner for the versions from {@code cursor} on, and for the values of {@code wanted}. */
    record Compare(long number, int cursor, List<Key> wanted) implements HandoverMessage {
        public Compare {
            wanted = List.copyOf(wanted);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onCompare(from, this);
        }
    }

    /** A key of the owner and its version. */
    record Listed(Key key, Version version) {}

    /**
     * Keys and versions of the owner, and the values that were wanted.
     *
     * @param next the next cursor, or -1 after the last
     * @param calls with the first page only
     */
    record Compared(
            long number,
            int cursor,
            int next,
            List<Listed> listed,
            List<KeyRecord> values,
            @Nullable CallLog calls) implements HandoverMessage {
        public Compared {
            listed = List.copyOf(listed);
            values = List.copyOf(values);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onCompared(from, this);
        }
    }

    /** The member is complete now. */
    record Synchronised(long number) implements HandoverMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onSynchronised(from, this);
        }
    }

    /** A recall of all that the member has of the partition. */
    record Release() implements HandoverMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onRelease(from, this);
        }
    }

    /** The member has nothing of the partition any more. */
    record Released() implements HandoverMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onReleased(from, this);
        }
    }

    /** The sender has every committed entry now, and will not wait for the receiver: it is to call itself complete no more. */
    record Relieve() implements HandoverMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onRelieve(from, this);
        }
    }

    /** The sender is no longer complete. */
    record Relieved() implements HandoverMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onRelieved(from, this);
        }
    }

    /** One method per message. */
    interface Handler {
        void onPull(MemberId from, Pull pull);

        void onPulled(MemberId from, Pulled pulled);

        void onPullKey(MemberId from, PullKey pullKey);

        void onPulledKey(MemberId from, PulledKey pulledKey);

        void onPullPart(MemberId from, PullPart pull);

        void onPart(MemberId from, Part part);

        void onSynchronise(MemberId from, Synchronise synchronise);

        void onCompare(MemberId from, Compare compare);

        void onCompared(MemberId from, Compared compared);

        void onSynchronised(MemberId from, Synchronised synchronised);

        void onRelease(MemberId from, Release release);

        void onReleased(MemberId from, Released released);

        void onRelieve(MemberId from, Relieve relieve);

        void onRelieved(MemberId from, Relieved relieved);
    }
}
