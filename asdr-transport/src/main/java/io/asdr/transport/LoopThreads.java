package io.asdr.transport;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/** Makes the threads of the event loops, and waits for their end: a loop reports its own a moment before its thread has gone. */
final class LoopThreads implements ThreadFactory {

    private final ThreadFactory factory;
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    LoopThreads(String name) {
        this.factory = new DefaultThreadFactory(name, true);
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = factory.newThread(task);
        threads.add(thread);
        return thread;
    }

    /** Waits up to {@code millis} for each thread, or until the caller is interrupted. */
    void join(long millis) {
        try {
            for (Thread thread : threads) {
                thread.join(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
