package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Calls that go to another member, beside a bare echo of the same size. */
final class RemoteCalls {

    private static final int KEY_COUNT = 1_000;
    private static final int IN_FLIGHT = 64;
    private static final long ROUND_NANOS = 500_000_000;
    private static final long WARM_UP_NANOS = 4_000_000_000L;

    private final EchoClient echo;
    private final int rounds;

    private RemoteCalls(EchoClient echo, int rounds) {
        this.echo = echo;
        this.rounds = rounds;
    }

    static List<Figure> measure(int rounds) {
        try (ThreeMembers members = ThreeMembers.start();
                EchoClient echo =
                        new EchoClient(Integer.parseInt(members.second().ask("echo")))) {
            RemoteCalls calls = new RemoteCalls(echo, rounds);
            Keys remote = Keys.elsewhere(
                    Tables.REMOTE.open(members.node()), members.node().name());
            Keys replicated = Keys.elsewhere(
                    Tables.REPLICATED.open(members.node()), members.node().name());
            List<Figure> figures = new ArrayList<>();
            figures.add(calls.blockingGet(remote));
            figures.add(calls.asyncGet(remote));
            figures.add(calls.blockingPut(replicated));
            return figures;
        }
    }

    private Figure blockingGet(Keys keys) {
        Runnable get = () -> keys.table().get(keys.next());
        warmUp(echo::echo, get);
        Rounds medians = Rounds.alternate(
                rounds,
                () -> Rounds.medianMicros(ROUND_NANOS, echo::echo),
                () -> Rounds.medianMicros(ROUND_NANOS, get));
        return Figure.atMost("remote get, one caller, p50; echo", "us", medians.measured(), medians.limit(), 1.4);
    }

    private Figure blockingPut(Keys keys) {
        Runnable put = () -> {
            String key = keys.next();
            keys.table().put(key, Entries.value(key, 1));
        };
        Runnable twice = () -> {
            echo.echo();
            echo.echo();
        };
        warmUp(twice, put);
        Rounds medians = Rounds.alternate(
                rounds, () -> Rounds.medianMicros(ROUND_NANOS, twice), () -> Rounds.medianMicros(ROUND_NANOS, put));
        return Figure.atMost(
                "put, one replica, p50; two echoes in a row", "us", medians.measured(), medians.limit(), 1.4);
    }

    private Figure asyncGet(Keys keys) {
        echo.flood(IN_FLIGHT, WARM_UP_NANOS / 2);
        flood(keys, WARM_UP_NANOS);
        Rounds medians =
                Rounds.alternate(rounds, () -> echo.flood(IN_FLIGHT, ROUND_NANOS), () -> flood(keys, ROUND_NANOS));
        return Figure.atLeast("remote get, 64 in flight; echo", "ops/s", medians.measured(), medians.limit(), 0.4);
    }

    private static void warmUp(Runnable limit, Runnable product) {
        Rounds.medianMicros(WARM_UP_NANOS / 2, limit);
        Rounds.medianMicros(WARM_UP_NANOS, product);
    }

    /** Keeps that many reads in flight: the end of each begins the next. Returns the reads a second. */
    private static double flood(Keys keys, long nanos) {
        LongAdder done = new LongAdder();
        Chain[] chains = new Chain[IN_FLIGHT];
        long begin = System.nanoTime();
        for (int i = 0; i < IN_FLIGHT; i++) {
            chains[i] = new Chain(keys.table(), keys.keys(), i * (KEY_COUNT / IN_FLIGHT), done);
            chains[i].next();
        }
        Pause.nanos(nanos);
        double perSecond = done.sum() * 1e9 / (System.nanoTime() - begin);
        for (Chain chain : chains) {
            chain.ended = true;
        }
        Pause.nanos(50_000_000);
        return perSecond;
    }

    /** Reads one key after the other, one at a time. */
    private static final class Chain {

        private final AsdrTable<String, String> table;
        private final List<String> keys;
        private final LongAdder done;
        private int at;
        private volatile boolean ended;

        private Chain(AsdrTable<String, String> table, List<String> keys, int at, LongAdder done) {
            this.table = table;
            this.keys = keys;
            this.at = at;
            this.done = done;
        }

        private void next() {
            at = (at + 1) % keys.size();
            var unused = table.async().get(keys.get(at)).whenComplete((value, failure) -> {
                done.increment();
                if (!ended) {
                    next();
                }
            });
        }
    }

    /** Keys of which neither owner nor replica is here. Used by one thread. */
    private static final class Keys {

        private final AsdrTable<String, String> table;
        private final List<String> keys;
        private int at;

        private Keys(AsdrTable<String, String> table, List<String> keys) {
            this.table = table;
            this.keys = keys;
        }

        static Keys elsewhere(AsdrTable<String, String> table, String here) {
            List<String> keys = Kind.COPY.keys(table, here, KEY_COUNT);
            Entries.write(table, keys);
            return new Keys(table, keys);
        }

        AsdrTable<String, String> table() {
            return table;
        }

        List<String> keys() {
            return keys;
        }

        String next() {
            at = (at + 1) % keys.size();
            return keys.get(at);
        }
    }
}
