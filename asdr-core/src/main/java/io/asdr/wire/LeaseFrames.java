package io.asdr.wire;

import io.asdr.protocol.message.LeaseMessage.Gone;
import io.asdr.protocol.message.LeaseMessage.Heartbeat;
import io.asdr.protocol.message.LeaseMessage.Renewed;
import io.asdr.spi.MemberStatus;

/** The layouts of lease renewal. */
final class LeaseFrames {

    private LeaseFrames() {}

    static void writeHeartbeat(FrameWriter to, Heartbeat heartbeat) {
        to.viewId(heartbeat.view());
        to.number(heartbeat.sequence());
        MemberStatus status = heartbeat.status();
        to.int32(status.heapPercent());
        to.number(status.busyLanes());
        to.number(status.waitingTasks());
        to.number(status.openCalls());
        to.number(status.callsPerSecond());
        to.number(status.errors());
    }

    static Heartbeat readHeartbeat(FrameReader from) {
        return new Heartbeat(from.viewId("view"), from.number("sequence"), readStatus(from));
    }

    private static MemberStatus readStatus(FrameReader from) {
        return new MemberStatus(
                from.int32("status.heapPercent", 0),
                from.natural("status.busyLanes"),
                from.natural("status.waitingTasks"),
                from.natural("status.openCalls"),
                from.natural("status.callsPerSecond"),
                from.natural("status.errors"));
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
