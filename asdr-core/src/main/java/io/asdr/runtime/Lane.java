package io.asdr.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time, without a thread of its own: whoever brings one runs it if the lane is free, and what others brought meanwhile.
 *
 * <p>A task leaves effects ({@link #later}); they are carried out after the lane was left, so no send and no wake-up holds it up. After {@value #MAX_RUN} tasks or 50 µs the rest passes to
 * another thread, so nobody works for others for long, and no queue is ever stranded.
 */
final class Lane {

    private static final int MAX_RUN = 64;
    private static final long MAX_RUN_NANOS = 50_000;

    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
    // How many tasks are in the lane or wait for it; who raises it from 0 runs them.
    private final AtomicInteger inside = new AtomicInteger();
    private final Executor overflow;
    private final Consumer<Throwable> onFault;
    private List<Runnable> effects = new ArrayList<>(4);

    /** {@code onFault} hears of tasks that failed: each is a broken invariant, and the lane goes on. */
    Lane(Executor overflow, Consumer<Throwable> onFault) {
        this.overflow = overflow;
        this.onFault = onFault;
    }

    /** Runs the task here and now if the lane is free, else leaves it to whoever is inside. */
    void execute(Runnable task) {
        if (inside.compareAndSet(0, 1)) {
            List<Runnable> mine = run(task, null);
            if (inside.decrementAndGet() == 0) {
                carryOut(mine);
            } else {
                drain(mine);
            }
        } else {
            queue.add(task);
            if (inside.getAndIncrement() == 0) {
                drain(null);
            }
        }
    }

    /** How many tasks are in it or wait; another thread may have changed that meanwhile. */
    int waiting() {
        return inside.get();
    }

    /** For the task that runs: what is to be done once the lane was left. */
    void later(Runnable effect) {
        effects.add(effect);
    }

    private void drain(@Nullable List<Runnable> before) {
        List<Runnable> mine = before;
        long end = System.nanoTime() + MAX_RUN_NANOS;
        for (int run = 0; ; run++) {
            if (run >= MAX_RUN || run > 0 && System.nanoTime() - end >= 0) {
                overflow.execute(() -> drain(null));
                break;
            }
            Runnable task = queue.poll();
            if (task == null) {
                throw new IllegalStateException("a lane counts a task that nobody brought");
            }
            mine = run(task, mine);
            if (inside.decrementAndGet() == 0) {
                break;
            }
        }
        carryOut(mine);
    }

    /** Runs one task; returns its effects behind those that there were. */
    private List<Runnable> run(Runnable task, @Nullable List<Runnable> before) {
        try {
            task.run();
        } catch (RuntimeException | Error fault) {
            onFault.accept(fault);
        }
        if (before == null) {
            List<Runnable> mine = effects;
            effects = new ArrayList<>(4);
            return mine;
        }
        before.addAll(effects);
        effects.clear();
        return before;
    }

    private void carryOut(@Nullable List<Runnable> mine) {
        if (mine == null) {
            return;
        }
        for (Runnable effect : mine) {
            try {
                effect.run();
            } catch (RuntimeException | Error fault) {
                // One that fails must not take the others with it: callers wait for them.
                onFault.accept(fault);
            }
        }
    }
}
