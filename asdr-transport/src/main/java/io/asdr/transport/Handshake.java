package io.asdr.transport;

import io.asdr.transport.Greeting.BadGreetingException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the other side's greeting and tells {@link Outcome} once how that ended.
 *
 * <p>After a greeting it reads no more and keeps what came behind it, until {@link #become} gives way to the connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the handlers what became of a close or a write.
final class Handshake extends ChannelInboundHandlerAdapter {

    /** From the first moment to the last byte of the greeting, however they trickle in. */
    static final long DEADLINE_MILLIS = 5_000;

    private static final int FIRST_BYTES = 64;

    private final Outcome outcome;
    private final ByteBuf received = Unpooled.buffer(FIRST_BYTES);
    private @Nullable Future<?> deadline;
    private boolean ended;

    Handshake(Outcome outcome) {
        this.outcome = outcome;
    }

    /** How the wait ended. One call, on the channel's event loop. */
    interface Outcome {

        void onGreeting(Channel channel, Greeting greeting);

        /**
         * No greeting came.
         *
         * @param reason empty if the other side went without a word
         */
        void onFailure(Channel channel, String reason, boolean spokeOurProtocol);
    }

    /** Sends a greeting. */
    static ChannelFuture say(Channel channel, Greeting greeting) {
        ByteBuf out = channel.alloc().buffer(Greeting.MAX_BYTES);
        greeting.encode(out);
        return channel.writeAndFlush(out);
    }

    /** Puts {@code connection} into this handler's place; it gets all bytes that came after the greeting. On the channel's event loop. */
    static void become(Channel channel, Connection connection) {
        Handshake handshake = channel.pipeline().get(Handshake.class);
        if (handshake == null) {
            return; // closed meanwhile
        }
        ByteBuf rest = handshake.received.retain();
        channel.pipeline().replace(handshake, null, connection);
        channel.pipeline().fireChannelRead(rest);
        channel.pipeline().fireChannelReadComplete();
        channel.config().setAutoRead(true);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(
                        () -> fail(context.channel(), "no greeting within " + DEADLINE_MILLIS + " ms", false),
                        DEADLINE_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        // Copied: a read buffer is far larger than the byte that a slow stranger puts into it.
        received.writeBytes(bytes);
        bytes.release();
        if (!ended) {
            look(context.channel());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context.channel(), received.isReadable() ? "closed in the middle of the greeting" : "", false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context.channel(), received.isReadable() ? "broke in the middle of the greeting" : "", false);
        context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        // A channel that never became active tells nobody that it is inactive.
        fail(context.channel(), "", false);
        received.release();
    }

    private void look(Channel channel) {
        try {
            Greeting greeting = Greeting.decode(received);
            if (greeting != null) {
                end();
                channel.config().setAutoRead(false);
                outcome.onGreeting(channel, greeting);
            }
        } catch (BadGreetingException e) {
            fail(channel, String.valueOf(e.getMessage()), e.spokeOurProtocol());
        }
    }

    private void fail(Channel channel, String reason, boolean spokeOurProtocol) {
        if (!ended) {
            end();
            channel.config().setAutoRead(false);
            outcome.onFailure(channel, reason, spokeOurProtocol);
        }
    }

    private void end() {
        ended = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
