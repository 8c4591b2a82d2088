package io.asdr.protocol.owner;

import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.HandoverMessage.CallLog;
import io.asdr.protocol.message.HandoverMessage.Compare;
import io.asdr.protocol.message.HandoverMessage.Compared;
import io.asdr.protocol.message.HandoverMessage.KeyRecord;
import io.asdr.protocol.message.HandoverMessage.Listed;
import io.asdr.protocol.message.Key;
import io.asdr.spi.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The owner's side of making one member of the chain equal to it: lists keys and versions, and gives the values that the member lacks.
 *
 * <p>Invariant: a key is listed only while no write of it is on its way that the member has not answered. Such a key is put at the end, so the member is never complete without a value that
 * was committed.
 */
final class Mirror {

    private static final int PAGE_KEYS = 16;
    private static final int PAGE_BYTES = 16 * 1024;

    private final long number;
    private final Entries entries;
    private final List<Key> keys = new ArrayList<>();
    private long sentNanos;

    /** The page that was listed last. A page that is asked for again is the same: it would put keys at the end once more each time. */
    private int listedFrom = -1;

    private int listedTo;
    private List<Listed> lastListed = List.of();

    Mirror(long number, Entries entries) {
        this.number = number;
        this.entries = entries;
        for (Entry entry : entries.all()) {
            // A value that is written again may be committed already, although the owner has it as pending only.
            if (entry.hasValue() || entry.pending() != null) {
                keys.add(entry.key());
            }
        }
    }

    long number() {
        return number;
    }

    /** When the member was last told to begin, or given something. */
    long sentNanos() {
        return sentNanos;
    }

    void onSent(long nowNanos) {
        sentNanos = nowNanos;
    }

    /**
     * The next page.
     *
     * @param unanswered whether a write of the key is on its way that the member has not answered
     */
    Compared page(Compare compare, Predicate<Key> unanswered, CallLog calls, long nowNanos) {
        List<KeyRecord> values = new ArrayList<>();
        int bytes = 0;
        for (Key key : compare.wanted()) {
            if (bytes > PAGE_BYTES || unanswered.test(key)) {
                continue;
            }
            Entry entry = entries.find(key);
            byte[] value = entry == null ? null : entry.value();
            long left = entry == null ? 0 : Deadline.left(entry.expiresNanos(), nowNanos);
            values.add(new KeyRecord(key, value, entry == null ? Version.NONE : entry.version(), null, left));
            bytes += value == null ? 0 : value.length;
        }
        int cursor = compare.cursor();
        if (cursor > listedFrom) {
            list(cursor, unanswered);
        }
        boolean isLast = cursor >= 0 && cursor == listedFrom;
        return new Compared(
                number,
                cursor,
                isLast ? listedTo : cursor,
                isLast ? lastListed : List.of(),
                values,
                cursor == 0 ? calls : null);
    }

    private void list(int cursor, Predicate<Key> unanswered) {
        List<Listed> listed = new ArrayList<>();
        int next = cursor;
        int end = keys.size();
        while (next < end && listed.size() < PAGE_KEYS) {
            Key key = keys.get(next++);
            if (unanswered.test(key)) {
                keys.add(key);
            } else {
                Entry entry = entries.find(key);
                if (entry != null && entry.hasValue()) {
                    listed.add(new Listed(key, entry.version()));
                }
            }
        }
        listedFrom = cursor;
        listedTo = next >= keys.size() ? -1 : next;
        lastListed = listed;
    }
}
