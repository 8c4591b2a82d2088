package io.asdr.protocol.owner;

import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.ContractMessage.Idle;
import io.asdr.protocol.message.ContractMessage.InUse;
import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The owner's question before it ages entries out: whether somebody uses them who reads them without asking (PROTOCOL 5; R55, R56). One batch at a time; a view ends it, and the next scan finds the
 * entries again.
 *
 * <p>When all have answered, what was used here meanwhile, or renewed, stays. And where that took long, answers may be too old to go by: nothing goes then. So an entry that somebody uses at least twice in its
 * idle time stays, however late messages are.
 */
final class IdleCheck {

    /** However short the idle time is, the answers of another site are waited for. */
    private static final long LEAST_NANOS = 1_000_000_000;

    private final Place place;
    private final Entries entries;
    private final Consumer<Key> onUnused;
    private final long mostNanos;
    private final TreeMap<Key, Version> asked = new TreeMap<>();
    private final TreeSet<MemberId> awaited = new TreeSet<>();
    private long number;
    private long begunNanos;
    private long sentNanos;

    IdleCheck(Place place, Entries entries, long maxIdleNanos, Consumer<Key> onUnused) {
        this.mostNanos = Math.max(maxIdleNanos / 2, LEAST_NANOS);
        this.place = place;
        this.entries = entries;
        this.onUnused = onUnused;
    }

    /** Asks {@code chain} and the holders of these entries, none of which was used here. */
    void begin(List<Key> keys, Collection<MemberId> chain) {
        if (isRunning()) {
            return;
        }
        Set<MemberId> readers = new TreeSet<>(chain);
        for (Key key : keys) {
            Entry entry = entries.find(key);
            if (entry != null) {
                asked.put(key, entry.version());
                readers.addAll(entry.holders());
            }
        }
        readers.remove(place.self());
        // Who has left reads nothing for long: the removal waits for the end of its lease.
        readers.removeIf(reader -> !place.view().contains(reader));
        awaited.addAll(readers);
        number++;
        begunNanos = place.nowNanos();
        send();
        endIfAllAnswered();
    }

    void onInUse(MemberId from, InUse answer) {
        if (answer.number() == number && awaited.remove(from)) {
            for (Key key : answer.keys()) {
                Entry entry = entries.find(key);
                if (asked.remove(key) != null && entry != null) {
                    entry.markUsed();
                }
            }
            endIfAllAnswered();
        }
    }

    void onView() {
        asked.clear();
        awaited.clear();
    }

    void onTick() {
        if (isRunning() && place.nowNanos() - sentNanos >= place.resendNanos()) {
            send();
        }
    }

    boolean isRunning() {
        return !awaited.isEmpty();
    }

    private void send() {
        sentNanos = place.nowNanos();
        List<Key> keys = List.copyOf(asked.keySet());
        awaited.forEach(reader -> place.send(reader, new Idle(number, keys)));
    }

    private void endIfAllAnswered() {
        if (!awaited.isEmpty()) {
            return;
        }
        Map<Key, Version> unused = new TreeMap<>(asked);
        asked.clear();
        long now = place.nowNanos();
        if (now - begunNanos > mostNanos) {
            return;
        }
        unused.forEach((key, version) -> {
            Entry entry = entries.find(key);
            if (entry == null || !entry.version().equals(version)) {
                return;
            }
            if (entry.takeUsed()) {
                entry.usedNanos(now);
            } else {
                onUnused.accept(key);
            }
        });
    }
}
