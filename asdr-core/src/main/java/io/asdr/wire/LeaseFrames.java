package io.asdr.wire;

import io.asdr.protocol.message.LeaseMessage.Gone;
import io.asdr.protocol.message.LeaseMessage.Heartbeat;
import io.asdr.protocol.message.LeaseMessage.Renewed;

/** The layouts of lease renewal. */
final class LeaseFrames {

    private LeaseFrames() {}

    static void writeHeartbeat(FrameWriter to, Heartbeat heartbeat) {
        to.viewId(heartbeat.view());
        to.number(heartbeat.sequence());
    }

    static Heartbeat readHeartbeat(FrameReader from) {
        return new Heartbeat(from.viewId("view"), from.number("sequence"));
    }

    static void writeRenewed(FrameWriter to, Renewed renewed) {
        to.viewId(renewed.view());
        to.number(renewed.sequence());
        to.flag(renewed.contracts());
        to.flag(renewed.quorum());
    }

    static Renewed readRenewed(FrameReader from) {
        return new Renewed(from.viewId("view"), from.number("sequence"), from.flag("contracts"), from.flag("quorum"));
    }

    static void writeGone(FrameWriter to, Gone gone) {
        to.member(gone.member());
    }

    static Gone readGone(FrameReader from) {
        return new Gone(from.member("member"));
    }
}
