package io.asdr.protocol.entry;

import io.asdr.protocol.message.HandoverMessage.PendingRecord;
import io.asdr.protocol.message.OpId;
import io.asdr.protocol.message.Outcome;
import io.asdr.spi.Version;
import org.jspecify.annotations.Nullable;

/**
 * A value that is being written, beside the committed one.
 *
 * @param value null if the write removes the entry
 * @param expiresNanos when the value ends, once it is committed
 * @param tenure in which this member heard of it; only in that tenure its owner can commit it
 */
public record Pending(
        Version version,
        byte @Nullable [] value,
        OpId call,
        long callerLowMark,
        Outcome result,
        long expiresNanos,
        int tenure) {

    /** The same for another member. */
    public PendingRecord toRecord(long nowNanos) {
        return new PendingRecord(version, value, call, callerLowMark, result, Deadline.left(expiresNanos, nowNanos));
    }
}
