package io.asdr.runtime;

import io.asdr.protocol.message.Key;
import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.spi.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One walk through all keys of a table, a page at a time, partition by partition. One thread.
 *
 * <p>While the table moves to another key format, or if it begins to, the walk goes through the partitions of the format before and then through the others. A key may have moved from the one to the other in
 * between, so from when the table moves on those that were seen are remembered.
 */
final class KeyPages<K> {

    private static final int PAGE_KEYS = 1_024;

    private final Calls calls;
    private final int table;
    private final TableEncoding<K, ?> encoding;
    private final Supplier<PartitionTable> layout;

    /** By how many moves of the table the format came whose partitions the walk is in. */
    private int keyMoves;

    private int number;
    private @Nullable Key after;
    private @Nullable Set<Key> seen;

    /** Where the walk was when the table began to move: what lies before was seen if it was there all the time. */
    private int seenBefore;

    private @Nullable Key seenUpTo;

    KeyPages(Calls calls, int table, TableEncoding<K, ?> encoding, Supplier<PartitionTable> layout) {
        this.calls = calls;
        this.table = table;
        this.encoding = encoding;
        this.layout = layout;
        View.TableSettings now = encoding.table();
        this.keyMoves = now.isMoving() ? now.keyMoves() - 1 : now.keyMoves();
        if (now.isMoving()) {
            seen = new HashSet<>();
        }
    }

    KeyPage<K> first() {
        return page();
    }

    private KeyPage<K> page() {
        ScanResult page = calls.scan(table, layout.get().firstPartition(table, keyMoves) + number, after, PAGE_KEYS);
        noteMove();
        List<K> found = new ArrayList<>();
        for (Key key : page.keys()) {
            after = key;
            add(key, found);
        }
        return new KeyPage<>(found, proceed(page.more()) ? this::page : null);
    }

    /** The table may have begun to move since the page was asked for; what is in it is remembered then, too. */
    private void noteMove() {
        if (seen == null && encoding.table().keyMoves() != keyMoves) {
            seen = new HashSet<>();
            seenBefore = number;
            seenUpTo = after;
        }
    }

    private void add(Key key, List<K> found) {
        K decoded = encoding.decodeKey(key, keyMoves);
        Set<Key> remembered = seen;
        if (remembered == null) {
            found.add(decoded);
        } else if (isPresent()
                ? !remembered.contains(encoding.ownKey(decoded)) && !wasPassed(decoded)
                : remembered.add(encoding.ownKey(decoded))) {
            found.add(decoded);
        }
    }

    /** Whether the key lay where the walk had been before the table began to move. */
    private boolean wasPassed(K key) {
        if (seenBefore == 0 && seenUpTo == null) {
            return false;
        }
        PlacedKey former = encoding.encodeKey(key, keyMoves - 1);
        int place = former.spot().partition(layout.get().view().settings());
        Key upTo = seenUpTo;
        return place < seenBefore
                || place == seenBefore && upTo != null && former.key().compareTo(upTo) <= 0;
    }

    private boolean isPresent() {
        return encoding.table().keyMoves() == keyMoves;
    }

    /** On to what comes next; returns false if there is nothing more. */
    private boolean proceed(boolean more) {
        if (more) {
            return true;
        }
        after = null;
        number++;
        if (number < layout.get().partitionCount(table)) {
            return true;
        }
        if (isPresent()) {
            return false;
        }
        number = 0;
        keyMoves = encoding.table().keyMoves();
        return true;
    }
}
