package io.asdr.transport;

import io.asdr.spi.MemberId;
import io.asdr.transport.FrameCodec.BadFrameException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One established connection: frames in on its event loop, frames out from any thread.
 *
 * <p>Senders only queue. The event loop moves what waits to the socket in chunks and flushes once: in the task that the first sender woke it with, or, while it reads a
 * batch, when the batch ends. What the socket does not take stays queued as the senders' arrays; {@link #send} refuses more once that is {@link #QUEUE_LIMIT_BYTES}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the handlers what became of a close or a write.
final class Connection extends ChannelInboundHandlerAdapter {

    static final long QUEUE_LIMIT_BYTES = 64L << 20;

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Channel channel;
    private final MemberId peer;
    private final GuardedReceiver receiver;
    private final RareLog log;
    private final FrameCodec codec;
    private final SendQueue queue = new SendQueue(QUEUE_LIMIT_BYTES);
    private final Consumer<ByteBuffer> deliver = this::deliver;
    private final Runnable drain = this::drain;
    private final long sinceNanos = System.nanoTime();
    private volatile boolean closed;

    /** True while the event loop reads a batch: it will drain at the end of it. */
    private boolean reading;

    Connection(Channel channel, MemberId peer, int maxFrameBytes, GuardedReceiver receiver, RareLog log) {
        this.channel = channel;
        this.peer = peer;
        this.receiver = receiver;
        this.log = log;
        this.codec = new FrameCodec(maxFrameBytes);
    }

    /** Lets frames in, beginning with those that came right behind the greeting. */
    void begin() {
        channel.eventLoop().execute(() -> Handshake.become(channel, this));
    }

    /** Queues {@code frame}; false if the connection is closed or too much waits. */
    boolean send(byte[] frame) {
        if (closed) {
            return false;
        }
        return switch (queue.put(frame)) {
            case FULL -> false;
            case QUEUED -> true;
            case QUEUED_FIRST -> willDrain();
        };
    }

    /** What waits until the socket takes more. */
    long waitingBytes() {
        return queue.waitingBytes();
    }

    /** Closes; nothing that arrives later is handed over. */
    void close() {
        closed = true;
        channel.close();
    }

    /** Runs {@code task} once the connection is closed; at once if it is. On the connection's event loop. */
    void whenClosed(Runnable task) {
        channel.closeFuture().addListener(future -> {
            closed = true;
            task.run();
        });
    }

    void awaitClosed(long nanos) {
        channel.closeFuture().awaitUninterruptibly(nanos, TimeUnit.NANOSECONDS);
    }

    MemberId peer() {
        return peer;
    }

    long ageNanos() {
        return System.nanoTime() - sinceNanos;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        reading = true;
        try {
            codec.decode(bytes, context.alloc(), deliver);
        } catch (BadFrameException e) {
            log.warn("Closed the connection to member " + peer + " at " + channel.remoteAddress() + ": "
                    + e.getMessage());
            close();
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        drain();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        drain();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            log.warn("Closed the connection to member " + peer + " at " + channel.remoteAddress(), cause);
        }
        close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        codec.release();
    }

    private void deliver(ByteBuffer frame) {
        if (!closed) {
            receiver.onFrame(peer, frame);
        }
    }

    private boolean willDrain() {
        if (channel.eventLoop().inEventLoop() && reading) {
            return true;
        }
        try {
            channel.eventLoop().execute(drain);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // The transport is closing.
        }
    }

    private void drain() {
        boolean written = false;
        while (channel.isWritable() && queue.waitingBytes() > 0) {
            int chunkBytes = (int) Math.min(CHUNK_BYTES, queue.waitingBytes());
            ByteBuf chunk = channel.alloc().directBuffer(chunkBytes, chunkBytes);
            codec.encode(queue, chunk);
            if (!chunk.isReadable()) {
                chunk.release();
                break;
            }
            channel.write(chunk, channel.voidPromise());
            written = true;
        }
        if (written) {
            channel.flush();
        }
    }
}
