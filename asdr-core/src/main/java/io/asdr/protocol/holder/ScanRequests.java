package io.asdr.protocol.holder;

import io.asdr.protocol.effect.Place;
import io.asdr.protocol.effect.Ticket;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.ScanMessage.Keys;
import io.asdr.protocol.message.ScanMessage.Scan;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** This member's requests for pages of keys. */
public final class ScanRequests {

    private static final class OpenScan {
        private final Ticket ticket;
        private final Scan scan;
        private long sentNanos;

        OpenScan(Ticket ticket, Scan scan) {
            this.ticket = ticket;
            this.scan = scan;
        }
    }

    private final Place place;
    private final TreeMap<Long, OpenScan> open = new TreeMap<>();
    private long numbers;

    public ScanRequests(Place place) {
        this.place = place;
    }

    public void begin(@Nullable Key after, int limit, Ticket ticket) {
        OpenScan scan = new OpenScan(ticket, new Scan(++numbers, after, limit));
        open.put(numbers, scan);
        send(scan);
    }

    public void onKeys(Keys keys) {
        OpenScan scan = open.remove(keys.number());
        if (scan != null) {
            place.out().completeScan(scan.ticket, keys);
        }
    }

    public void cancel(Ticket ticket) {
        open.values().removeIf(scan -> scan.ticket.equals(ticket));
    }

    public void onView() {
        open.values().forEach(this::send);
    }

    public void onTick() {
        open.values().forEach(scan -> {
            if (place.nowNanos() - scan.sentNanos >= place.resendNanos()) {
                send(scan);
            }
        });
    }

    /** The partition is no more, and has no keys. */
    public void end() {
        open.values()
                .forEach(scan ->
                        place.out().completeScan(scan.ticket, new Keys(scan.scan.number(), List.of(), 0, false)));
        open.clear();
    }

    public boolean isBusy() {
        return !open.isEmpty();
    }

    private void send(OpenScan scan) {
        scan.sentNanos = place.nowNanos();
        place.send(place.owner(), scan.scan);
    }
}
