package io.asdr.protocol.effect;

import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.OpId;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import org.jspecify.annotations.Nullable;

/** Something worth counting, logging or asserting. */
public sealed interface Event {

    /** A value became the committed one at its owner; null value for a removal. */
    record Committed(int table, int partition, Key key, Version version, byte @Nullable [] value, OpId call)
            implements Event {}

    /** A new owner begins with the values that it found, after a loss: {@code restored} of them. */
    record Lost(int table, int partition, long restored) implements Event {}

    /** The cluster merged with one that has keys in other partitions: what this member had of a table, as owner or replica, is gone. {@code entries} of one lane. */
    record Abandoned(int table, long entries) implements Event {}

    /** A member asked for an address that another one has, and got {@code given}. */
    record AddressTaken(String member, int wanted, int given) implements Event {}

    /** A value came back from a copy that a reader held. */
    record Restored(int table, int partition, Key key, Version version) implements Event {}

    /** The table itself removed an entry. */
    record Removed(int table, int partition, Key key, Cause cause) implements Event {}

    /** This member told an owner which of its copies it uses. */
    record Renewed(int table, int partition, int keys) implements Event {}

    /** This member asks for the new value of a copy that it gave up for a write. */
    record Refreshing(int table, int partition) implements Event {}

    /** This member did not tell an owner which of its copies it uses, or did not ask for a new value: the owner is congested. */
    record HeldBack(int table, int partition) implements Event {}

    /** A request of this member was sent again, since no answer came in time. */
    record SentAgain(int table, int partition) implements Event {}

    /** A copy here made room for others. */
    record CopyDropped(int table, int partition) implements Event {}

    /** Copies of a table became unusable here. */
    record Poisoned(int table, PoisonCause cause, long copies, MemberId by) implements Event {}

    /** Why a table removes an entry. */
    enum Cause {
        /** Its time to live is over. */
        EXPIRED,
        /** Nobody used it for as long as the table's {@code maxIdle} says. */
        IDLE,
        /** There were more entries than the table's {@code maxEntries} allows. */
        EVICTED
    }

    /** Which case of section 7 applied to a partition that this member owns in a new view. */
    record OwnerCase(int table, int partition, Case which) implements Event {}

    /** The cases of section 7. */
    enum Case {
        STAYS,
        PROMOTED,
        PULLS,
        RESTORES
    }

    /** This member has every committed entry of a partition now. */
    record Completed(int table, int partition, long entries) implements Event {}

    /** This member gave up what it had of a partition. */
    record ReleasedHere(int table, int partition, boolean writeInFlight) implements Event {}

    /** A pending value of the former owner is written again. */
    record WrittenAgain(int table, int partition, Key key) implements Event {}

    /** A recall or an update met a request for its key on the way: the answer will not be kept. */
    record MetIncomplete(int table, int partition, Key key) implements Event {}

    /** A call that was sent again was answered from its record. */
    record AnsweredFromRecord(int table, int partition, OpId call) implements Event {}

    /** The member that was building a value left; the next asker builds it. */
    record ClaimFreed(int table, int partition, Key key, MemberId builder) implements Event {}

    /** Something came that belongs to an older view. */
    record StaleSeen(MemberId from) implements Event {}

    /** What a new owner did to the copies of one table in this lane. */
    record Moved(int table, int gained, int lost, int poisoned, int promoted, long poisonedCopies, long promotedCopies)
            implements Event {}

    /** This member installed a view; {@code approved} if the view holds majorities of its bases. */
    record Approved(ViewId view, boolean approved) implements Event {}

    /** This member knows that the view may act in STRICT tables. */
    record Settled(ViewId view) implements Event {}

    /** This member forgot a base that can never be settled. */
    record BaseDropped(ViewId base) implements Event {}

    /** The members that can be reached are no majority any more. */
    record MinorityEntered() implements Event {}

    /** The members that can be reached are a majority again. */
    record MinorityLeft() implements Event {}

    /** An owner holds calls or commits back, since its own lease is not live. */
    record Held(int table, int partition) implements Event {}

    /** An owner begins to take over what another part of the cluster wrote while it was split. */
    record Merging(int table, int partition) implements Event {}

    /** A key has the value that the table's merge policy chose. */
    record Merged(int table, int partition, Key key) implements Event {}

    /** More came from members with a newer view than can wait. */
    record Overflowed(MemberId from) implements Event {}
}
