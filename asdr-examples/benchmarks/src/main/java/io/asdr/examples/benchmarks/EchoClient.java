package io.asdr.examples.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The caller of an {@link EchoServer}: one who parks for each echo, or as many frames in flight as it likes, kept up by the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // They are void promises: a failure closes the channel.
final class EchoClient implements AutoCloseable {

    private final EventLoopGroup loops = EchoIo.loops(1);
    private final Channel channel;
    private volatile @Nullable Thread caller;
    private volatile boolean answered;
    private volatile boolean flooding;
    private final LongAdder echoes = new LongAdder();

    EchoClient(int port) {
        channel = new Bootstrap()
                .group(loops)
                .channel(EchoIo.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connected) {
                        connected.pipeline().addLast(EchoServer.decoder(), new Answers());
                    }
                })
                .connect(Site.HOST, port)
                .syncUninterruptibly()
                .channel();
    }

    /** Sends a frame and parks until it is back. */
    void echo() {
        answered = false;
        caller = Thread.currentThread();
        channel.writeAndFlush(frame(), channel.voidPromise());
        while (!answered) {
            LockSupport.park(this);
        }
    }

    /** Keeps that many frames in flight for that long; returns the echoes a second. */
    double flood(int inFlight, long nanos) {
        flooding = true;
        long before = echoes.sum();
        long begin = System.nanoTime();
        for (int i = 0; i < inFlight; i++) {
            channel.write(frame(), channel.voidPromise());
        }
        channel.flush();
        Pause.nanos(nanos);
        double perSecond = (echoes.sum() - before) * 1e9 / (System.nanoTime() - begin);
        flooding = false;
        Pause.nanos(50_000_000);
        return perSecond;
    }

    @Override
    public void close() {
        EchoIo.close(loops);
    }

    private ByteBuf frame() {
        return channel.alloc()
                .buffer(EchoServer.LENGTH_BYTES + Entries.VALUE_BYTES)
                .writeInt(Entries.VALUE_BYTES)
                .writeZero(Entries.VALUE_BYTES);
    }

    private final class Answers extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (flooding) {
                echoes.increment();
                context.write(frame, context.voidPromise());
                return;
            }
            ReferenceCountUtil.release(frame);
            answered = true;
            LockSupport.unpark(caller);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
