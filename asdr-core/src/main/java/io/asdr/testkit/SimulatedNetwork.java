package io.asdr.testkit;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.Transport;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries frames between simulated members: late, lost, repeated and overtaken as its {@link Faults} say. */
public final class SimulatedNetwork {

    /** Sees each frame before it is delivered. */
    public interface Tap {
        void onFrame(MemberId from, MemberId to, byte[] frame);
    }

    private static final int MAX_FRAME_BYTES = 16 * 1024 * 1024;
    private static final long CONNECT_NANOS = 200_000;
    private static final long DIAL_AGAIN_NANOS = 100_000_000;

    private final Simulation simulation;
    private final Map<MemberId, SimulatedTransport> transports = new TreeMap<>();
    private Faults faults;
    private @Nullable Tap tap;
    private Consumer<RuntimeException> thrower = thrown -> {
        throw thrown;
    };
    private long frames;

    public SimulatedNetwork(Simulation simulation, Faults faults) {
        this.simulation = simulation;
        this.faults = faults;
    }

    public void faults(Faults next) {
        faults = next;
    }

    /** {@code tap} sees each frame when it arrives, before its receiver does. */
    public void tap(@Nullable Tap listener) {
        tap = listener;
    }

    /** {@code handler} gets what receivers throw; without one it ends the run. */
    public void thrower(Consumer<RuntimeException> handler) {
        thrower = handler;
    }

    /** A transport for a new member. */
    public Transport transport() {
        return new SimulatedTransport();
    }

    /** How many frames have arrived. */
    public long frames() {
        return frames;
    }

    /** The member falls silent at once: nothing that it sent last or would get now arrives. */
    public void crash(MemberId member) {
        SimulatedTransport transport = transports.get(member);
        if (transport != null) {
            transport.close();
        }
    }

    private void deliver(SimulatedTransport from, MemberId to, byte[] frame) {
        if (simulation.chance(faults.loss())) {
            return;
        }
        int copies = simulation.chance(faults.duplication()) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long most = simulation.chance(faults.slowness()) ? faults.slowNanos() : faults.fastNanos();
            simulation.after(simulation.random().nextLong(most), () -> arrive(from, to, frame));
        }
    }

    private void arrive(SimulatedTransport from, MemberId to, byte[] frame) {
        SimulatedTransport receiver = transports.get(to);
        if (receiver == null || receiver.closed || receiver.receiver == null) {
            return;
        }
        Tap listener = tap;
        if (listener != null) {
            listener.onFrame(from.id(), to, frame);
        }
        // The tap may have ended either of them.
        if (!receiver.closed) {
            frames++;
            try {
                receiver.receiver.onFrame(from.id(), ByteBuffer.wrap(frame));
            } catch (RuntimeException thrown) {
                thrower.accept(thrown);
            }
        }
    }

    private final class SimulatedTransport implements Transport {

        private final TreeSet<MemberId> connected = new TreeSet<>();
        private final TreeSet<MemberId> wanted = new TreeSet<>();
        private final TreeSet<MemberId> dialing = new TreeSet<>();
        private @Nullable MemberId self;
        private @Nullable Receiver receiver;
        private String cluster = "";
        private boolean closed;

        @Override
        public Endpoint start(String clusterName, MemberId id, Receiver listener) {
            if (self != null || closed) {
                throw new IllegalStateException("a transport is started once");
            }
            cluster = clusterName;
            self = id;
            receiver = listener;
            transports.put(id, this);
            return new Endpoint("simulated", 0);
        }

        @Override
        public void peers(Collection<Peer> peers) {
            wanted.clear();
            peers.forEach(peer -> wanted.add(peer.id()));
            for (MemberId peer : List.copyOf(connected)) {
                if (!wanted.contains(peer)) {
                    connected.remove(peer);
                    breakAt(transports.get(peer), false);
                }
            }
            wanted.forEach(peer -> dial(peer, CONNECT_NANOS));
        }

        private void dial(MemberId peer, long delayNanos) {
            if (!connected.contains(peer) && dialing.add(peer)) {
                simulation.after(delayNanos, () -> {
                    dialing.remove(peer);
                    connect(peer);
                });
            }
        }

        private void connect(MemberId peer) {
            SimulatedTransport other = transports.get(peer);
            if (closed || receiver == null || !wanted.contains(peer) || connected.contains(peer)) {
                return;
            }
            boolean there = other != null && !other.closed;
            if (other != null && there && other.cluster.equals(cluster)) {
                connected.add(peer);
                receiver.onConnected(peer);
            } else {
                receiver.onDisconnected(peer, !there);
                dial(peer, DIAL_AGAIN_NANOS);
            }
        }

        /** Lets {@code other} hear that its connection to this member is broken. */
        private void breakAt(@Nullable SimulatedTransport other, boolean refused) {
            if (other == null || !other.connected.remove(id()) || other.closed) {
                return;
            }
            simulation.after(simulation.random().nextLong(CONNECT_NANOS), () -> {
                if (!other.closed && other.receiver != null) {
                    other.receiver.onDisconnected(id(), refused);
                    if (other.wanted.contains(id())) {
                        other.dial(id(), DIAL_AGAIN_NANOS);
                    }
                }
            });
        }

        @Override
        public boolean send(MemberId to, byte[] frame) {
            if (frame.length > MAX_FRAME_BYTES) {
                throw new IllegalArgumentException(
                        "frame of " + frame.length + " bytes, the most is " + MAX_FRAME_BYTES);
            }
            if (closed || !connected.contains(to)) {
                return false;
            }
            deliver(this, to, frame);
            return true;
        }

        @Override
        public int maxFrameBytes() {
            return MAX_FRAME_BYTES;
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            if (self != null) {
                transports.values().forEach(other -> breakAt(other, true));
            }
        }

        private MemberId id() {
            if (self == null) {
                throw new IllegalStateException("the transport was not started");
            }
            return self;
        }
    }
}
