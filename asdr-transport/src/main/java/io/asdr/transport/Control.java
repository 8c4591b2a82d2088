package io.asdr.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The event loop that decides about all links: one step at a time, never within another's step. */
final class Control implements Executor {

    private final EventLoop loop;
    private volatile boolean ended;

    Control(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable step) {
        try {
            loop.execute(() -> take(step));
        } catch (RejectedExecutionException e) {
            // The transport is closed, and with it all that the step could be about.
        }
    }

    Future<?> schedule(Runnable step, long millis) {
        return loop.schedule(() -> take(step), millis, TimeUnit.MILLISECONDS);
    }

    /** Takes no step from now on; what it returns is done once the last one has ended. From any thread. */
    Future<?> end() {
        ended = true;
        return loop.submit(() -> {});
    }

    private void take(Runnable step) {
        if (!ended) {
            step.run();
        }
    }
}
