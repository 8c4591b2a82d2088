package io.asdr.wire;

import io.asdr.protocol.message.HandoverMessage.CallLog;
import io.asdr.protocol.message.HandoverMessage.CallRecord;
import io.asdr.protocol.message.HandoverMessage.CallerMark;
import io.asdr.protocol.message.HandoverMessage.Compare;
import io.asdr.protocol.message.HandoverMessage.Compared;
import io.asdr.protocol.message.HandoverMessage.KeyRecord;
import io.asdr.protocol.message.HandoverMessage.Listed;
import io.asdr.protocol.message.HandoverMessage.Part;
import io.asdr.protocol.message.HandoverMessage.PendingRecord;
import io.asdr.protocol.message.HandoverMessage.Pull;
import io.asdr.protocol.message.HandoverMessage.PullKey;
import io.asdr.protocol.message.HandoverMessage.PullPart;
import io.asdr.protocol.message.HandoverMessage.Pulled;
import io.asdr.protocol.message.HandoverMessage.PulledKey;
import io.asdr.protocol.message.HandoverMessage.Synchronise;
import io.asdr.protocol.message.HandoverMessage.Synchronised;

/** The layouts of the hand-over. */
final class HandoverFrames {

    /** The cursor after the last page. */
    private static final int NO_MORE = -1;

    private HandoverFrames() {}

    static void writePull(FrameWriter to, Pull pull) {
        to.number(pull.number());
        to.int32(pull.cursor());
    }

    static Pull readPull(FrameReader from) {
        return new Pull(from.number("number"), from.int32("cursor", 0));
    }

    static void writePulled(FrameWriter to, Pulled pulled) {
        to.number(pulled.number());
        to.int32(pulled.cursor());
        to.int32(pulled.next());
        to.list(pulled.records(), HandoverFrames::writeKeyRecord);
        to.optional(pulled.calls(), HandoverFrames::writeCallLog);
    }

    static Pulled readPulled(FrameReader from) {
        return new Pulled(
                from.number("number"),
                from.int32("cursor", 0),
                from.int32("next", NO_MORE),
                from.list("records", HandoverFrames::readKeyRecord),
                from.optional("calls", HandoverFrames::readCallLog));
    }

    static void writePullKey(FrameWriter to, PullKey pull) {
        to.number(pull.number());
        to.key(pull.key());
    }

    static PullKey readPullKey(FrameReader from) {
        return new PullKey(from.number("number"), from.key("key"));
    }

    static void writePulledKey(FrameWriter to, PulledKey pulled) {
        to.number(pulled.number());
        writeKeyRecord(to, pulled.record());
    }

    static PulledKey readPulledKey(FrameReader from) {
        return new PulledKey(from.number("number"), readKeyRecord(from));
    }

    static void writePullPart(FrameWriter to, PullPart pull) {
        to.number(pull.number());
        to.int32(pull.cursor());
    }

    static PullPart readPullPart(FrameReader from) {
        return new PullPart(from.number("number"), from.int32("cursor", 0));
    }

    static void writePart(FrameWriter to, Part part) {
        to.number(part.number());
        to.int32(part.cursor());
        to.int32(part.next());
        to.viewId(part.fork());
        to.viewId(part.mergedIn());
        to.list(part.records(), HandoverFrames::writeKeyRecord);
        to.optional(part.calls(), HandoverFrames::writeCallLog);
    }

    static Part readPart(FrameReader from) {
        return new Part(
                from.number("number"),
                from.int32("cursor", 0),
                from.int32("next", NO_MORE),
                from.viewId("fork"),
                from.viewId("mergedIn"),
                from.list("records", HandoverFrames::readKeyRecord),
                from.optional("calls", HandoverFrames::readCallLog));
    }

    static void writeSynchronise(FrameWriter to, Synchronise synchronise) {
        to.number(synchronise.number());
    }

    static Synchronise readSynchronise(FrameReader from) {
        return new Synchronise(from.number("number"));
    }

    static void writeCompare(FrameWriter to, Compare compare) {
        to.number(compare.number());
        to.int32(compare.cursor());
        to.list(compare.wanted(), FrameWriter::key);
    }

    static Compare readCompare(FrameReader from) {
        return new Compare(
                from.number("number"), from.int32("cursor", NO_MORE), from.list("wanted", r -> r.key("wanted")));
    }

    static void writeCompared(FrameWriter to, Compared compared) {
        to.number(compared.number());
        to.int32(compared.cursor());
        to.int32(compared.next());
        to.list(compared.listed(), HandoverFrames::writeListed);
        to.list(compared.values(), HandoverFrames::writeKeyRecord);
        to.optional(compared.calls(), HandoverFrames::writeCallLog);
    }

    static Compared readCompared(FrameReader from) {
        return new Compared(
                from.number("number"),
                from.int32("cursor", NO_MORE),
                from.int32("next", NO_MORE),
                from.list("listed", HandoverFrames::readListed),
                from.list("values", HandoverFrames::readKeyRecord),
                from.optional("calls", HandoverFrames::readCallLog));
    }

    static void writeSynchronised(FrameWriter to, Synchronised synchronised) {
        to.number(synchronised.number());
    }

    static Synchronised readSynchronised(FrameReader from) {
        return new Synchronised(from.number("number"));
    }

    static void writeKeyRecord(FrameWriter to, KeyRecord record) {
        to.key(record.key());
        to.nullableBytes(record.value());
        to.version(record.version());
        to.optional(record.pending(), HandoverFrames::writePendingRecord);
        to.number(record.leftNanos());
    }

    static KeyRecord readKeyRecord(FrameReader from) {
        return new KeyRecord(
                from.key("record.key"),
                from.nullableBytes("record.value"),
                from.version("record.version"),
                from.optional("record.pending", HandoverFrames::readPendingRecord),
                from.nanos("record.leftNanos"));
    }

    private static void writePendingRecord(FrameWriter to, PendingRecord pending) {
        to.version(pending.version());
        to.nullableBytes(pending.value());
        CallFrames.writeOpId(to, pending.call());
        to.number(pending.callerLowMark());
        CallFrames.writeOutcome(to, pending.result());
        to.number(pending.leftNanos());
    }

    private static PendingRecord readPendingRecord(FrameReader from) {
        return new PendingRecord(
                from.version("pending.version"),
                from.nullableBytes("pending.value"),
                CallFrames.readOpId(from),
                from.number("pending.callerLowMark"),
                CallFrames.readOutcome(from),
                from.nanos("pending.leftNanos"));
    }

    private static void writeListed(FrameWriter to, Listed listed) {
        to.key(listed.key());
        to.version(listed.version());
    }

    private static Listed readListed(FrameReader from) {
        return new Listed(from.key("listed.key"), from.version("listed.version"));
    }

    private static void writeCallLog(FrameWriter to, CallLog log) {
        to.viewId(log.since());
        to.list(log.marks(), HandoverFrames::writeCallerMark);
        to.list(log.records(), HandoverFrames::writeCallRecord);
    }

    private static CallLog readCallLog(FrameReader from) {
        return new CallLog(
                from.viewId("calls.since"),
                from.list("calls.marks", HandoverFrames::readCallerMark),
                from.list("calls.records", HandoverFrames::readCallRecord));
    }

    private static void writeCallerMark(FrameWriter to, CallerMark mark) {
        to.member(mark.caller());
        to.number(mark.lowMark());
    }

    private static CallerMark readCallerMark(FrameReader from) {
        return new CallerMark(from.member("mark.caller"), from.number("mark.lowMark"));
    }

    private static void writeCallRecord(FrameWriter to, CallRecord record) {
        CallFrames.writeOpId(to, record.call());
        CallFrames.writeOutcome(to, record.result());
    }

    private static CallRecord readCallRecord(FrameReader from) {
        return new CallRecord(CallFrames.readOpId(from), CallFrames.readOutcome(from));
    }
}
