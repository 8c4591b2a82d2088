package io.asdr.membership;

import io.asdr.spi.Group;
import io.asdr.spi.GroupId;
import io.asdr.spi.Membership.Listener;
import io.asdr.spi.Peer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jgroups.ChannelListener;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.util.MessageBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes JGroups' views and tells the listener of each as a {@link Group}, on a thread of its own.
 *
 * <p>JGroups calls with its membership lock held: a listener that took its time there would stop the joins and views of the whole cluster. So a view is only handed over. It is taken from
 * this call and nowhere else; whoever asks the channel for its present view may install an old one over a newer. Messages are dropped unread.
 */
final class Views implements Receiver, ChannelListener {

    private static final Logger LOG = LoggerFactory.getLogger(Views.class);
    private static final int PATIENCE_SECONDS = 5;

    private final String name;
    private final Listener listener;
    private final ThreadPoolExecutor executor;
    private final CountDownLatch firstGroup = new CountDownLatch(1);
    private volatile boolean silent;
    private volatile @Nullable Thread thread;

    /** The number of the last group; the executor's thread only. */
    private long last = Long.MIN_VALUE;

    Views(String name, Listener listener) {
        this.name = name;
        this.listener = listener;
        executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                this::newThread,
                // A view that comes while we leave is nobody's.
                new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public void viewAccepted(View view) {
        executor.execute(() -> deliver(view));
    }

    @Override
    public void channelClosed(JChannel channel) {
        executor.execute(() -> fail(new IllegalStateException("JGroups closed the channel of " + channel.getName())));
    }

    @Override
    public void receive(Message message) {}

    @Override
    public void receive(MessageBatch batch) {}

    /** Returns once the listener was told of the first group. */
    void awaitFirstGroup() throws InterruptedException {
        firstGroup.await();
    }

    /** Tells the listener nothing more, and ends the thread. On return no call is running, except where the listener itself calls this. Idempotent. */
    void silence() {
        silent = true;
        executor.shutdown();
        if (isOnOwnThread()) {
            return;
        }
        try {
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the listener of groups has not returned for {} s: interrupting it", PATIENCE_SECONDS);
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private Thread newThread(Runnable work) {
        var created = new Thread(work, "asdr-membership-" + name);
        thread = created;
        return created;
    }

    private void deliver(View view) {
        long number = view.getViewId().getId();
        if (silent || number <= last) {
            return;
        }
        List<Peer> members = view.getMembers().stream()
                .flatMap(address -> PeerAddress.of(address).stream())
                .map(PeerAddress::peer)
                .toList();
        if (members.size() < view.size()) {
            LOG.warn("{} has {} members that are none of ours: left out", view, view.size() - members.size());
        }
        last = number;
        try {
            // The creator of a JGroups view is its first member.
            listener.onGroup(new Group(new GroupId(number, members.get(0).id()), members));
        } catch (RuntimeException e) {
            LOG.error("the listener failed on {}", view, e);
        }
        firstGroup.countDown();
    }

    private void fail(Throwable cause) {
        if (!silent) {
            listener.onFailure(cause);
        }
    }

    private boolean isOnOwnThread() {
        return Thread.currentThread() == thread;
    }
}
