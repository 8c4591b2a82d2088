package io.asdr.protocol.message;

import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import java.util.List;

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

    /** The sender uses its copies of these entries: their owner is not to take them for unused. */
    record Renew(List<Renewal> renewals) implements ContractMessage {
        public Renew {
            renewals = List.copyOf(renewals);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onRenew(from, this);
        }
    }

    /** A copy that is used, and of which version it is. */
    record Renewal(Key key, Version version) {}

    /** The sender has no copy of these entries any more that it asked for under a number up to {@code upTo}: they need not be recalled. */
    record Dropped(List<Key> keys, long upTo) implements ContractMessage {
        public Dropped {
            keys = List.copyOf(keys);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onDropped(from, this);
        }
    }

    /** Asks which of these entries the receiver used lately; it answers with {@link InUse} of the same number. */
    record Idle(long number, List<Key> keys) implements ContractMessage {
        public Idle {
            keys = List.copyOf(keys);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onIdle(from, this);
        }
    }

    /** Those of the entries asked for that were used. */
    record InUse(long number, List<Key> keys) implements ContractMessage {
        public InUse {
            keys = List.copyOf(keys);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onInUse(from, this);
        }
    }

    /** One method per message, so that a new message does not compile until every role answers it. */
    interface Handler {
        void onRecall(MemberId from, Recall recall);

        void onRecalled(MemberId from, Recalled recalled);

        void onRenew(MemberId from, Renew renew);

        void onDropped(MemberId from, Dropped dropped);

        void onIdle(MemberId from, Idle idle);

        void onInUse(MemberId from, InUse inUse);
    }
}
