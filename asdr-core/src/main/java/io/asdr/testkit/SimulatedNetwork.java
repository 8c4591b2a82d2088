package io.asdr.testkit;

import io.asdr.spi.MemberId;
import io.asdr.spi.Transport;
import io.asdr.testkit.Links.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries frames between simulated members: late, lost, repeated and overtaken as {@link Faults} say, over {@link Links} that can be cut.
 *
 * <p>As with TCP, nobody is told of a cut: what is sent into it is gone, or comes when the link is mended; a connection over it breaks late or never.
 */
public final class SimulatedNetwork {

    /** Sees each frame when it is sent, and again right before its receiver gets it. Either may be ended by it: then the frame is gone. */
    public interface Tap {
        default void onSend(MemberId from, MemberId to, byte[] frame) {}

        void onFrame(MemberId from, MemberId to, byte[] frame);
    }

    private record Held(SimulatedTransport from, MemberId to, byte[] frame) {}

    static final int MAX_FRAME_BYTES = 16 * 1024 * 1024;
    static final long CONNECT_NANOS = 200_000;
    private static final int MOST_HELD = 64;

    private final Simulation simulation;
    private final Links links;
    private final Map<MemberId, SimulatedTransport> transports = new TreeMap<>();
    private final Map<String, SimulatedTransport> listeners = new TreeMap<>();
    private final Map<Wire, List<Held>> held = new TreeMap<>();
    private Faults faults;
    private List<Tap> taps = List.of();
    private Consumer<RuntimeException> thrower = thrown -> {
        throw thrown;
    };
    private long noticeNanos = 1_000_000_000;
    private int hosts;
    private long frames;
    private long sent;
    private long lost;
    private long repeated;
    private long delayed;
    private long overtaken;

    /** A network of whole links. */
    public SimulatedNetwork(Simulation simulation, Faults faults) {
        this(simulation, new Links(), faults);
    }

    SimulatedNetwork(Simulation simulation, Links links, Faults faults) {
        this.simulation = simulation;
        this.links = links;
        this.faults = faults;
        links.listen(new Links.Listener() {
            @Override
            public void onCut(Wire wire) {
                noticeSometimes(wire);
                noticeSometimes(wire.back());
            }

            @Override
            public void onMended(Wire wire) {
                letGo(wire);
            }
        });
    }

    /** What all links do to messages that have no faults of their own. */
    public void faults(Faults next) {
        faults = next;
    }

    Links links() {
        return links;
    }

    /** {@code tap} sees each frame when it is sent and when it arrives. */
    public void tap(Tap tap) {
        List<Tap> next = new ArrayList<>(taps);
        next.add(tap);
        taps = next;
    }

    public void untap(Tap tap) {
        List<Tap> next = new ArrayList<>(taps);
        next.remove(tap);
        taps = next;
    }

    /** {@code handler} gets what receivers throw; without one it ends the run. */
    public void thrower(Consumer<RuntimeException> handler) {
        thrower = handler;
    }

    /** A connection over a cut link breaks within this time, where it breaks at all. */
    void noticeNanos(long nanos) {
        noticeNanos = nanos;
    }

    /** A transport for a new member on a host of its own. */
    public Transport transport() {
        return transport(new SimulatedProcess(simulation, "host" + ++hosts));
    }

    SimulatedTransport transport(SimulatedProcess process) {
        return new SimulatedTransport(this, simulation, process);
    }

    /** How many frames have arrived. */
    public long frames() {
        return frames;
    }

    /** Adds what happened to frames. */
    void count(Occurrences occurrences) {
        occurrences.add(Occurrence.MESSAGE_LOST, lost);
        occurrences.add(Occurrence.MESSAGE_REPEATED, repeated);
        occurrences.add(Occurrence.MESSAGE_DELAYED, delayed);
        occurrences.add(Occurrence.MESSAGE_OVERTAKEN, overtaken);
    }

    /** The member falls silent at once: nothing that it sent last or would get now arrives. */
    public void crash(MemberId member) {
        SimulatedTransport transport = transports.get(member);
        if (transport != null) {
            transport.close();
        }
    }

    void add(MemberId member, SimulatedTransport transport) {
        transports.put(member, transport);
        listeners.put(transport.process().host(), transport);
    }

    @Nullable
    SimulatedTransport find(MemberId member) {
        return transports.get(member);
    }

    /** Who listens on a host, or null. */
    @Nullable
    SimulatedTransport listening(String host) {
        SimulatedTransport listener = listeners.get(host);
        return listener == null || listener.isClosed() ? null : listener;
    }

    Iterable<SimulatedTransport> all() {
        return transports.values();
    }

    void send(SimulatedTransport from, MemberId to, byte[] frame) {
        for (Tap tap : taps) {
            tap.onSend(from.id(), to, frame);
        }
        SimulatedTransport receiver = transports.get(to);
        if (from.isClosed() || receiver == null) {
            return;
        }
        Faults present =
                links.faultsOr(from.process().host(), receiver.process().host(), faults);
        if (simulation.chance(present.loss())) {
            lost++;
            return;
        }
        long length = links.length(from.process().host(), receiver.process().host());
        int copies = simulation.chance(present.duplication()) ? 2 : 1;
        repeated += copies - 1;
        long number = ++sent;
        for (int i = 0; i < copies; i++) {
            boolean slow = simulation.chance(present.slowness());
            delayed += slow ? 1 : 0;
            long most = slow ? present.slowNanos() : present.fastNanos();
            simulation.after(length + simulation.random().nextLong(most), () -> {
                overtaken += receiver.isOvertaken(from.id(), number) ? 1 : 0;
                arrive(from, receiver, to, frame);
            });
        }
    }

    private void arrive(SimulatedTransport from, SimulatedTransport receiver, MemberId to, byte[] frame) {
        Wire wire = new Wire(from.process().host(), receiver.process().host());
        if (!links.reaches(wire.from(), wire.to())) {
            List<Held> kept = held.computeIfAbsent(wire, w -> new ArrayList<>());
            if (kept.size() < MOST_HELD) {
                kept.add(new Held(from, to, frame));
            }
        } else if (receiver.isClosed()) {
            // The machine is there and knows nothing of the connection.
            from.onBroken(to);
        } else {
            receiver.process().run(from.id(), () -> deliver(from, receiver, to, frame));
        }
    }

    private void deliver(SimulatedTransport from, SimulatedTransport receiver, MemberId to, byte[] frame) {
        for (Tap tap : taps) {
            tap.onFrame(from.id(), to, frame);
        }
        // The tap may have ended either of them.
        if (!receiver.isClosed()) {
            frames++;
            try {
                receiver.receiver().onFrame(from.id(), ByteBuffer.wrap(frame));
            } catch (RuntimeException thrown) {
                thrower.accept(thrown);
            }
        }
    }

    private void noticeSometimes(Wire wire) {
        if (simulation.random().nextBoolean()) {
            return;
        }
        simulation.after(simulation.random().nextLong(noticeNanos), () -> {
            SimulatedTransport one = listening(wire.from());
            SimulatedTransport other = listening(wire.to());
            if (one != null && other != null && !links.isWhole(wire.from(), wire.to())) {
                one.onBroken(other.id());
            }
        });
    }

    /** What was sent into the cut comes now, as TCP sends it again; or the connection has broken with it. */
    private void letGo(Wire wire) {
        List<Held> kept = held.remove(wire);
        if (kept == null) {
            return;
        }
        boolean broken = simulation.random().nextBoolean();
        long late = 0;
        for (Held frame : kept) {
            SimulatedTransport receiver = transports.get(frame.to());
            if (broken) {
                frame.from().onBroken(frame.to());
            } else if (receiver != null) {
                late += simulation.random().nextLong(CONNECT_NANOS);
                simulation.after(late, () -> arrive(frame.from(), receiver, frame.to(), frame.frame()));
            }
        }
    }
}
