package io.asdr.protocol.effect;

import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.Outcome;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.protocol.message.ScanMessage;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import org.jspecify.annotations.Nullable;

/** Where everything leaves a lane: collected while an input is dealt with, carried out after the lane was left. */
public interface Outbox {

    void send(MemberId to, ViewId view, int table, int partition, PartitionMessage message);

    /** Answers a sender whose view is older than this member's. */
    void sendStale(MemberId to, ViewId view);

    /**
     * Ends a read.
     *
     * @param entry the entry that may serve later reads here, or null if nothing was kept
     * @param value the value, or null if there is none
     * @param local whether it was served here: then the caller must check the entry, or without one the owner's lease, after it left the lane, and read again if that fails
     */
    void completeRead(Ticket ticket, @Nullable Entry entry, byte @Nullable [] value, Version version, boolean local);

    /** Ends a call. {@code sequence} names the claim or reservation that it got, if it got one. */
    void completeCall(Ticket ticket, Outcome outcome, long sequence);

    void completeScan(Ticket ticket, ScanMessage.Keys keys);

    /** Lets the application's merge policy choose between values that several parts of a split cluster wrote, and writes what it chose if the present value still has that version. */
    void resolve(Conflict conflict);

    void report(Event event);

    /** This lane needs nothing any more of what was offered to it in this view. */
    void exchanged(ViewId view);

    /** Whether to hold back to this member what is not critical: it has too much to do. */
    boolean isCongested(MemberId member);

    /** Asks to be woken at {@code atNanos} at the latest. */
    void wakeAt(long atNanos);
}
