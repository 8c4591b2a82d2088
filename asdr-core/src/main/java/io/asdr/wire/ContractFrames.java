package io.asdr.wire;

import io.asdr.protocol.message.ContractMessage.Dropped;
import io.asdr.protocol.message.ContractMessage.Idle;
import io.asdr.protocol.message.ContractMessage.InUse;
import io.asdr.protocol.message.ContractMessage.Recall;
import io.asdr.protocol.message.ContractMessage.Recalled;
import io.asdr.protocol.message.ContractMessage.Renew;
import io.asdr.protocol.message.ContractMessage.Renewal;

/** The layouts of recalls, and of what readers say about their copies. */
final class ContractFrames {

    private ContractFrames() {}

    static void writeRecall(FrameWriter to, Recall recall) {
        to.key(recall.key());
        to.version(recall.version());
    }

    static Recall readRecall(FrameReader from) {
        return new Recall(from.key("key"), from.version("version"));
    }

    static void writeRecalled(FrameWriter to, Recalled recalled) {
        to.version(recalled.version());
    }

    static Recalled readRecalled(FrameReader from) {
        return new Recalled(from.version("version"));
    }

    static void writeRenew(FrameWriter to, Renew renew) {
        to.list(renew.renewals(), ContractFrames::writeRenewal);
    }

    static Renew readRenew(FrameReader from) {
        return new Renew(from.list("renewals", ContractFrames::readRenewal));
    }

    private static void writeRenewal(FrameWriter to, Renewal renewal) {
        to.key(renewal.key());
        to.version(renewal.version());
    }

    private static Renewal readRenewal(FrameReader from) {
        return new Renewal(from.key("renewal.key"), from.version("renewal.version"));
    }

    static void writeDropped(FrameWriter to, Dropped dropped) {
        to.list(dropped.keys(), FrameWriter::key);
        to.number(dropped.upTo());
    }

    static Dropped readDropped(FrameReader from) {
        return new Dropped(from.list("keys", r -> r.key("keys")), from.number("upTo"));
    }

    static void writeIdle(FrameWriter to, Idle idle) {
        to.number(idle.number());
        to.list(idle.keys(), FrameWriter::key);
    }

    static Idle readIdle(FrameReader from) {
        return new Idle(from.number("number"), from.list("keys", r -> r.key("keys")));
    }

    static void writeInUse(FrameWriter to, InUse inUse) {
        to.number(inUse.number());
        to.list(inUse.keys(), FrameWriter::key);
    }

    static InUse readInUse(FrameReader from) {
        return new InUse(from.number("number"), from.list("keys", r -> r.key("keys")));
    }
}
