package io.asdr.transport;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.transport.Dialer.Attempt;
import io.asdr.transport.Greeting.Kind;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * This member's relation to one other: the connection, or the attempts to have one. Runs on the control loop only.
 *
 * <pre>
 *  stranger --- know() --->  attempting  --- greeted ---->  connected
 *                            ^  |   ^                          |
 *                            '--'   '---------- closed --------'
 *                     failed: report, wait
 * </pre>
 *
 * The lower id dials. The other waits to be dialed, and meanwhile only asks whether the peer's process lives: both learn in the same way that it does not. A kernel closes the
 * sockets of a killed process one after the other, so one look at its listener would not do.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the handlers what became of a close or a write.
final class Link implements Dialer.Listener {

    private static final int DIAL_TIMEOUT_MILLIS = 1_000;
    private static final int VERIFY_TIMEOUT_MILLIS = 300;

    /** How long one that waits gives the other to dial before it asks whether that one lives. */
    private static final long PATIENCE_MILLIS = 500;

    /** How long a connection of a member is kept that {@code peers} does not name yet: its view may have come before ours. */
    private static final long STRANGER_MILLIS = 10_000;

    /** A connection that lived this long is known to the peer too, and when it breaks no reason to dial more slowly. */
    private static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MemberId peer;
    private final Links links;
    private final Backoff backoff = new Backoff();

    /** Where the peer listens; null as long as {@code peers} does not name it. */
    private @Nullable Endpoint endpoint;

    private @Nullable Connection current;

    /** A newer connection, which takes over once the last frame of the current one was handed over. */
    private @Nullable Connection next;

    private @Nullable Attempt attempt;
    private @Nullable Future<?> timer;

    /** Whether the connection broke and the receiver has not heard of it: the next attempt says what to tell it. */
    private boolean unreported;

    Link(MemberId peer, Links links) {
        this.peer = peer;
        this.links = links;
    }

    /** {@code peers} names the peer. */
    void know(Endpoint where) {
        if (endpoint != null) {
            return;
        }
        endpoint = where;
        cancelTimer();
        if (current == null) {
            attemptIn(links.identity().dials(peer) ? 0 : PATIENCE_MILLIS);
        }
    }

    /** {@code peers} names the peer no longer. */
    void forget() {
        endpoint = null;
        stopAttempts();
        if (next != null) {
            next.close();
        }
        if (current != null) {
            current.close();
        } else {
            reportIfBroken();
        }
    }

    /** The peer and this member have greeted each other on {@code connection}. */
    void onGreeted(Connection connection) {
        stopAttempts();
        connection.whenClosed(() -> links.control().execute(() -> onClosed(connection)));
        if (current == null) {
            adopt(connection);
            return;
        }
        if (next != null) {
            next.close();
        }
        next = connection;
        current.close();
    }

    /**
     * The peer asks whether this member lives, which it does only as long as it has no connection. So the one that there is here has broken at its end, and a link that was cut kept that from being heard: it would
     * stay silent for up to as long as the cut has lasted. A young one may not have been there yet when the peer asked.
     */
    void onSought() {
        if (current != null && current.ageNanos() > STABLE_NANOS) {
            current.close();
        }
    }

    MemberId peer() {
        return peer;
    }

    boolean isKnown() {
        return endpoint != null;
    }

    /** Whether nothing remains to be done for this peer. */
    boolean isOver() {
        return endpoint == null && current == null && next == null;
    }

    @Override
    public void onReached(Attempt reached) {
        if (reached == attempt) {
            reportIfBroken();
        }
    }

    @Override
    public void onWelcome(Attempt welcomed, Channel channel) {
        if (welcomed != attempt) {
            channel.close();
            return;
        }
        attempt = null;
        if (welcomed.asked() == Kind.CONNECT) {
            onGreeted(links.connection(channel, peer));
        } else {
            channel.close();
            attemptIn(backoff.nextMillis());
        }
    }

    @Override
    public void onFailure(Attempt failed, boolean refused) {
        if (failed == attempt) {
            attempt = null;
            report(refused);
            attemptIn(backoff.nextMillis());
        }
    }

    private void adopt(Connection connection) {
        reportIfBroken();
        current = connection;
        links.onConnected(connection);
        connection.begin();
        if (endpoint == null) {
            timer = links.control().schedule(connection::close, STRANGER_MILLIS);
        }
    }

    private void onClosed(Connection closed) {
        if (closed == next) {
            next = null;
        }
        if (closed == current) {
            current = null;
            cancelTimer();
            links.onDisconnected(closed);
            unreported = true;
            goOn(closed);
        }
        links.removeIfOver(this);
    }

    private void goOn(Connection closed) {
        if (closed.ageNanos() > STABLE_NANOS) {
            backoff.reset();
        }
        if (next != null) {
            Connection newer = next;
            next = null;
            adopt(newer);
        } else if (endpoint == null) {
            reportIfBroken();
        } else {
            attemptIn(backoff.nextMillis());
        }
    }

    private void attemptIn(long millis) {
        timer = links.control().schedule(this::attempt, millis);
    }

    private void attempt() {
        timer = null;
        if (endpoint != null) {
            attempt = links.identity().dials(peer)
                    ? links.dialer().dial(endpoint, peer, Kind.CONNECT, DIAL_TIMEOUT_MILLIS, this)
                    : links.dialer().dial(endpoint, peer, Kind.VERIFY, VERIFY_TIMEOUT_MILLIS, this);
        }
    }

    private void stopAttempts() {
        cancelTimer();
        if (attempt != null) {
            attempt.cancel();
            attempt = null;
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void reportIfBroken() {
        if (unreported) {
            report(false);
        }
    }

    private void report(boolean refused) {
        unreported = false;
        links.receiver().onDisconnected(peer, refused);
    }
}
