package io.asdr.transport;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.transport.Greeting.Kind;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connects to other members' listeners and greets them. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the handlers what became of a close or a write.
final class Dialer implements AutoCloseable {

    private static final int LOOKUP_THREADS = 4;
    private static final int LOOKUP_IDLE_SECONDS = 5;

    private final Bootstrap bootstrap;
    private final Io io;
    private final Identity identity;
    private final Control control;
    private final RareLog log;

    /** Looks names up: that blocks, so no event loop may do it. Has no thread where peers have addresses instead of names. */
    private final ThreadPoolExecutor lookups;

    /**
     * Dials for {@code identity}.
     *
     * @param bootstrap with group, channel and options
     * @param control where listeners are called
     */
    Dialer(Bootstrap bootstrap, Io io, Identity identity, Control control, ThreadFactory lookupThreads, RareLog log) {
        this.bootstrap = bootstrap;
        this.io = io;
        this.identity = identity;
        this.control = control;
        this.log = log;
        this.lookups = new ThreadPoolExecutor(
                LOOKUP_THREADS,
                LOOKUP_THREADS,
                LOOKUP_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                lookupThreads);
        lookups.allowCoreThreadTimeOut(true);
    }

    /** Hears how an attempt goes. */
    interface Listener {

        /** The peer's host took the connection; whether the peer lives there is not known yet. */
        void onReached(Attempt attempt);

        /** The peer greeted back. */
        void onWelcome(Attempt attempt, Channel channel);

        /**
         * The attempt failed.
         *
         * @param refused true if nobody listens there, or another incarnation does
         */
        void onFailure(Attempt attempt, boolean refused);
    }

    /**
     * Begins an attempt to reach {@code peer}, which ends in {@link Listener#onWelcome} or {@link Listener#onFailure} unless it is cancelled.
     *
     * @param ask {@link Kind#CONNECT} or {@link Kind#VERIFY}
     */
    Attempt dial(Endpoint endpoint, MemberId peer, Kind ask, int timeoutMillis, Listener listener) {
        var attempt = new Attempt(endpoint, peer, ask, listener);
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(endpoint.host());
        if (address != null) {
            attempt.connect(address, timeoutMillis);
        } else {
            lookups.execute(() -> attempt.lookUpAndConnect(timeoutMillis));
        }
        return attempt;
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }

    /** One attempt to reach a peer. Begun and cancelled on the control loop. */
    final class Attempt implements Handshake.Outcome {

        private final Endpoint endpoint;
        private final MemberId peer;
        private final Kind ask;
        private final Listener listener;
        private @Nullable Channel channel;
        private boolean cancelled;

        private Attempt(Endpoint endpoint, MemberId peer, Kind ask, Listener listener) {
            this.endpoint = endpoint;
            this.peer = peer;
            this.ask = ask;
            this.listener = listener;
        }

        Kind asked() {
            return ask;
        }

        /** Gives up. What was reported before may still be on its way to the listener. */
        void cancel() {
            cancelled = true;
            if (channel != null) {
                channel.close();
            }
        }

        @Override
        public void onGreeting(Channel answered, Greeting greeting) {
            if (greeting.kind() == Kind.WELCOME && isExpected(greeting)) {
                control.execute(() -> listener.onWelcome(this, answered));
                return;
            }
            log.warn("Member " + peer + " at " + endpoint + " did not let us in: " + difference(greeting));
            answered.close();
            fail(greeting.kind() == Kind.OTHER_MEMBER);
        }

        @Override
        public void onFailure(Channel failed, String reason, boolean spokeOurProtocol) {
            if (!reason.isEmpty()) {
                log.warn("No greeting of member " + peer + " at " + endpoint + ": " + reason);
            }
            failed.close();
            fail(false);
        }

        private void lookUpAndConnect(int timeoutMillis) {
            try {
                InetAddress found = InetAddress.getByName(endpoint.host());
                control.execute(() -> connect(found, timeoutMillis));
            } catch (UnknownHostException e) {
                log.warn("Member " + peer + " has an unknown host: " + endpoint);
                fail(false);
            }
        }

        private void connect(InetAddress address, int timeoutMillis) {
            if (cancelled) {
                return;
            }
            ChannelFuture connecting = bootstrap
                    .clone()
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel dialed) {
                            dialed.pipeline().addLast(new Handshake(Attempt.this));
                        }
                    })
                    .connect(address, endpoint.port());
            channel = connecting.channel();
            connecting.addListener(done -> {
                if (done.isSuccess()) {
                    Handshake.say(connecting.channel(), identity.greet(ask, peer));
                    control.execute(() -> listener.onReached(this));
                } else {
                    fail(io.isRefused(done.cause()));
                }
            });
        }

        private void fail(boolean refused) {
            control.execute(() -> listener.onFailure(this, refused));
        }

        private boolean isExpected(Greeting greeting) {
            return greeting.self().equals(peer) && greeting.cluster().equals(identity.cluster());
        }

        private String difference(Greeting greeting) {
            if (!greeting.cluster().equals(identity.cluster())) {
                return "cluster '" + Greeting.printable(greeting.cluster()) + "', expected '" + identity.cluster()
                        + "'";
            }
            if (!greeting.self().equals(peer)) {
                return "member " + greeting.self() + " lives there, expected " + peer;
            }
            return "it answered " + greeting.kind();
        }
    }
}
