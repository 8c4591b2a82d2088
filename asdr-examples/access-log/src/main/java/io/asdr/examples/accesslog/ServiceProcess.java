package io.asdr.examples.accesslog;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The launcher's side of one service: the lines that it has not acknowledged, a bounded number, and what it answers.
 *
 * <p>One thread of the launcher deals and asks; a thread of its own takes the replies.
 */
final class ServiceProcess {

    /** How many lines may be on their way to a service. */
    static final int WINDOW = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final Channel<Order, Reply> channel;
    private final Journal journal;
    private final long startedNanos;
    private final BlockingQueue<Reply> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<Reply.Ready> ready = new CompletableFuture<>();
    private final Thread replies;
    private final Map<Integer, Dealt> unacknowledged = new LinkedHashMap<>();
    private String failure = "";
    private boolean ended;

    /**
     * The launcher's side of a process that is running.
     *
     * @param startedNanos when it was about to be started
     */
    ServiceProcess(String name, long startedNanos, Process process, Journal journal) {
        this.name = name;
        this.startedNanos = startedNanos;
        this.process = process;
        this.journal = journal;
        this.channel = new Channel<>(Order.class, process.getOutputStream(), Reply.class, process.getInputStream());
        this.replies = new Thread(this::takeReplies, name + "-replies");
        this.replies.setDaemon(true);
    }

    /** Begins to listen to the service. */
    void listen() {
        replies.start();
    }

    String name() {
        return name;
    }

    /** When the process was about to be started. */
    long startedNanos() {
        return startedNanos;
    }

    boolean isReady() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    Reply.Ready awaitReady() throws JobFailedException, InterruptedException {
        try {
            return checkClock(ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            throw new JobFailedException(name + " could not join" + failure(), e);
        } catch (TimeoutException e) {
            throw new JobFailedException(name + " is not ready after " + PATIENCE.toSeconds() + " s", e);
        }
    }

    /** Gives the service one line more, once it has room for it. */
    void deal(Dealt dealt) throws JobFailedException, InterruptedException {
        synchronized (this) {
            awaitUnacknowledged(WINDOW - 1);
            unacknowledged.put(dealt.line(), dealt);
        }
        order(new Order.Count(dealt.line(), dealt.raiseTo(), dealt.text()));
    }

    /** Waits until every line is acknowledged. */
    synchronized void awaitAllAcknowledged() throws JobFailedException, InterruptedException {
        awaitUnacknowledged(0);
    }

    synchronized int unacknowledgedCount() {
        return unacknowledged.size();
    }

    void order(Order order) throws JobFailedException {
        try {
            channel.send(order);
        } catch (IOException e) {
            throw new JobFailedException(name + " ended" + failure(), e);
        }
    }

    /** The next answer to what was asked; nothing else must be outstanding. */
    <T extends Reply> T answer(Class<T> kind) throws JobFailedException, InterruptedException {
        return kind.cast(answer());
    }

    Reply answer() throws JobFailedException, InterruptedException {
        Reply answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (answer == null) {
            throw new JobFailedException(name + " did not answer for " + PATIENCE.toSeconds() + " s" + failure());
        }
        if (answer instanceof Reply.Failed failed) {
            throw new JobFailedException(name + " failed: " + failed.message());
        }
        return answer;
    }

    /** Ends the service by SIGKILL and returns the lines that it never acknowledged. */
    List<Dealt> kill() throws InterruptedException {
        process.destroyForcibly();
        // What it had said before its end is still in the pipe, and counts.
        replies.join(PATIENCE.toMillis());
        synchronized (this) {
            return new ArrayList<>(unacknowledged.values());
        }
    }

    /** Has the service leave and end; ends it if it does not. */
    void quit() {
        try {
            order(new Order.Quit());
            if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (JobFailedException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    /** Refuses a service whose clock is not the launcher's: then nothing could be said about what was stale. */
    private Reply.Ready checkClock(Reply.Ready times) throws JobFailedException {
        long now = System.nanoTime();
        if (times.mainNanos() - startedNanos < 0
                || times.readyNanos() - times.mainNanos() < 0
                || now - times.readyNanos() < 0) {
            throw new JobFailedException(name + " has another clock than the launcher: started at " + startedNanos
                    + ", it says that its main began at " + times.mainNanos() + " and it was ready at "
                    + times.readyNanos() + ", now it is " + now);
        }
        return times;
    }

    private synchronized String failure() {
        return failure.isEmpty() ? "" : ": " + failure;
    }

    /** Waits until at most {@code most} lines are unacknowledged; any acknowledgement begins the patience anew. */
    private synchronized void awaitUnacknowledged(int most) throws JobFailedException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int before = unacknowledged.size();
        while (unacknowledged.size() > most) {
            if (ended || !failure.isEmpty()) {
                throw new JobFailedException(name + " ended" + failure());
            }
            if (unacknowledged.size() < before) {
                before = unacknowledged.size();
                deadline = System.nanoTime() + PATIENCE.toNanos();
            }
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (leftMillis <= 0) {
                throw new JobFailedException(name + " acknowledged nothing for " + PATIENCE.toSeconds() + " s, "
                        + unacknowledged.size() + " lines are open");
            }
            wait(leftMillis);
        }
    }

    private void takeReplies() {
        Replies handler = new Replies();
        try {
            @Nullable Reply reply = channel.receive();
            while (reply != null) {
                reply.handleBy(handler);
                reply = channel.receive();
            }
        } catch (IOException | RuntimeException e) {
            fail(e.toString());
        } finally {
            end();
        }
    }

    private synchronized void fail(String message) {
        failure = message;
        answers.add(new Reply.Failed(message));
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        answers.add(new Reply.Failed("it ended" + failure()));
        ready.completeExceptionally(new IOException(name + " ended" + failure()));
        notifyAll();
    }

    private synchronized void acknowledge(Reply.Counted reply) {
        Dealt dealt = unacknowledged.remove(reply.line());
        if (dealt != null) {
            journal.onCounted(dealt, reply);
        }
        notifyAll();
    }

    /** Takes each reply to the window, the journal or the one who asked. */
    private final class Replies implements Reply.Handler {

        @Override
        public void onReady(Reply.Ready reply) {
            ready.complete(reply);
        }

        @Override
        public void onLoading(Reply.Loading reply) {
            journal.onLoading(name, reply.path());
        }

        @Override
        public void onCounted(Reply.Counted reply) {
            acknowledge(reply);
        }

        @Override
        public void onWatching(Reply.Watching reply) {
            answers.add(reply);
        }

        @Override
        public void onProbed(Reply.Probed reply) {
            journal.onProbed(reply.read());
        }

        @Override
        public void onSessionIs(Reply.SessionIs reply) {
            answers.add(reply);
        }

        @Override
        public void onSessionMissing(Reply.SessionMissing reply) {
            answers.add(reply);
        }

        @Override
        public void onPageIs(Reply.PageIs reply) {
            answers.add(reply);
        }

        @Override
        public void onSizeIs(Reply.SizeIs reply) {
            answers.add(reply);
        }

        @Override
        public void onStatsAre(Reply.StatsAre reply) {
            answers.add(reply);
        }

        @Override
        public void onViewSeen(Reply.ViewSeen reply) {
            journal.onView(name, reply);
        }

        @Override
        public void onMoveSeen(Reply.MoveSeen reply) {
            journal.onMoved(name, reply.event());
        }

        @Override
        public void onHandOverSeen(Reply.HandOverSeen reply) {
            journal.onHandedOver(name, reply.event());
        }

        @Override
        public void onLossSeen(Reply.LossSeen reply) {
            journal.onPartitionLost();
        }

        @Override
        public void onFailed(Reply.Failed reply) {
            fail(reply.message());
        }
    }
}
