package io.asdr.protocol.message;

import io.asdr.spi.MemberId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a member reads through the keys of a partition, page by page; the owner keeps nothing between two pages. */
public sealed interface ScanMessage extends PartitionMessage {

    void dispatch(MemberId from, Handler handler);

    /** Asks for up to {@code limit} keys after {@code after} (null: from the first), in the order of {@link Key}. With limit 0 only for how many there are. */
    record Scan(long number, @Nullable Key after, int limit) implements ScanMessage {

        /** The most keys of one page. */
        public static final int MAX_LIMIT = 1_024;

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onScan(from, this);
        }
    }

    /** The next keys; {@code more} if there are others after the last of them. */
    record Keys(long number, List<Key> keys, long entryCount, boolean more) implements ScanMessage {
        public Keys {
            keys = List.copyOf(keys);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onKeys(from, this);
        }
    }

    /** One method per message. */
    interface Handler {
        void onScan(MemberId from, Scan scan);

        void onKeys(MemberId from, Keys keys);
    }
}
