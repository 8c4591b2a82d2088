package io.asdr.wire;

import io.asdr.protocol.message.ChainMessage.Commit;
import io.asdr.protocol.message.ChainMessage.Committed;
import io.asdr.protocol.message.ChainMessage.Replicate;
import io.asdr.protocol.message.ChainMessage.Replicated;
import io.asdr.protocol.message.ChainMessage.Update;
import io.asdr.protocol.message.ChainMessage.Updated;

/** The layouts of writes along a chain. */
final class ChainFrames {

    private ChainFrames() {}

    static void writeUpdate(FrameWriter to, Update update) {
        to.key(update.key());
        to.version(update.version());
        to.nullableBytes(update.value());
        CallFrames.writeOpId(to, update.call());
        to.number(update.callerLowMark());
        CallFrames.writeOutcome(to, update.result());
        to.number(update.leftNanos());
        to.version(update.closed());
    }

    static Update readUpdate(FrameReader from) {
        return new Update(
                from.key("key"),
                from.version("version"),
                from.nullableBytes("value"),
                CallFrames.readOpId(from),
                from.number("callerLowMark"),
                CallFrames.readOutcome(from),
                from.nanos("leftNanos"),
                from.version("closed"));
    }

    static void writeUpdated(FrameWriter to, Updated updated) {
        to.version(updated.version());
    }

    static Updated readUpdated(FrameReader from) {
        return new Updated(from.version("version"));
    }

    static void writeCommit(FrameWriter to, Commit commit) {
        to.version(commit.closed());
        to.list(commit.committed(), ChainFrames::writeCommitted);
    }

    static Commit readCommit(FrameReader from) {
        return new Commit(from.version("closed"), from.list("committed", ChainFrames::readCommitted));
    }

    static void writeReplicate(FrameWriter to, Replicate page) {
        to.number(page.number());
        to.list(page.records(), HandoverFrames::writeKeyRecord);
    }

    static Replicate readReplicate(FrameReader from) {
        return new Replicate(from.number("number"), from.list("records", HandoverFrames::readKeyRecord));
    }

    static void writeReplicated(FrameWriter to, Replicated replicated) {
        to.number(replicated.number());
    }

    static Replicated readReplicated(FrameReader from) {
        return new Replicated(from.number("number"));
    }

    private static void writeCommitted(FrameWriter to, Committed committed) {
        to.key(committed.key());
        to.version(committed.version());
    }

    private static Committed readCommitted(FrameReader from) {
        return new Committed(from.key("committed.key"), from.version("committed.version"));
    }
}
