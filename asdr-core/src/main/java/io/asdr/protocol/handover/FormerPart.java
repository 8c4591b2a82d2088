package io.asdr.protocol.handover;

import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.entry.Pending;
import io.asdr.protocol.message.HandoverMessage.CallLog;
import io.asdr.protocol.message.HandoverMessage.KeyRecord;
import io.asdr.protocol.message.HandoverMessage.Part;
import io.asdr.protocol.message.HandoverMessage.PullPart;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.List;

/**
 * What a part of the cluster had of a partition while it was split off, set aside by a member that was complete there and now comes to the others as a new one. The owner takes from it what the table's
 * merge policy chooses.
 */
public final class FormerPart {

    private static final int PAGE_KEYS = 1_024;
    private static final int PAGE_BYTES = 256 * 1024;

    private final ViewId id;
    private final ViewId fork;
    private final ViewId mergedIn;
    private final List<KeyRecord> records;
    private final CallLog calls;

    private FormerPart(ViewId id, ViewId fork, ViewId mergedIn, List<KeyRecord> records, CallLog calls) {
        this.id = id;
        this.fork = fork;
        this.mergedIn = mergedIn;
        this.records = records;
        this.calls = calls;
    }

    /**
     * Sets aside what is here.
     *
     * @param before the last view of the part
     * @param merged the view in which it meets the others
     * @param values whether the merge policy asks for them
     * @param nowNanos when this is: what is left of lives is counted from here
     */
    public static FormerPart of(
            View before, View merged, Entries entries, CallLog calls, boolean values, long nowNanos) {
        List<KeyRecord> records = new ArrayList<>();
        if (values) {
            for (Entry entry : entries.all()) {
                Pending pending = entry.pending();
                records.add(new KeyRecord(
                        entry.key(),
                        entry.value(),
                        entry.version(),
                        pending == null ? null : pending.toRecord(nowNanos),
                        Deadline.left(entry.expiresNanos(), nowNanos)));
            }
        }
        ViewId fork =
                before.line().stream().filter(merged::hasOnLine).findFirst().orElse(ViewId.NONE);
        return new FormerPart(before.id(), fork, merged.id(), records, calls);
    }

    /** The last view of the part: complete members of the same part have the same. */
    public ViewId id() {
        return id;
    }

    public void onPull(Place place, MemberId from, PullPart pull) {
        List<KeyRecord> page = new ArrayList<>();
        int next = pull.cursor();
        int bytes = 0;
        while (next < records.size() && page.size() < PAGE_KEYS && bytes < PAGE_BYTES) {
            KeyRecord record = records.get(next++);
            page.add(record);
            bytes += record.key().bytes().length + (record.value() == null ? 0 : record.value().length);
        }
        place.send(
                from,
                new Part(
                        pull.number(),
                        pull.cursor(),
                        next < records.size() ? next : -1,
                        fork,
                        mergedIn,
                        page,
                        pull.cursor() == 0 ? calls : null));
    }
}
