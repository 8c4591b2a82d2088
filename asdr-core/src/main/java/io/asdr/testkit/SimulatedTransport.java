package io.asdr.testkit;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.Transport;
import io.asdr.testkit.SimulatedProcess.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One member's connections in a {@link SimulatedNetwork}. */
final class SimulatedTransport implements Transport {

    private static final int PORT = 7800;
    private static final long DIAL_AGAIN_NANOS = 100_000_000;

    private final SimulatedNetwork network;
    private final Simulation simulation;
    private final SimulatedProcess process;
    private final TreeSet<MemberId> connected = new TreeSet<>();
    private final TreeMap<MemberId, String> wanted = new TreeMap<>();
    private final TreeSet<MemberId> dialing = new TreeSet<>();
    private final TreeMap<MemberId, Long> newest = new TreeMap<>();
    private @Nullable MemberId self;
    private @Nullable Receiver receiver;
    private String cluster = "";
    private boolean closed;

    SimulatedTransport(SimulatedNetwork network, Simulation simulation, SimulatedProcess process) {
        this.network = network;
        this.simulation = simulation;
        this.process = process;
    }

    SimulatedProcess process() {
        return process;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a frame of {@code sender} that was sent after this one has arrived before it. */
    boolean isOvertaken(MemberId sender, long number) {
        Long before = newest.get(sender);
        if (before != null && before > number) {
            return true;
        }
        newest.put(sender, number);
        return false;
    }

    Receiver receiver() {
        if (receiver == null) {
            throw new IllegalStateException("the transport was not started");
        }
        return receiver;
    }

    MemberId id() {
        if (self == null) {
            throw new IllegalStateException("the transport was not started");
        }
        return self;
    }

    @Override
    public Endpoint start(String clusterName, MemberId id, Receiver listener) {
        if (self != null || closed) {
            throw new IllegalStateException("a transport is started once");
        }
        cluster = clusterName;
        self = id;
        receiver = listener;
        network.add(id, this);
        return new Endpoint(process.host(), PORT);
    }

    @Override
    public void peers(Collection<Peer> peers) {
        wanted.clear();
        peers.forEach(peer -> wanted.put(peer.id(), peer.endpoint().host()));
        for (MemberId peer : List.copyOf(connected)) {
            if (!wanted.containsKey(peer)) {
                connected.remove(peer);
                breakAt(network.find(peer), false);
            }
        }
        wanted.keySet().forEach(peer -> dial(peer, SimulatedNetwork.CONNECT_NANOS));
    }

    private void dial(MemberId peer, long delayNanos) {
        if (!connected.contains(peer) && dialing.add(peer)) {
            simulation.after(
                    delayNanos,
                    () -> process.run(peer, () -> {
                        dialing.remove(peer);
                        connect(peer);
                    }));
        }
    }

    private void connect(MemberId peer) {
        String host = wanted.get(peer);
        if (closed || host == null || connected.contains(peer)) {
            return;
        }
        SimulatedTransport other = network.listening(host);
        boolean answers = network.links().isWhole(process.host(), host) && (other == null || other.process.isRunning());
        if (answers && other != null && other.id().equals(peer) && other.cluster.equals(cluster)) {
            connected.add(peer);
            receiver().onConnected(peer);
        } else {
            // Who is cut off or stands still lets the dial time out; that is no refusal.
            boolean refused = answers && (other == null || !other.id().equals(peer));
            receiver().onDisconnected(peer, refused);
            dial(peer, DIAL_AGAIN_NANOS);
        }
    }

    /** The connection to {@code peer} turns out to be broken. */
    void onBroken(MemberId peer) {
        if (closed || !connected.remove(peer)) {
            return;
        }
        process.run(peer, () -> disconnect(peer, false));
    }

    private void disconnect(MemberId peer, boolean refused) {
        if (!closed) {
            receiver().onDisconnected(peer, refused);
            if (wanted.containsKey(peer)) {
                dial(peer, DIAL_AGAIN_NANOS);
            }
        }
    }

    /** Lets {@code other} hear that its connection to this member is broken, if a word about it can reach it. */
    private void breakAt(@Nullable SimulatedTransport other, boolean refused) {
        if (other == null
                || other.closed
                || !network.links().isWhole(process.host(), other.process.host())
                || !other.connected.remove(id())) {
            return;
        }
        simulation.after(
                simulation.random().nextLong(SimulatedNetwork.CONNECT_NANOS),
                () -> other.process.run(id(), () -> other.disconnect(id(), refused)));
    }

    @Override
    public long queuedBytes(MemberId to) {
        String host = wanted.get(to);
        return host == null ? 0 : network.links().queued(process.host(), host);
    }

    @Override
    public boolean send(MemberId to, byte[] frame) {
        if (frame.length > SimulatedNetwork.MAX_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "frame of " + frame.length + " bytes, the most is " + SimulatedNetwork.MAX_FRAME_BYTES);
        }
        SimulatedTransport other = network.find(to);
        if (closed || !connected.contains(to) || other != null && other.process.isFull(id())) {
            return false;
        }
        if (process.isRunning()) {
            network.send(this, to, frame);
        } else {
            // It was stopped in the middle of what it does: the rest comes when it goes on.
            process.run(Source.STEP, () -> network.send(this, to, frame));
        }
        return true;
    }

    @Override
    public int maxFrameBytes() {
        return SimulatedNetwork.MAX_FRAME_BYTES;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (self != null) {
            List<SimulatedTransport> others = new ArrayList<>();
            network.all().forEach(others::add);
            others.forEach(other -> breakAt(other, true));
        }
    }
}
