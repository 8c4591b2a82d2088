package io.asdr.testkit;

import io.asdr.spi.MemberId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The process in which a simulated member runs: it goes on, stands still, or is gone. All that the member does passes here.
 *
 * <p>While it stands still, what it should do waits: timers that are due, steps, callbacks, its application's calls, and frames in its sockets, each in order. When it goes on, all of it is due at once; which comes
 * first is the seed's choice, as it is the scheduler's in a real process.
 */
public final class SimulatedProcess {

    /** Where work comes from; within one source it keeps its order. */
    enum Source {
        NETWORK,
        TIMER,
        STEP,
        CALLBACK,
        GROUP,
        APPLICATION
    }

    private enum State {
        RUNNING,
        PAUSED,
        GONE
    }

    private record Queue(Source source, long of) implements Comparable<Queue> {
        @Override
        public int compareTo(Queue other) {
            int bySource = source.compareTo(other.source);
            return bySource != 0 ? bySource : Long.compare(of, other.of);
        }
    }

    /** A socket's buffer takes that many frames; who sends more is told that too much is waiting. */
    private static final int MOST_FRAMES_WAITING = 256;

    private static final long LONGEST_GAP_NANOS = 20_000;

    private final Simulation simulation;
    private final String host;
    private final TreeMap<Queue, ArrayDeque<Runnable>> waiting = new TreeMap<>();
    private State state = State.RUNNING;
    private Source first = Source.NETWORK;
    private boolean draining;

    SimulatedProcess(Simulation simulation, String host) {
        this.simulation = simulation;
        this.host = host;
    }

    /** The machine that it runs on; a process that starts there later has the same address. */
    public String host() {
        return host;
    }

    public boolean isRunning() {
        return state == State.RUNNING;
    }

    public boolean isPaused() {
        return state == State.PAUSED;
    }

    public boolean isGone() {
        return state == State.GONE;
    }

    /** Something that comes over the connection to {@code peer}. */
    void run(MemberId peer, Runnable task) {
        run(Source.NETWORK, peer.incarnation(), task);
    }

    /** Runs {@code task} here and now, or when the process goes on, after what came before from the same source. */
    private void run(Source source, long of, Runnable task) {
        if (state == State.GONE) {
            return;
        }
        if (state == State.RUNNING && waiting.isEmpty()) {
            task.run();
            return;
        }
        Queue queue = new Queue(source, of);
        if (state == State.PAUSED || waiting.containsKey(queue)) {
            waiting.computeIfAbsent(queue, q -> new ArrayDeque<>()).add(task);
        } else {
            task.run();
        }
    }

    void run(Source source, Runnable task) {
        run(source, 0, task);
    }

    /** Whether no more frames of {@code sender} fit into the sockets here. */
    boolean isFull(MemberId sender) {
        if (waiting.isEmpty()) {
            return false;
        }
        ArrayDeque<Runnable> frames = waiting.get(new Queue(Source.NETWORK, sender.incarnation()));
        return frames != null && frames.size() >= MOST_FRAMES_WAITING;
    }

    void pause() {
        if (state == State.RUNNING) {
            state = State.PAUSED;
        }
    }

    /** Goes on. Nothing has run yet when this returns: what the caller does next comes first of all. */
    void resume() {
        if (state == State.PAUSED) {
            state = State.RUNNING;
            Source[] sources = Source.values();
            first = sources[simulation.random().nextInt(sources.length)];
            drainLater();
        }
    }

    void end() {
        state = State.GONE;
        waiting.clear();
    }

    private void drainLater() {
        if (!draining && !waiting.isEmpty()) {
            draining = true;
            simulation.after(simulation.random().nextLong(LONGEST_GAP_NANOS), this::drain);
        }
    }

    private void drain() {
        draining = false;
        if (state != State.RUNNING || waiting.isEmpty()) {
            return;
        }
        Queue queue = next();
        ArrayDeque<Runnable> tasks = waiting.getOrDefault(queue, new ArrayDeque<>());
        Runnable task = tasks.poll();
        // The queue stays while its last task runs: what that brings to the same source comes after it.
        if (task != null) {
            task.run();
        }
        if (tasks.isEmpty()) {
            waiting.remove(queue, tasks);
        }
        drainLater();
    }

    private Queue next() {
        List<Queue> queues = new ArrayList<>();
        for (Map.Entry<Queue, ArrayDeque<Runnable>> entry : waiting.entrySet()) {
            queues.add(entry.getKey());
            if (entry.getKey().source() == first && simulation.chance(0.8)) {
                return entry.getKey();
            }
        }
        return queues.get(simulation.random().nextInt(queues.size()));
    }
}
