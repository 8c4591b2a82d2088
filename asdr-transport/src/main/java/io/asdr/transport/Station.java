package io.asdr.transport;

import io.asdr.spi.Transport.Receiver;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs between start and close: event loops, listener and links. */
final class Station {

    private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(256 << 10, 1 << 20);

    /** Named here, so that a setting of the application's for all of Netty leaves our connections alone. */
    private static final ByteBufAllocator ALLOCATOR = new AdaptiveByteBufAllocator();

    private static final int BACKLOG = 1024;

    /** How long each step of an orderly close may take. */
    private static final long CLOSE_MILLIS = 1_000;

    /** How long a receiver may keep an event loop from ending. */
    private static final long STOP_MILLIS = 10_000;

    private final LoopThreads loopThreads;
    private final EventLoopGroup loops;
    private final GuardedReceiver receiver;
    private final Control control;
    private final Dialer dialer;
    private final Links links;
    private final Channel listener;

    /**
     * Listens at {@code bind}.
     *
     * @throws IllegalStateException if that address can't be bound; nothing is left running then
     */
    Station(Io io, int threads, int maxFrameBytes, InetSocketAddress bind, Identity identity, Receiver receiver) {
        String name = "asdr-transport-" + identity.self();
        this.loopThreads = new LoopThreads(name);
        this.loops = new MultiThreadIoEventLoopGroup(threads, loopThreads, io.handlerFactory());
        this.receiver = new GuardedReceiver(receiver, new RareLog(LOG));
        this.control = new Control(loops.next());
        this.dialer =
                new Dialer(outgoing(io), io, identity, control, new DefaultThreadFactory(name, true), new RareLog(LOG));
        this.links = new Links(identity, maxFrameBytes, control, dialer, this.receiver, new RareLog(LOG));
        try {
            this.listener = listen(io, bind, new Acceptor(identity, new RareLog(LOG), links::accept, links::seek));
        } catch (Throwable e) {
            stop(true);
            throw e;
        }
    }

    Links links() {
        return links;
    }

    InetSocketAddress bound() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Ends all. Of what was sent before, the sockets still get what they take at once. */
    void close() {
        receiver.silence();
        // A receiver may close from its own call: the loop that it is on can't wait for what it has to do itself.
        boolean mayWait = StreamSupport.stream(loops.spliterator(), false).noneMatch(EventExecutor::inEventLoop);
        ChannelFuture listenerClosed = listener.close();
        Future<?> lastStep = control.end();
        if (mayWait) {
            listenerClosed.awaitUninterruptibly(CLOSE_MILLIS);
            lastStep.awaitUninterruptibly(CLOSE_MILLIS);
        }
        links.closeAll(mayWait ? CLOSE_MILLIS : 0);
        stop(mayWait);
    }

    private void stop(boolean mayWait) {
        dialer.close();
        Future<?> stopped = loops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        if (!mayWait) {
            return;
        }
        if (stopped.awaitUninterruptibly(STOP_MILLIS)) {
            loopThreads.join(STOP_MILLIS);
        } else {
            LOG.warn("The receiver keeps an event loop: it ends when the receiver returns");
        }
    }

    private Channel listen(Io io, InetSocketAddress bind, Acceptor acceptor) {
        ChannelFuture listening = new ServerBootstrap()
                .group(loops)
                .channel(io.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, ALLOCATOR)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .childHandler(acceptor)
                .bind(bind)
                .awaitUninterruptibly();
        if (!listening.isSuccess()) {
            throw new IllegalStateException("can't listen at " + bind, listening.cause());
        }
        return listening.channel();
    }

    private Bootstrap outgoing(Io io) {
        return new Bootstrap()
                .group(loops)
                .channel(io.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, ALLOCATOR)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS);
    }
}
