package io.asdr.wire;

import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.spi.ViewId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What one frame said. */
final class Received implements Frames.Handler {

    private @Nullable ViewId view;
    private int table;
    private int partition;
    private @Nullable Object message;

    static Received from(ByteBuffer frame) {
        Received received = new Received();
        Frames.decode(frame, received);
        return received;
    }

    static Received from(byte[] frame) {
        return from(ByteBuffer.wrap(frame));
    }

    @Override
    public void onPartitionMessage(ViewId sendersView, int table, int partition, PartitionMessage message) {
        this.view = sendersView;
        this.table = table;
        this.partition = partition;
        this.message = message;
    }

    @Override
    public void onMemberMessage(MemberMessage message) {
        this.message = message;
    }

    ViewId view() {
        if (view == null) {
            throw new AssertionError("no message about a partition came");
        }
        return view;
    }

    int table() {
        return table;
    }

    int partition() {
        return partition;
    }

    Object message() {
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    /** The frame of what was received. */
    byte[] encodedAgain() {
        return message() instanceof MemberMessage about
                ? Frames.encode(about)
                : Frames.encode(view(), table, partition, (PartitionMessage) message());
    }
}
