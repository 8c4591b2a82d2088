package io.asdr.wire;

import io.asdr.protocol.message.ReadMessage.Answer;
import io.asdr.protocol.message.ReadMessage.Get;

/** The layouts of reads. */
final class ReadFrames {

    private ReadFrames() {}

    static void writeGet(FrameWriter to, Get get) {
        to.number(get.number());
        to.key(get.key());
        to.flag(get.afterWrite());
        to.flag(get.keeps());
    }

    static Get readGet(FrameReader from) {
        return new Get(from.number("number"), from.key("key"), from.flag("afterWrite"), from.flag("keeps"));
    }

    static void writeAnswer(FrameWriter to, Answer answer) {
        to.number(answer.number());
        to.nullableBytes(answer.value());
        to.version(answer.version());
        to.flag(answer.contract());
        to.number(answer.leftNanos());
    }

    static Answer readAnswer(FrameReader from) {
        return new Answer(
                from.number("number"),
                from.nullableBytes("value"),
                from.version("version"),
                from.flag("contract"),
                from.nanos("leftNanos"));
    }
}
