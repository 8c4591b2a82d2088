package io.asdr.testkit;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.Transport;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Carries frames between simulated members: late, lost, repeated and overtaken as its {@link Faults} say. */
public final class SimulatedNetwork {

    /** Sees each frame before it is delivered. */
    public interface Tap {
        void onFrame(MemberId from, MemberId to, byte[] frame);
    }

    private static final int MAX_FRAME_BYTES = 16 * 1024 * 1024;
    private static final long CONNECT_NANOS = 200_000;

    private final Simulation simulation;
    private final Map<MemberId, SimulatedTransport> transports = new TreeMap<>();
    private Faults faults;
    private @Nullable Tap tap;
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
            receiver.receiver.onFrame(from.id(), ByteBuffer.wrap(frame));
        }
    }

    private final class SimulatedTransport implements Transport {

        private final TreeSet<MemberId> connected = new TreeSet<>();
        private final TreeSet<MemberId> wanted = new TreeSet<>();
        private @Nullable MemberId self;
        private @Nullable Receiver receiver;
        private String cluster = "";
        private boolean closed;

        @Override
        public Endpoint start(String clusterName, MemberId id, Receiver listener) {
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
            connected.retainAll(wanted);
            wanted.forEach(this::connectLater);
        }

        private void connectLater(MemberId peer) {
            simulation.after(CONNECT_NANOS, () -> {
                SimulatedTransport other = transports.get(peer);
                if (closed || receiver == null || !wanted.contains(peer) || connected.contains(peer)) {
                    return;
                }
                if (other == null || other.closed) {
                    receiver.onDisconnected(peer, true);
                } else if (other.cluster.equals(cluster)) {
                    connected.add(peer);
                    receiver.onConnected(peer);
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
            for (SimulatedTransport other : transports.values()) {
                if (other.connected.remove(id()) && !other.closed) {
                    simulation.after(simulation.random().nextLong(CONNECT_NANOS), () -> {
                        if (!other.closed && other.receiver != null) {
                            other.receiver.onDisconnected(id(), true);
                        }
                    });
                }
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
