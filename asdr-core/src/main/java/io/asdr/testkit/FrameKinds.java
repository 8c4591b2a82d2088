package io.asdr.testkit;

import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.spi.ViewId;
import io.asdr.wire.Frames;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Knows which message a frame carries, from its first byte; decodes one of each kind to learn it. */
final class FrameKinds {

    private final Map<Byte, Class<?>> kinds = new HashMap<>();

    /** The class of the message in {@code frame}. */
    Class<?> of(byte[] frame) {
        Class<?> known = kinds.get(frame[0]);
        if (known == null) {
            known = decode(frame).getClass();
            kinds.put(frame[0], known);
        }
        return known;
    }

    /** The message in {@code frame}. */
    static Object decode(byte[] frame) {
        Object[] found = new Object[1];
        Frames.decode(ByteBuffer.wrap(frame), new Frames.Handler() {
            @Override
            public void onPartitionMessage(ViewId view, int table, int partition, PartitionMessage message) {
                found[0] = message;
            }

            @Override
            public void onMemberMessage(MemberMessage message) {
                found[0] = message;
            }
        });
        return found[0];
    }
}
