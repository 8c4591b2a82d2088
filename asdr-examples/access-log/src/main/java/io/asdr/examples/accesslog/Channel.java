package io.asdr.examples.accesslog;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Messages between launcher and service over a pair of streams, each as its length and its bytes. Many threads may send, one may receive.
 *
 * @param <S> what is sent
 * @param <R> what is received
 */
final class Channel<S, R> {

    /** Longer than any message that both sides send; a length above it is not one of ours. */
    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private final FamilyCodec<S> sent;
    private final FamilyCodec<R> received;
    private final DataOutputStream out;
    private final DataInputStream in;

    Channel(Class<S> sent, OutputStream out, Class<R> received, InputStream in) {
        this.sent = new FamilyCodec<>(sent);
        this.received = new FamilyCodec<>(received);
        this.out = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
        this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
    }

    /** On return the message is out of this process: it arrives even if the process dies now. */
    synchronized void send(S message) throws IOException {
        byte[] bytes = sent.encode(message);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /** The next message, or null if the other side is gone. */
    @Nullable
    R receive() throws IOException {
        try {
            int length = in.readInt();
            if (length < 1 || length > MAX_MESSAGE_BYTES) {
                throw new IOException("length=" + length + " must be in 1.." + MAX_MESSAGE_BYTES);
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            return received.decode(bytes);
        } catch (EOFException e) {
            return null;
        }
    }
}
