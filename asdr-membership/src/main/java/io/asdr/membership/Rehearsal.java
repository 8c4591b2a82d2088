package io.asdr.membership;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Membership.Evidence;
import io.asdr.spi.Peer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.util.Util;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group of three channels inside this JVM whose coordinator dies and is followed, again and again, until the code of a coordinator's death has run.
 *
 * <p>Who becomes coordinator has never made a group before, and all wait for the first that it makes: without a rehearsal the JVM would load, link and interpret that part of JGroups just then. It is
 * played once a JVM, on a thread of its own and only when the member has been in for a while, so that nobody waits for it. It opens no socket, and nothing is left of it but code that has run.
 */
final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final AtomicBoolean PLAYED = new AtomicBoolean();

    private static final int MEMBERS = 3;
    static final int ROUNDS = 3;

    /** What a start brings, hand-overs and the application's own, goes before. */
    private static final long DELAY_SECONDS = 9;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long LOOK_NANOS = 1_000_000;

    /** A channel that plays a member. */
    private record Part(MemberId id, JChannel channel, Suspicions suspicions) {}

    private final String cluster = "asdr-rehearsal-" + UUID.randomUUID();
    private final Deque<Part> parts = new ArrayDeque<>();
    private final Thread thread = new Thread(this::run, "asdr-membership-rehearsal");
    private final CountDownLatch stop = new CountDownLatch(1);
    private long incarnations;

    Rehearsal() {
        thread.setDaemon(true);
    }

    /** Begins, unless this JVM has played before. */
    void begin() {
        if (PLAYED.compareAndSet(false, true)) {
            thread.start();
        }
    }

    /** Ends it before its time, if it runs. On return none of its threads is left. Idempotent. */
    void stop() throws InterruptedException {
        stop.countDown();
        thread.join();
    }

    /** Plays to the end, or until stopped; returns how many coordinators were followed by another. */
    int play() throws Exception {
        int followed = 0;
        try {
            while (parts.size() < MEMBERS && !isStopped()) {
                join();
            }
            for (int round = 0; round < ROUNDS && isWhole(); round++) {
                loseCoordinator();
                if (isWhole()) {
                    followed++;
                    join();
                }
            }
            return followed;
        } finally {
            while (!parts.isEmpty()) {
                silence(parts.removeLast());
            }
        }
    }

    private void run() {
        try {
            if (!stop.await(DELAY_SECONDS, TimeUnit.SECONDS)) {
                play();
            }
        } catch (Exception | LinkageError e) {
            LOG.debug("the rehearsal of a coordinator's death failed: the first real one takes longer", e);
        } finally {
            if (isStopped()) {
                PLAYED.set(false);
            }
        }
    }

    private void join() throws Exception {
        var suspicions = new Suspicions();
        JChannel channel = Stack.inProcess(suspicions);
        MemberId id = new MemberId(++incarnations);
        Address address = new PeerAddress(
                        new Peer(id, "rehearsal-" + id.incarnation(), new Endpoint("rehearsal", 1)), incarnations)
                .newAddress();
        channel.addAddressGenerator(() -> address);
        parts.add(new Part(id, channel, suspicions));
        channel.connect(cluster);
    }

    /** The oldest is not heard any more, and one of the others says why. */
    private void loseCoordinator() throws Exception {
        Part dead = parts.removeFirst();
        silence(dead);
        parts.getLast().suspicions().report(dead.id(), Evidence.REFUSED);
    }

    /** Closes a channel without a word to the others. */
    private static void silence(Part part) throws Exception {
        try {
            Util.shutdown(part.channel());
        } finally {
            part.channel().close();
        }
    }

    /** Waits until all have a group of just those that are left; false if it does not come, or if it is to end. */
    private boolean isWhole() {
        long begun = System.nanoTime();
        while (!isStopped() && System.nanoTime() - begun < PATIENCE_NANOS) {
            if (parts.stream().allMatch(part -> part.channel().getView().size() == parts.size())) {
                return true;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return false;
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }
}
