package io.asdr.runtime;

import io.asdr.spi.Clock;
import io.asdr.spi.Timer;
import java.lang.reflect.InvocationTargetException;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The real world: the machine's clocks, one timer thread, one thread for the steps of lanes, and parked callers. */
final class RealTime {

    private static final int MAX_CALLBACK_THREADS = 256;
    private static final long LONGEST_PARK_NANOS = 10_000_000;

    private RealTime() {}

    /** The environment of a node; {@code callbacks} null for one of its own. */
    static Environment create(String name, @Nullable Executor callbacks) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("asdr-timer-" + name));
        timer.setRemoveOnCancelPolicy(true);
        ExecutorService steps = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("asdr-steps-" + name));
        ExecutorService own = callbacks == null ? callbackExecutor(name) : null;
        Executor used = callbacks != null ? callbacks : own;
        if (used == null) {
            throw new IllegalStateException("no executor for callbacks");
        }
        return new Environment(
                clock(),
                realTimer(timer),
                RealTime::await,
                orHere(steps),
                orHere(used),
                new SecureRandom()::nextLong,
                RealTime::heapPercent,
                () -> {
                    timer.shutdownNow();
                    steps.shutdown();
                    if (own != null) {
                        own.shutdown();
                    }
                });
    }

    private static int heapPercent() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return (int) Math.max(0, Math.min(100, used * 100 / runtime.maxMemory()));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Tasks catch what goes wrong themselves.
    private static Timer realTimer(ScheduledThreadPoolExecutor timer) {
        return (delayNanos, task) -> {
            if (!timer.isShutdown()) {
                try {
                    timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
                } catch (java.util.concurrent.RejectedExecutionException closed) {
                    // The node was closed in between: nothing is due any more.
                    return;
                }
            }
        };
    }

    /** Runs a task here where the executor does not take it: all its threads are in use, or the node is closed, but a caller may wait for what it does. */
    private static Executor orHere(Executor executor) {
        return task -> {
            try {
                executor.execute(task);
            } catch (java.util.concurrent.RejectedExecutionException notTaken) {
                task.run();
            }
        };
    }

    /** Virtual threads where the JVM has them; else a bounded pool that grows. Never the common pool: a blocking callback would stop it. */
    private static ExecutorService callbackExecutor(String name) {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException notThere) {
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    0,
                    MAX_CALLBACK_THREADS,
                    10,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    daemons("asdr-callback-" + name));
            return pool;
        }
    }

    static Clock clock() {
        return new SystemClock();
    }

    private static boolean await(BooleanSupplier done, long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        while (!done.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(Math.min(left, LONGEST_PARK_NANOS));
        }
        return true;
    }

    static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static final class SystemClock implements Clock {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long millis() {
            return System.currentTimeMillis();
        }
    }
}
