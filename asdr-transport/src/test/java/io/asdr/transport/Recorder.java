package io.asdr.transport;

import io.asdr.spi.MemberId;
import io.asdr.spi.Transport;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A receiver that keeps what it is told, as text. */
final class Recorder implements Transport.Receiver {

    final List<String> events = new CopyOnWriteArrayList<>();
    volatile Consumer<ByteBuffer> onFrame = frame -> {};

    @Override
    public void onFrame(MemberId from, ByteBuffer frame) {
        events.add("frame of " + frame.remaining() + " from " + from.incarnation());
        onFrame.accept(frame);
    }

    @Override
    public void onConnected(MemberId peer) {
        events.add("connected " + peer.incarnation());
    }

    @Override
    public void onDisconnected(MemberId peer, boolean refused) {
        events.add((refused ? "refused " : "disconnected ") + peer.incarnation());
    }
}
