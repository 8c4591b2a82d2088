package io.asdr.protocol.replica;

import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.ChainMessage.Replicate;
import io.asdr.protocol.message.ChainMessage.Replicated;
import io.asdr.protocol.message.HandoverMessage.KeyRecord;

/**
 * What a replica does whose owner does not wait for it (R51): keeps what it is told, unreadable, in case the owner goes.
 *
 * <p>What can be read here came under a contract like any reader's copy, and is recalled like one (P1).
 */
public final class BackupRole {

    private final Place place;
    private final Entries entries;
    private final Synchronisation synchronisation;
    private int tenure = -1;
    private long number;

    public BackupRole(Place place, Entries entries, Synchronisation synchronisation) {
        this.place = place;
        this.entries = entries;
        this.synchronisation = synchronisation;
    }

    /** {@code keeps}: whether this member is to keep what it is told. */
    public void onReplicate(Replicate page, boolean keeps) {
        if (tenure != place.tenure()) {
            tenure = place.tenure();
            number = 0;
        }
        // A page that was sent again may come late, and what it says is old then.
        if (keeps && page.number() > number) {
            number = page.number();
            page.records().forEach(this::keep);
        }
        place.send(place.owner(), new Replicated(page.number()));
    }

    private void keep(KeyRecord record) {
        Entry entry = entries.find(record.key());
        boolean known = entry != null
                && entry.hasValue()
                && entry.tenure() >= entries.floor()
                && !record.version().isAfter(entry.version());
        synchronisation.onTouched(record.key());
        if (known) {
            return;
        }
        if (record.value() == null) {
            entries.remove(record.key());
            return;
        }
        long deadline = Deadline.after(record.leftNanos(), place.nowNanos());
        entries.putUnreadable(record.key(), record.value(), record.version(), place.tenure(), deadline);
    }
}
