package io.asdr.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asdr.protocol.Member;
import io.asdr.protocol.calls.CallerRole;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.ownership.Rendezvous;
import io.asdr.protocol.ownership.Spot;
import io.asdr.spi.Endpoint;
import io.asdr.spi.Group;
import io.asdr.spi.GroupId;
import io.asdr.spi.KeyFormats;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.Timer;
import io.asdr.spi.Transport;
import io.asdr.spi.Version;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A cluster of three in one thread, with joins, writes and deaths, that is played through before a node joins a real one (P4).
 *
 * <p>A view change is the one thing that the whole cluster waits for, and that hardly ever happens: without a rehearsal the JVM would load, interpret and compile its code just then. Once a JVM is
 * enough. Nothing of it is left but compiled code.
 */
final class Rehearsal {

    private static final AtomicBoolean PLAYED = new AtomicBoolean();

    private static final int SCENES = 2;
    private static final int LANES = 8;
    private static final int PARTITIONS = 256;
    static final int KEYS = 64;
    private static final long LEASE_NANOS = 60_000_000_000L;
    private static final Endpoint NOWHERE = new Endpoint("rehearsal", 0);

    private final Random random = new Random(1);
    private final ArrayDeque<Runnable> steps = new ArrayDeque<>();
    private final Map<MemberId, Engine> engines = new TreeMap<>();
    private final List<Peer> peers = new ArrayList<>();
    private List<Runnable> due = new ArrayList<>();
    private int groups;
    private int ended;

    Rehearsal() {}

    /** Plays, unless this JVM has played before. */
    static void playOnce() {
        if (PLAYED.compareAndSet(false, true)) {
            for (int scene = 0; scene < SCENES; scene++) {
                new Rehearsal().play();
            }
        }
    }

    /** Returns how many calls were made and ended. */
    int play() {
        join();
        openTables();
        join();
        join();
        callFromAll(Operation.SET);
        lose();
        callFromAll(Operation.SET);
        join();
        callFromAll(Operation.REMOVE);
        lose();
        engines.values().forEach(Engine::close);
        return ended;
    }

    private void join() {
        MemberId id = new MemberId(random.nextLong());
        peers.add(new Peer(id, "rehearsal", NOWHERE));
        Engine engine = new Engine(
                id,
                new Environment(
                        RealTime.clock(),
                        new Due(),
                        (done, nanos) -> done.getAsBoolean(),
                        steps::add,
                        steps::add,
                        random::nextLong,
                        () -> 0,
                        () -> {}),
                new Engine.Settings(
                        LANES,
                        PARTITIONS,
                        new Rendezvous(),
                        new Member.Timing(LEASE_NANOS, LEASE_NANOS, LEASE_NANOS),
                        1,
                        LEASE_NANOS,
                        0,
                        "rehearsal",
                        KeyFormats.FIRST),
                null,
                new Loopback(id),
                EngineListener.NONE);
        engines.put(id, engine);
        engine.start();
        regroup();
    }

    /** The oldest dies. */
    private void lose() {
        MemberId dead = peers.remove(0).id();
        engines.remove(dead);
        engines.values().forEach(engine -> engine.onDisconnected(dead, true));
        regroup();
    }

    private void regroup() {
        Group group = new Group(new GroupId(++groups, peers.get(0).id()), peers);
        engines.values().forEach(engine -> engine.onGroup(group));
        run();
    }

    private void openTables() {
        for (boolean strict : new boolean[] {false, true}) {
            engines.values()
                    .iterator()
                    .next()
                    .open(new View.TableSettings(
                            0, "strict=" + strict, ViewId.NONE, 1, true, true, strict, "", "", ""));
            run();
        }
    }

    private void callFromAll(Operation operation) {
        for (Engine engine : engines.values()) {
            for (View.TableSettings table : engine.tables()) {
                for (int i = 0; i < KEYS; i++) {
                    byte[] bytes = ("key-" + i).getBytes(UTF_8);
                    Key key = new Key(bytes, i * 0x9E37_79B9_7F4A_7C15L);
                    PlacedKey placed = new PlacedKey(key, Spot.of(key.hash()), 0);
                    PlacedCall made = new PlacedCall(
                            new CallerRole.Call(operation, key, bytes, null, Version.NONE, 0, Integer.MAX_VALUE),
                            placed,
                            null);
                    int partition = engine.partition(table.id(), placed);
                    engine.read(table.id(), partition, placed, PendingCall.<ReadResult>then(result -> ended++), false);
                    engine.call(table.id(), partition, made, PendingCall.<CallResult>then(result -> ended++));
                }
            }
        }
        run();
    }

    /** Until nothing is left to do but to wait. */
    private void run() {
        for (int tick = 0; tick < 3; tick++) {
            List<Runnable> now = due;
            due = new ArrayList<>();
            now.forEach(Runnable::run);
            for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
                step.run();
            }
        }
    }

    /** Whatever is to be done later is done at the next tick. */
    private final class Due implements Timer {
        @Override
        public void after(long delayNanos, Runnable task) {
            due.add(task);
        }
    }

    private final class Loopback implements Transport {
        private final MemberId self;

        Loopback(MemberId self) {
            this.self = self;
        }

        @Override
        public Endpoint start(String cluster, MemberId member, Receiver receiver) {
            return NOWHERE;
        }

        @Override
        public void peers(Collection<Peer> others) {}

        @Override
        public boolean send(MemberId to, byte[] frame) {
            steps.add(() -> {
                Engine engine = engines.get(to);
                if (engine != null) {
                    engine.onFrame(self, ByteBuffer.wrap(frame));
                }
            });
            return true;
        }

        @Override
        public int maxFrameBytes() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void close() {}
    }
}
