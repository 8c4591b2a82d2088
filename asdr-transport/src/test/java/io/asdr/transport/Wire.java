package io.asdr.transport;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.transport.Greeting.BadGreetingException;
import io.asdr.transport.Greeting.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A plain socket to a transport's port, for saying what no member would. */
final class Wire implements AutoCloseable {

    private static final int READ_MILLIS = 10_000;

    private final Socket socket;

    Wire(Endpoint endpoint) throws IOException {
        socket = new Socket(endpoint.host(), endpoint.port());
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
    }

    Wire say(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    Wire greet(Kind kind, long self, long other, String cluster) throws IOException {
        return say(greeting(kind, self, other, cluster));
    }

    Wire frame(byte... bytes) throws IOException {
        return say(framed(bytes));
    }

    Wire length(int frameBytes) throws IOException {
        return say(ByteBuffer.allocate(Integer.BYTES).putInt(frameBytes).array());
    }

    /** The greeting that comes back. */
    Greeting answer() throws IOException, BadGreetingException {
        ByteBuf in = Unpooled.buffer();
        while (true) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed without an answer after " + in.readableBytes() + " bytes");
            }
            in.writeByte(next);
            @Nullable Greeting greeting = Greeting.decode(in);
            if (greeting != null) {
                return greeting;
            }
        }
    }

    /** Whether the other side closes without another word; waits for that up to 10 s. */
    boolean isClosed() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static byte[] framed(byte... bytes) {
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    static byte[] greeting(Kind kind, long self, long other, String cluster) {
        ByteBuf out = Unpooled.buffer();
        new Greeting(kind, new MemberId(self), new MemberId(other), cluster).encode(out);
        return ByteBufUtil.getBytes(out);
    }
}
