package io.asdr.protocol.holder;

import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.effect.Ticket;
import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.ContractMessage.Dropped;
import io.asdr.protocol.message.ContractMessage.Recall;
import io.asdr.protocol.message.ContractMessage.Recalled;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.ReadMessage.Answer;
import io.asdr.protocol.message.ReadMessage.Get;
import io.asdr.spi.MemberId;
import io.asdr.spi.TableOptions;
import io.asdr.spi.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a reader does: asks the owner once for all its callers, keeps what comes under a contract, and gives it up when it is recalled (PROTOCOL 3 and 5; P1). */
public final class HolderRole {

    private static final int MOST_DROPPED = 64;

    private final Place place;
    private final Entries entries;
    private final BiConsumer<Key, Version> onConfirmed;
    private final boolean backsUp;
    private final boolean refreshes;
    private final List<Key> dropped = new ArrayList<>();
    private final boolean renewsOld;
    private final TreeMap<Key, Fetch> fetches = new TreeMap<>();
    private final TreeMap<Long, Fetch> byNumber = new TreeMap<>();
    private long numbers;

    /** {@code onConfirmed} hears that the owner answered with a contract, before the value is kept. */
    public HolderRole(Place place, Entries entries, BiConsumer<Key, Version> onConfirmed, TableOptions options) {
        this.place = place;
        this.entries = entries;
        this.onConfirmed = onConfirmed;
        this.backsUp = options.isAsync();
        this.renewsOld = options.eventualCopies();
        this.refreshes = options.refresh() || renewsOld;
    }

    /** A caller reads a key that can't be served here. */
    public void onRead(Key key, Ticket ticket) {
        Fetch open = fetches.get(key);
        if (open != null) {
            open.later().add(ticket);
            return;
        }
        Fetch fetch = new Fetch(key, false);
        fetch.first().add(ticket);
        fetches.put(key, fetch);
        begin(fetch);
    }

    public void onAnswer(MemberId from, Answer answer) {
        Fetch fetch = byNumber.get(answer.number());
        if (fetch == null || !from.equals(place.owner())) {
            return;
        }
        Entry entry = null;
        if (answer.contract() && fetch.mayKeep() && answer.value() != null) {
            onConfirmed.accept(fetch.key(), answer.version());
            entry = entries.put(
                    fetch.key(),
                    answer.value(),
                    answer.version(),
                    place.tenure(),
                    Deadline.after(answer.leftNanos(), fetch.sentNanos()));
        }
        for (Ticket ticket : fetch.first()) {
            place.out().completeRead(ticket, entry, answer.value(), answer.version(), false);
        }
        fetch.first().clear();
        if (entry != null || fetch.later().isEmpty()) {
            end(fetch);
            for (Ticket ticket : fetch.later()) {
                place.out().completeRead(ticket, entry, answer.value(), answer.version(), true);
            }
        } else {
            begin(fetch);
        }
    }

    /** Makes an older copy unreadable, then answers; returns whether readers here lose one. Where there is no copy, it leaves nothing. */
    public boolean onRecall(Recall recall) {
        shut(recall.key());
        Entry old = findOlder(recall.key(), recall.version());
        boolean lost = old != null && giveUp(old);
        place.send(place.owner(), new Recalled(recall.version()));
        // Where renewals find old copies out, only those in use are renewed.
        if (refreshes && old != null && (old.takeUsed() || renewsOld) && !isFetching(recall.key())) {
            refresh(recall);
        }
        return lost;
    }

    private void refresh(Recall recall) {
        if (!renewsOld && place.out().isCongested(place.owner())) {
            place.out().report(new Event.HeldBack(place.table(), place.partition()));
        } else {
            // Readers here want the new value: it comes as soon as it is committed, with a contract of its own.
            Fetch fetch = new Fetch(recall.key(), true);
            fetches.put(recall.key(), fetch);
            begin(fetch);
            place.out().report(new Event.Refreshing(place.table(), place.partition()));
        }
    }

    /** Makes an older copy unreadable; returns whether readers here lose one. */
    public boolean giveUp(Key key, Version newer) {
        shut(key);
        Entry old = findOlder(key, newer);
        return old != null && giveUp(old);
    }

    private @Nullable Entry findOlder(Key key, Version newer) {
        Entry entry = entries.find(key);
        return entry != null && newer.isAfter(entry.version()) ? entry : null;
    }

    private boolean giveUp(Entry old) {
        boolean readable = old.isReadable();
        if (backsUp && place.chain().contains(place.self())) {
            // The old value is better than none until the owner tells of the new one.
            old.retire();
        } else {
            entries.remove(old.key());
        }
        return readable;
    }

    /** A copy makes room for others. Its owner is told a little later, with others that do. */
    public void drop(Key key) {
        entries.remove(key);
        place.out().report(new Event.CopyDropped(place.table(), place.partition()));
        if (!isFetching(key)) {
            dropped.add(key);
            if (dropped.size() >= MOST_DROPPED) {
                tellDropped();
            }
        }
    }

    /** What is asked for again meanwhile is left out: the owner would not know which request is meant. */
    private void tellDropped() {
        List<Key> gone = new ArrayList<>();
        for (Key key : dropped) {
            if (entries.find(key) == null && !isFetching(key)) {
                gone.add(key);
            }
        }
        dropped.clear();
        if (!gone.isEmpty()) {
            place.send(place.owner(), new Dropped(gone, numbers));
        }
    }

    /** A newer value of the key is on its way: the answer of an open request will not be kept. */
    public void shut(Key key) {
        Fetch open = fetches.get(key);
        if (open != null) {
            open.shut();
            place.out().report(new Event.MetIncomplete(place.table(), place.partition(), key));
        }
    }

    /** Everything of the partition is recalled: no answer that is on its way will be kept. */
    public void shutAll() {
        fetches.values().forEach(Fetch::shut);
    }

    /** All requests end, and are sent again to the owner of the new view. */
    public void onView() {
        dropped.clear();
        for (Fetch fetch : fetches.values()) {
            begin(fetch);
        }
    }

    /** This member is the owner now: hands over who waits. */
    public Map<Ticket, Key> takeWaiting() {
        Map<Ticket, Key> tickets = new LinkedHashMap<>();
        for (Fetch fetch : fetches.values()) {
            fetch.first().forEach(ticket -> tickets.put(ticket, fetch.key()));
            fetch.later().forEach(ticket -> tickets.put(ticket, fetch.key()));
        }
        fetches.clear();
        byNumber.clear();
        dropped.clear();
        return tickets;
    }

    public void cancel(Ticket ticket) {
        for (Fetch fetch : new ArrayList<>(fetches.values())) {
            fetch.first().remove(ticket);
            fetch.later().remove(ticket);
            if (fetch.first().isEmpty() && fetch.later().isEmpty()) {
                end(fetch);
            }
        }
    }

    public void onTick() {
        tellDropped();
        for (Fetch fetch : List.copyOf(fetches.values())) {
            if (place.nowNanos() - fetch.sentNanos() >= place.resendNanos()) {
                place.out().report(new Event.SentAgain(place.table(), place.partition()));
                send(fetch);
            }
        }
    }

    public boolean isBusy() {
        return !fetches.isEmpty() || !dropped.isEmpty();
    }

    public boolean isFetching(Key key) {
        return fetches.containsKey(key);
    }

    private void begin(Fetch fetch) {
        byNumber.remove(fetch.number());
        fetch.renumber(++numbers);
        if (!entries.hasRoom()) {
            // The answer is passed on, and nobody need be told to give it up.
            fetch.shut();
        }
        byNumber.put(numbers, fetch);
        send(fetch);
    }

    private void end(Fetch fetch) {
        fetches.remove(fetch.key());
        byNumber.remove(fetch.number());
    }

    private void send(Fetch fetch) {
        fetch.onSent(place.nowNanos());
        place.send(place.owner(), new Get(fetch.number(), fetch.key(), fetch.isAfterWrite(), fetch.mayKeep()));
    }
}
