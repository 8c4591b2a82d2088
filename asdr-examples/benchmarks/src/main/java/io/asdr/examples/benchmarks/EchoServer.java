package io.asdr.examples.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetSocketAddress;

/** A bare Netty server that sends each frame back, all that came together with one flush. */
final class EchoServer implements AutoCloseable {

    static final int LENGTH_BYTES = 4;
    static final int MAX_FRAME_BYTES = 1 << 20;

    private final EventLoopGroup loops = EchoIo.loops(1);

    /** Listens; returns the port. */
    int start() {
        Channel channel = new ServerBootstrap()
                .group(loops)
                .channel(EchoIo.serverChannel())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel accepted) {
                        accepted.pipeline().addLast(decoder(), new Echo());
                    }
                })
                .bind(Site.HOST, 0)
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Keeps the length in the frame: it goes back as it came. */
    static LengthFieldBasedFrameDecoder decoder() {
        return new LengthFieldBasedFrameDecoder(MAX_FRAME_BYTES, 0, LENGTH_BYTES);
    }

    @Override
    public void close() {
        EchoIo.close(loops);
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // A void promise: a failure closes the channel.
        public void channelRead(ChannelHandlerContext context, Object frame) {
            context.write(frame, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
