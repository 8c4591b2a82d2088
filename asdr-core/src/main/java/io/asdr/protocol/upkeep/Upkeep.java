package io.asdr.protocol.upkeep;

import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.ContractMessage.Idle;
import io.asdr.protocol.message.ContractMessage.InUse;
import io.asdr.protocol.message.ContractMessage.Renew;
import io.asdr.protocol.message.ContractMessage.Renewal;
import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import io.asdr.spi.TableOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks after the entries of one partition (PROTOCOL 5): notes which were used, tells their owner of those that only readers here use, and finds what nobody uses and what has expired.
 *
 * <p>Nothing here decides that an entry goes: the owner does, by a write (P1).
 */
public final class Upkeep {

    /** What is to be done with what was found at the owner. */
    public interface Owner {
        void onUnused(List<Key> keys);

        void onExpired(List<Key> keys);
    }

    private static final int MOST_VISITED = 64;

    /** How often a partition is looked through where entries only expire. */
    private static final long EXPIRY_NANOS = 500_000_000;

    private static final int ROUNDS_AN_IDLE_TIME = 4;

    private final Place place;
    private final Entries entries;
    private final long maxIdleNanos;
    private final boolean renews;
    private final boolean eventual;
    private final long roundNanos;
    private long dueNanos;
    private boolean begun;
    private long ownedSinceNanos;

    public Upkeep(Place place, Entries entries, TableOptions options) {
        this.place = place;
        this.entries = entries;
        this.maxIdleNanos = options.maxIdleNanos();
        this.eventual = options.eventualCopies();
        this.renews = maxIdleNanos > 0 || options.eventualCopies();
        this.roundNanos = maxIdleNanos == 0 ? EXPIRY_NANOS : Math.min(EXPIRY_NANOS, maxIdleNanos / ROUNDS_AN_IDLE_TIME);
    }

    /** This member owns the partition from now on. Who used the entries before, it does not know. */
    public void onOwner() {
        ownedSinceNanos = place.nowNanos();
    }

    /** How long ago an entry of this member's own was last seen to have been used; since it owns it at most. */
    public long idleNanos(Entry entry) {
        long now = place.nowNanos();
        return Math.min(now - entry.usedNanos(), now - ownedSinceNanos);
    }

    /** Whether there is something to look after. */
    public boolean isNeeded() {
        return (renews || entries.expiring() > 0) && entries.size() > 0;
    }

    /** Whether the partition has to be looked through now. */
    public boolean isDue() {
        long now = place.nowNanos();
        if (!isNeeded() || begun && now - dueNanos < 0) {
            return false;
        }
        begun = true;
        dueNanos = now + roundNanos;
        return true;
    }

    /** Looks at some entries of this member's own partition. */
    public int visitOwned(int cursor, Owner owner) {
        long now = place.nowNanos();
        List<Key> unused = new ArrayList<>();
        List<Key> expired = new ArrayList<>();
        int next = entries.visit(cursor, MOST_VISITED, entry -> {
            if (!entry.hasValue() || entry.tenure() < entries.floor()) {
                return;
            }
            if (entry.isExpired(now)) {
                expired.add(entry.key());
            } else if (maxIdleNanos > 0 && !isUsed(entry, now)) {
                unused.add(entry.key());
            }
        });
        owner.onExpired(expired);
        owner.onUnused(unused);
        return next;
    }

    /** Looks at some entries that another member owns; {@code copies}: they are only readers' here. */
    public int visitOthers(int cursor, boolean copies) {
        long now = place.nowNanos();
        List<Renewal> used = new ArrayList<>();
        List<Key> expired = new ArrayList<>();
        // What was used stays marked as used: it is renewed later, and the owner asks before it ages out. Eventual
        // copies
        // are only as fresh as their renewals, so these go.
        boolean heldBack = renews && !eventual && place.out().isCongested(place.owner());
        boolean renewsNow = renews && !heldBack;
        if (heldBack) {
            place.out().report(new Event.HeldBack(place.table(), place.partition()));
        }
        int next = entries.visit(cursor, MOST_VISITED, entry -> {
            if (copies && entry.isExpired(now)) {
                expired.add(entry.key());
            } else if (renewsNow && entry.hasValue() && entry.isReadable() && entry.takeUsed()) {
                entry.usedNanos(now);
                used.add(new Renewal(entry.key(), entry.version()));
            }
        });
        expired.forEach(entries::remove);
        if (!used.isEmpty()) {
            place.out().report(new Event.Renewed(place.table(), place.partition(), used.size()));
            place.send(place.owner(), new Renew(used));
        }
        return next;
    }

    /** The owner asks which of these entries were used here lately. */
    public void onIdle(MemberId from, Idle question) {
        long now = place.nowNanos();
        List<Key> used = new ArrayList<>();
        for (Key key : question.keys()) {
            Entry entry = entries.find(key);
            if (entry != null && wasUsed(entry, now)) {
                used.add(key);
            }
        }
        place.send(from, new InUse(question.number(), used));
    }

    private boolean isUsed(Entry entry, long now) {
        return now - ownedSinceNanos < maxIdleNanos || wasUsed(entry, now);
    }

    private boolean wasUsed(Entry entry, long now) {
        if (entry.takeUsed()) {
            entry.usedNanos(now);
        }
        return now - entry.usedNanos() < maxIdleNanos;
    }
}
