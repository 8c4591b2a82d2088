package io.asdr.spi;

import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * Moves frames between members. It knows nothing of what is in them.
 *
 * <p>A frame that {@link #send} took arrives whole and once, in the order of sending, unless the connection breaks; then it and all frames after it may be lost. Thread-safe.
 */
public interface Transport extends AutoCloseable {

    /**
     * Listens, and returns where others reach this member.
     *
     * @param cluster connections of another cluster name are refused
     * @throws RuntimeException if the address can't be bound; nothing is left running then
     */
    Endpoint start(String cluster, MemberId self, Receiver receiver);

    /**
     * Says which members this one talks to: keeps a connection to each, dials again while one is down, and closes those to all others. {@code peers} never contains this member.
     * Connections that others open are taken from any member of the cluster that knows this incarnation; what they may do is the core's matter.
     */
    void peers(Collection<Peer> peers);

    /**
     * Sends {@code frame}, which is not changed afterwards. Never blocks.
     *
     * @return false if it was not taken: there is no connection, or too much is waiting on it
     * @throws IllegalArgumentException if the frame is longer than {@link #maxFrameBytes()}
     */
    boolean send(MemberId to, byte[] frame);

    /** How much waits here to be sent to a member, in bytes: the sign by which a congested one is told. 0 if it is not known. */
    default long queuedBytes(MemberId to) {
        return 0;
    }

    /** The longest frame, in bytes. */
    int maxFrameBytes();

    /** Closes all connections and the listener: no thread and no socket is left. Idempotent. */
    @Override
    void close();

    /** Takes what comes in. Called on the transport's own threads, which it must not block; calls of one connection come one at a time. */
    interface Receiver {

        /** A frame from {@code from}; {@code frame} is valid during this call only. */
        void onFrame(MemberId from, ByteBuffer frame);

        /** Frames to {@code peer} can be sent from now on. */
        void onConnected(MemberId peer);

        /**
         * The connection to {@code peer} broke, or could not be made. Called again after each failed attempt.
         *
         * @param refused true if its listener refused a connection (or another incarnation answered): the process is gone
         */
        void onDisconnected(MemberId peer, boolean refused);
    }
}
