package io.asdr.transport;

import io.asdr.spi.MemberId;
import io.asdr.transport.Greeting.Kind;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Meets whoever connects: asks for a greeting in time, answers it, and lets in who is of this cluster and knows this incarnation. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the handlers what became of a close or a write.
final class Acceptor extends ChannelInitializer<SocketChannel> implements Handshake.Outcome {

    /** How many may be connected without having greeted. */
    static final int MAX_STRANGERS = 256;

    /** Stands for a member of which only the protocol version is known. */
    private static final MemberId UNKNOWN = new MemberId(0);

    private final Identity identity;
    private final RareLog log;
    private final BiConsumer<Channel, MemberId> members;
    private final Consumer<MemberId> seekers;
    private final AtomicInteger strangers = new AtomicInteger();

    /**
     * Lets members in.
     *
     * @param members takes each channel whose greeting was right, on the channel's event loop
     * @param seekers takes each member that only asked whether this one lives, on the event loop of the channel
     */
    Acceptor(Identity identity, RareLog log, BiConsumer<Channel, MemberId> members, Consumer<MemberId> seekers) {
        this.identity = identity;
        this.log = log;
        this.members = members;
        this.seekers = seekers;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        if (strangers.incrementAndGet() > MAX_STRANGERS) {
            strangers.decrementAndGet();
            refuse(channel, "more than " + MAX_STRANGERS + " connections without a greeting");
            channel.close();
            return;
        }
        channel.pipeline().addLast(new Handshake(this));
    }

    @Override
    public void onGreeting(Channel channel, Greeting greeting) {
        strangers.decrementAndGet();
        if (!greeting.kind().asks()) {
            refuse(channel, "it answers " + greeting.kind() + ", expected a question");
            channel.close();
            return;
        }
        Kind answer = answer(greeting);
        ChannelFuture said = Handshake.say(channel, identity.greet(answer, greeting.self()));
        if (answer != Kind.WELCOME) {
            refuse(channel, difference(answer, greeting));
            said.addListener(ChannelFutureListener.CLOSE);
        } else if (greeting.kind() == Kind.VERIFY) {
            said.addListener(ChannelFutureListener.CLOSE);
            seekers.accept(greeting.self());
        } else {
            members.accept(channel, greeting.self());
        }
    }

    @Override
    public void onFailure(Channel channel, String reason, boolean spokeOurProtocol) {
        strangers.decrementAndGet();
        if (!reason.isEmpty()) {
            refuse(channel, reason);
        }
        if (spokeOurProtocol) {
            Handshake.say(channel, identity.greet(Kind.OTHER_VERSION, UNKNOWN))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }

    private Kind answer(Greeting greeting) {
        if (!greeting.cluster().equals(identity.cluster())) {
            return Kind.OTHER_CLUSTER;
        }
        if (!greeting.other().equals(identity.self())) {
            return Kind.OTHER_MEMBER;
        }
        if (greeting.kind() == Kind.CONNECT && greeting.self().compareTo(identity.self()) >= 0) {
            return Kind.OTHER_SIDE;
        }
        return Kind.WELCOME;
    }

    private String difference(Kind answer, Greeting greeting) {
        return switch (answer) {
            case OTHER_CLUSTER ->
                "cluster '" + Greeting.printable(greeting.cluster()) + "', expected '" + identity.cluster() + "'";
            case OTHER_MEMBER -> "it looks for member " + greeting.other() + ", expected " + identity.self();
            case OTHER_SIDE -> "member " + greeting.self() + " connects, expected an id below " + identity.self();
            case CONNECT, VERIFY, WELCOME, OTHER_VERSION -> throw new AssertionError(answer);
        };
    }

    private void refuse(Channel channel, String reason) {
        log.warn("Refused " + channel.remoteAddress() + ": " + reason);
    }
}
