package io.asdr.testkit;

import io.asdr.spi.MemberId;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Messages of some kind on one link that a test keeps back: they come when it lets them go, in whatever life their receiver is then. */
public final class HeldFrames implements SimulatedNetwork.Tap {

    private static final Faults LOSES_ALL = new Faults(1, 0, 0, 500_000, 500_000);

    private final SimulatedCluster cluster;
    private final SimulatedNode from;
    private final SimulatedNode to;
    private final Predicate<Object> wanted;
    private final List<byte[]> frames = new ArrayList<>();
    private List<byte[]> first = List.of();
    private boolean losing;

    HeldFrames(SimulatedCluster cluster, SimulatedNode from, SimulatedNode to, Predicate<Object> wanted) {
        this.cluster = cluster;
        this.from = from;
        this.to = to;
        this.wanted = wanted;
        cluster.network().tap(this);
    }

    @Override
    public void onSend(MemberId sender, MemberId receiver, byte[] frame) {
        boolean holds = sender.equals(from.id()) && receiver.equals(to.id()) && wanted.test(FrameKinds.decode(frame));
        if (holds) {
            frames.add(frame);
        }
        // The network looks at the link's faults after its taps have seen the frame.
        if (holds != losing) {
            losing = holds;
            cluster.network().links().faults(from.process().host(), to.process().host(), holds ? LOSES_ALL : null);
        }
    }

    @Override
    public void onFrame(MemberId sender, MemberId receiver, byte[] frame) {
        // What was sent before passes.
    }

    /** How many are held. */
    public int count() {
        return frames.size();
    }

    /** Holds no more, and forgets what was held. */
    public void drop() {
        cluster.network().untap(this);
        if (losing) {
            losing = false;
            cluster.network().links().faults(from.process().host(), to.process().host(), null);
        }
        frames.clear();
    }

    /** Holds no more; what was held arrives now. */
    public void release() {
        List<byte[]> all = List.copyOf(frames);
        drop();
        deliver(all);
    }

    /** What arrived by {@link #releaseFirst} arrives once more. */
    public void releaseAgain() {
        deliver(first);
    }

    /** Holds no more; the first that was held arrives now, the others with {@link #releaseRest}. */
    public void releaseFirst() {
        List<byte[]> all = List.copyOf(frames);
        first = all.subList(0, 1);
        drop();
        frames.addAll(all.subList(1, all.size()));
        deliver(all.subList(0, 1));
    }

    /** What {@link #releaseFirst} left arrives now. */
    public void releaseRest() {
        deliver(List.copyOf(frames));
    }

    private void deliver(List<byte[]> all) {
        SimulatedTransport transport = cluster.network().find(to.id());
        if (transport == null || transport.isClosed()) {
            throw new IllegalStateException(to.node().name() + " gets nothing any more");
        }
        all.forEach(frame -> transport.receiver().onFrame(from.id(), ByteBuffer.wrap(frame)));
    }
}
