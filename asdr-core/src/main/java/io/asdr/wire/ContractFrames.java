package io.asdr.wire;

import io.asdr.protocol.message.ContractMessage.Recall;
import io.asdr.protocol.message.ContractMessage.Recalled;

/** The layouts of recalls. */
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
}
