package io.asdr.wire;

import io.asdr.protocol.message.ScanMessage.Keys;
import io.asdr.protocol.message.ScanMessage.Scan;

/** The layouts of scans. */
final class ScanFrames {

    private ScanFrames() {}

    static void writeScan(FrameWriter to, Scan scan) {
        to.number(scan.number());
        to.optional(scan.after(), FrameWriter::key);
        to.int32(scan.limit());
    }

    static Scan readScan(FrameReader from) {
        return new Scan(from.number("number"), from.optional("after", r -> r.key("after")), from.int32("limit", 0));
    }

    static void writeKeys(FrameWriter to, Keys keys) {
        to.number(keys.number());
        to.list(keys.keys(), FrameWriter::key);
        to.number(keys.entryCount());
        to.flag(keys.more());
    }

    static Keys readKeys(FrameReader from) {
        return new Keys(
                from.number("number"),
                from.list("keys", r -> r.key("keys")),
                from.natural("entryCount"),
                from.flag("more"));
    }
}
