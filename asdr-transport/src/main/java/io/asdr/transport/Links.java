package io.asdr.transport;

import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.netty.channel.Channel;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The links to all peers. Their life is the business of one event loop, the control loop; any thread may look up a connection. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the handlers what became of a close or a write.
final class Links {

    private final Identity identity;
    private final int maxFrameBytes;
    private final Control control;
    private final GuardedReceiver receiver;
    private final RareLog log;
    private final Dialer dialer;
    private final Map<MemberId, Link> links = new HashMap<>();
    private final ConcurrentMap<MemberId, Connection> connections = new ConcurrentHashMap<>();

    Links(Identity identity, int maxFrameBytes, Control control, Dialer dialer, GuardedReceiver receiver, RareLog log) {
        this.identity = identity;
        this.maxFrameBytes = maxFrameBytes;
        this.control = control;
        this.receiver = receiver;
        this.log = log;
        this.dialer = dialer;
    }

    /** Knows these peers and no others from now on. From any thread. */
    void know(Collection<Peer> peers) {
        Map<MemberId, Peer> named = new HashMap<>();
        peers.forEach(peer -> named.put(peer.id(), checked(peer)));
        control.execute(() -> {
            // Strangers stay for their time: perhaps the next peers name them.
            links.values().stream()
                    .filter(Link::isKnown)
                    .filter(link -> !named.containsKey(link.peer()))
                    .forEach(Link::forget);
            links.values().removeIf(Link::isOver);
            named.forEach((id, peer) ->
                    links.computeIfAbsent(id, unknown -> new Link(id, this)).know(peer.endpoint()));
        });
    }

    /** Takes a channel whose other end has greeted as {@code peer}. From any thread. */
    void accept(Channel channel, MemberId peer) {
        control.execute(() -> {
            Link link = links.get(peer);
            if (link == null && strangers() >= Acceptor.MAX_STRANGERS) {
                log.warn("Refused " + channel.remoteAddress() + ": more than " + Acceptor.MAX_STRANGERS
                        + " connections of members that are no peers");
                channel.close();
                return;
            }
            links.computeIfAbsent(peer, unknown -> new Link(peer, this)).onGreeted(connection(channel, peer));
        });
    }

    /** {@code peer} looks for this member. From any thread. */
    void seek(MemberId peer) {
        control.execute(() -> {
            Link link = links.get(peer);
            if (link != null) {
                link.onSought();
            }
        });
    }

    /** The connection to {@code peer}, or null. From any thread. */
    @Nullable
    Connection find(MemberId peer) {
        return connections.get(peer);
    }

    /** Closes all established connections behind what was sent on them, and waits up to {@code millis} for that. From any thread. */
    void closeAll(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        connections.values().forEach(Connection::close);
        connections.values().forEach(connection -> connection.awaitClosed(deadline - System.nanoTime()));
    }

    Connection connection(Channel channel, MemberId peer) {
        return new Connection(channel, peer, maxFrameBytes, receiver, log);
    }

    void onConnected(Connection connection) {
        connections.put(connection.peer(), connection);
        receiver.onConnected(connection.peer());
    }

    void onDisconnected(Connection connection) {
        connections.remove(connection.peer(), connection);
    }

    void removeIfOver(Link link) {
        if (link.isOver()) {
            links.remove(link.peer(), link);
        }
    }

    Identity identity() {
        return identity;
    }

    Control control() {
        return control;
    }

    Dialer dialer() {
        return dialer;
    }

    GuardedReceiver receiver() {
        return receiver;
    }

    private Peer checked(Peer peer) {
        if (peer.id().equals(identity.self())) {
            throw new IllegalArgumentException("peers must not contain this member itself: " + peer);
        }
        if (peer.endpoint().port() == 0) {
            throw new IllegalArgumentException("port=0 must be in 1..65535 for a peer: " + peer);
        }
        return peer;
    }

    private long strangers() {
        return links.values().stream().filter(link -> !link.isKnown()).count();
    }
}
