package io.asdr.transport;

import io.asdr.spi.MemberId;
import io.asdr.spi.Transport.Receiver;
import java.nio.ByteBuffer;

/** The receiver as the transport calls it: what it throws is logged and goes no further, and after {@link #silence} it hears nothing. */
final class GuardedReceiver implements Receiver {

    private final Receiver receiver;
    private final RareLog log;
    private volatile boolean silent;

    GuardedReceiver(Receiver receiver, RareLog log) {
        this.receiver = receiver;
        this.log = log;
    }

    void silence() {
        silent = true;
    }

    @Override
    public void onFrame(MemberId from, ByteBuffer frame) {
        if (silent) {
            return;
        }
        try {
            receiver.onFrame(from, frame);
        } catch (Throwable e) {
            log.warn("The receiver failed on a frame of member " + from, e);
        }
    }

    @Override
    public void onConnected(MemberId peer) {
        if (silent) {
            return;
        }
        try {
            receiver.onConnected(peer);
        } catch (Throwable e) {
            log.warn("The receiver failed on the connection to member " + peer, e);
        }
    }

    @Override
    public void onDisconnected(MemberId peer, boolean refused) {
        if (silent) {
            return;
        }
        try {
            receiver.onDisconnected(peer, refused);
        } catch (Throwable e) {
            log.warn("The receiver failed on the end of the connection to member " + peer, e);
        }
    }
}
