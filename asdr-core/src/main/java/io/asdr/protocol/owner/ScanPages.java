package io.asdr.protocol.owner;

import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.ScanMessage.Keys;
import io.asdr.protocol.message.ScanMessage.Scan;
import io.asdr.spi.MemberId;
import java.util.ArrayList;
import java.util.List;

/** Gives pages of keys to whoever scans the partition. Nothing is kept between two pages; who asks before everything is here waits. */
final class ScanPages {

    private record Asker(MemberId member, Scan scan) {}

    private final Place place;
    private final Entries entries;
    private final List<Asker> waiting = new ArrayList<>();

    ScanPages(Place place, Entries entries) {
        this.place = place;
        this.entries = entries;
    }

    void onScan(MemberId from, Scan scan, boolean complete) {
        if (complete) {
            place.send(from, page(scan));
        } else {
            waiting.removeIf(
                    asker -> asker.member().equals(from) && asker.scan().number() == scan.number());
            waiting.add(new Asker(from, scan));
        }
    }

    /** Everything is here. */
    void onComplete() {
        List<Asker> askers = List.copyOf(waiting);
        waiting.clear();
        askers.forEach(asker -> place.send(asker.member(), page(asker.scan())));
    }

    /** Members ask again in a new view. */
    void onView() {
        waiting.clear();
    }

    private Keys page(Scan scan) {
        List<Key> keys = new ArrayList<>();
        for (Entry entry : entries.all()) {
            if (entry.hasValue() && !entry.isExpired(place.nowNanos())) {
                keys.add(entry.key());
            }
        }
        Key after = scan.after();
        List<Key> rest = keys.stream()
                .filter(key -> after == null || key.compareTo(after) > 0)
                .sorted()
                .toList();
        int limit = Math.min(scan.limit(), Scan.MAX_LIMIT);
        boolean more = rest.size() > limit;
        return new Keys(scan.number(), rest.subList(0, more ? limit : rest.size()), keys.size(), more);
    }
}
