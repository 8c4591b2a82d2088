package io.asdr.transport;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The frames that wait on one connection: any thread puts, its event loop takes.
 *
 * <p>Senders push onto a stack; the taker takes the whole stack at once and turns it round. So a sender learns from the same step that orders its frame whether it is the
 * first since the taker was here, and only that one has to wake the taker.
 */
final class SendQueue {

    private final AtomicReference<@Nullable Node> pushed = new AtomicReference<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final long limitBytes;

    /** Taken and turned round: oldest first. Only the taker sees it. */
    private @Nullable Node taken;

    SendQueue(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** What became of a frame. */
    enum Put {
        /** It waits, and the taker knows. */
        QUEUED,
        /** It waits, and the taker must be told. */
        QUEUED_FIRST,
        /** Too much waits already. */
        FULL
    }

    /** Puts a frame behind all others that this thread has put. A frame that is longer than the limit is taken when nothing else waits. */
    Put put(byte[] frame) {
        long cost = FrameCodec.HEADER_BYTES + (long) frame.length;
        long before = waitingBytes.getAndAdd(cost);
        if (before > 0 && before + cost > limitBytes) {
            waitingBytes.addAndGet(-cost);
            return Put.FULL;
        }
        var node = new Node(frame);
        Node top;
        do {
            top = pushed.get();
            node.next = top;
        } while (!pushed.compareAndSet(top, node));
        return top == null ? Put.QUEUED_FIRST : Put.QUEUED;
    }

    /** The oldest frame, or null if none waits. Its bytes count until they are {@link #written}. */
    byte @Nullable [] poll() {
        if (taken == null) {
            taken = oldestFirst(pushed.getAndSet(null));
        }
        Node first = taken;
        if (first == null) {
            return null;
        }
        taken = first.next;
        return first.frame;
    }

    void written(int bytes) {
        waitingBytes.addAndGet(-bytes);
    }

    /** At least as many bytes as those of all frames that can be polled, with their headers. */
    long waitingBytes() {
        return waitingBytes.get();
    }

    private static @Nullable Node oldestFirst(@Nullable Node newest) {
        Node first = null;
        Node node = newest;
        while (node != null) {
            Node older = node.next;
            node.next = first;
            first = node;
            node = older;
        }
        return first;
    }

    private static final class Node {

        private final byte[] frame;
        private @Nullable Node next;

        private Node(byte[] frame) {
            this.frame = frame;
        }
    }
}
