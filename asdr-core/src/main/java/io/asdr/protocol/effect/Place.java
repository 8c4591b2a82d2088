package io.asdr.protocol.effect;

import io.asdr.protocol.message.PartitionMessage;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import java.util.List;

/** One partition of one table in the present view, as its roles see it. */
public interface Place {

    MemberId self();

    int table();

    int partition();

    View view();

    /** This member's number of the view since which the present owner owns the partition. */
    int tenure();

    MemberId owner();

    /** Owner first. */
    List<MemberId> chain();

    /** The time of the present input. */
    long nowNanos();

    /** The time of the present input by the wall clock that this member had when it installed the view, in microseconds: for people and merge policies, never for a promise. */
    long wallMicros();

    /** When a message that was not answered is sent again. */
    long resendNanos();

    /**
     * How long the lease runs that this member gave to a member which is not in the view any more, or {@code nowNanos} if it has none.
     */
    long leaseEndNanos(MemberId departed);

    /** Whether the table stops where a majority is missing. */
    boolean isStrict();

    /** Whether this member, as owner, may answer and decide here and now: whether its own lease is live (PROTOCOL 6). */
    boolean isActing();

    /** Whether it may commit, too: in a STRICT table only in a view that it approved. */
    boolean mayCommit();

    /**
     * Whether the end of a lease stands for the answer of a member that left: in a STRICT table not before all members have approved the view. Until then the member may be part of a view beside this one, which
     * can still be settled instead.
     */
    boolean isAgreed();

    /** By how many moves of the table the format of the keys here came. */
    int keyMoves();

    /** Whether the keys here are of the major from which the table moves: nothing is written here any more but what takes them away. */
    default boolean drains() {
        return false;
    }

    /** Whether the keys here are of the major to which the table moves: some may still be where they were. */
    default boolean fills() {
        return false;
    }

    /** Sends, or hands back to this very partition where {@code to} is this member. */
    void send(MemberId to, PartitionMessage message);

    /** Asks to be ticked at {@code atNanos} at the latest. A tick before that forgets it: whoever still waits asks again. */
    void wakeAt(long atNanos);

    /**
     * Whether the partition may move data in the background now. Only a few of a lane do at a time, so that callers don't wait behind all that a view moves; who may not is told when its turn comes.
     */
    boolean takesTurn();

    /** Keys were moved in the background, and came that long after they were asked for; returns until when the lane moves no more of them, since the rest of the time is the callers'. */
    long restAfter(int keys, long tookNanos);

    Outbox out();

    /** Whether what nobody waits for is held back to a member: it has too much to do. While a member leaves, that one waits for all that moves. */
    default boolean isHeldBack(MemberId member) {
        return out().isCongested(member) && view().members().stream().noneMatch(View.Member::leaving);
    }
}
