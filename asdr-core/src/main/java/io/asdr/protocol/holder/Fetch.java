package io.asdr.protocol.holder;

import io.asdr.protocol.effect.Ticket;
import io.asdr.protocol.message.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * A request for a key that is on its way (INCOMPLETE).
 *
 * <p>Its answer goes to the readers that came before it was first sent: later ones may have seen a newer value elsewhere, so they wait for it and then read again.
 */
final class Fetch {

    private final Key key;
    private final List<Ticket> first = new ArrayList<>();
    private final List<Ticket> later = new ArrayList<>();
    private long number;
    private final boolean afterWrite;
    private boolean kept = true;
    private long sentNanos;

    Fetch(Key key, boolean afterWrite) {
        this.key = key;
        this.afterWrite = afterWrite;
    }

    Key key() {
        return key;
    }

    long number() {
        return number;
    }

    /** Whether it asks for what comes after the write that is on its way. */
    boolean isAfterWrite() {
        return afterWrite;
    }

    /** Readers that the answer is for. */
    List<Ticket> first() {
        return first;
    }

    /** Readers that came after the request was sent. */
    List<Ticket> later() {
        return later;
    }

    /** A recall or an update of the key came: the answer is handed on, but not kept. */
    void shut() {
        kept = false;
    }

    boolean mayKeep() {
        return kept;
    }

    /** Begins anew under another number, for all readers that wait. */
    void renumber(long next) {
        number = next;
        kept = true;
        first.addAll(later);
        later.clear();
    }

    long sentNanos() {
        return sentNanos;
    }

    void onSent(long nowNanos) {
        sentNanos = nowNanos;
    }
}
