package io.asdr.wire;

import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.spi.ViewId;
import java.nio.ByteBuffer;

/**
 * Makes frames of messages and messages of frames.
 *
 * <pre>
 * type u8, flags u8 (0)
 * view: epoch i64, creator i64; table u32, partition u32     messages about a partition only
 * the message's fields, as {@link FrameType} says
 * </pre>
 *
 * <p>Each message has one encoding only, so what decodes encodes to the same bytes again. Thread-safe.
 */
public final class Frames {

    private static final int NO_FLAGS = 0;

    private Frames() {}

    /**
     * A frame that says {@code message} about a partition.
     *
     * @param view the sender's; versions of this view are short
     * @throws IllegalArgumentException if a string or the frame is too long
     */
    public static byte[] encode(ViewId view, int table, int partition, PartitionMessage message) {
        FrameType type = FrameType.of(message);
        return FrameWriter.frame(view, to -> {
            to.uint8(type.number());
            to.uint8(NO_FLAGS);
            to.fullViewId(view);
            to.int32(table);
            to.int32(partition);
            type.write(to, message);
        });
    }

    /**
     * A frame that says {@code message} about the member itself.
     *
     * @throws IllegalArgumentException if a string or the frame is too long
     */
    public static byte[] encode(MemberMessage message) {
        FrameType type = FrameType.of(message);
        return FrameWriter.frame(ViewId.NONE, to -> {
            to.uint8(type.number());
            to.uint8(NO_FLAGS);
            type.write(to, message);
        });
    }

    /**
     * Reads one frame and hands its message to {@code handler}. {@code frame} stays as it is, and nothing of it is kept.
     *
     * @throws FrameException if it is not a frame of this protocol; {@code handler} was not called then
     */
    public static void decode(ByteBuffer frame, Handler handler) {
        FrameReader from = new FrameReader(frame);
        FrameType type = FrameType.of(from.uint8("type"));
        from.enter(type.name());
        int flags = from.uint8("flags");
        if (flags != NO_FLAGS) {
            throw from.refused("flags", flags, "must be " + NO_FLAGS);
        }
        if (type.isAboutPartition()) {
            ViewId view = from.fullViewId("view");
            from.relateTo(view);
            int table = from.int32("table", 0);
            int partition = from.int32("partition", 0);
            handler.onPartitionMessage(view, table, partition, (PartitionMessage) type.read(from));
        } else {
            handler.onMemberMessage((MemberMessage) type.read(from));
        }
    }

    /** Takes what frames say. */
    public interface Handler {

        /** {@code view} is the sender's. */
        void onPartitionMessage(ViewId view, int table, int partition, PartitionMessage message);

        void onMemberMessage(MemberMessage message);
    }
}
