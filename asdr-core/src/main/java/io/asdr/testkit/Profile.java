package io.asdr.testkit;

import io.asdr.CopyMode;
import io.asdr.MergePolicy;
import io.asdr.Ownership;
import io.asdr.ReplicaAcks;
import io.asdr.TableConfig;
import io.asdr.WhenSplit;
import io.asdr.codec.Codec;
import io.asdr.spi.OwnershipStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a random run is made of.
 *
 * @param members at the start
 * @param groups how fast the membership is
 * @param movesKeys whether the cluster moves to another key format: its first member has the first one, all others the next
 */
public record Profile(
        int members,
        OwnershipStrategy strategy,
        int partitions,
        Duration lease,
        SimulatedGroups.Timing groups,
        Table table,
        Load load,
        Mishaps mishaps,
        boolean movesKeys) {

    /** The major of the keys to which a cluster moves. No key that is called is so long that its first byte in the first major is this one. */
    public static final int NEXT_MAJOR = 9;

    /** All members have the first key format. */
    public Profile(
            int members,
            OwnershipStrategy strategy,
            int partitions,
            Duration lease,
            SimulatedGroups.Timing groups,
            Table table,
            Load load,
            Mishaps mishaps) {
        this(members, strategy, partitions, lease, groups, table, load, mishaps, false);
    }

    /** More settings of a table. */
    public record Options(String name, UnaryOperator<TableConfig.Builder<String, String>> operator) {

        public static final Options NONE = new Options("", builder -> builder);

        @Override
        public String toString() {
            return name;
        }
    }

    /** The table's settings. */
    public record Table(int replicas, CopyMode copies, WhenSplit whenSplit, MergePolicy mergePolicy, Options options) {

        /** How many members a write survives: none where it does not wait for its replicas. */
        int replicasThatCount() {
            return config().replicationInterval() == null ? replicas : 0;
        }

        boolean isStrict() {
            return whenSplit == WhenSplit.STRICT;
        }

        TableConfig<String, String> config() {
            return config(1);
        }

        /** As a member opens the table whose keys have that major. */
        TableConfig<String, String> config(int keyMajor) {
            TableConfig.Builder<String, String> config = options.operator()
                    .apply(TableConfig.of("t", SpelledKeys.codec(keyMajor), Codec.of(String.class))
                            .replicas(replicas)
                            .copies(copies)
                            .whenSplit(whenSplit));
            return isStrict() ? config.build() : config.mergePolicy(mergePolicy).build();
        }
    }

    /**
     * What is called.
     *
     * @param clients each makes one call after the other
     * @param keys half of the calls are on the first
     * @param calls of all clients together
     * @param thinkNanos a client waits up to this between two calls
     */
    public record Load(int clients, int keys, int calls, long thinkNanos) {

        /** How long the calls take about. */
        long spanNanos() {
            return thinkNanos * calls / clients;
        }
    }

    /**
     * What goes wrong.
     *
     * @param crashes at most
     * @param joins at most
     * @param leaves at most
     * @param stepCrash chance that a crash comes at a protocol step
     * @param restarts whether some that crashed start again
     * @param disturbances one after the other or all at once
     * @param drift whether clocks drift apart
     * @param network what happens to all messages
     * @param course what happens in a given order, besides all this
     */
    public record Mishaps(
            int crashes,
            int joins,
            int leaves,
            double stepCrash,
            boolean restarts,
            List<Disturbance> disturbances,
            boolean drift,
            Faults network,
            Course course) {

        public Mishaps {
            disturbances = List.copyOf(disturbances);
        }

        /** Nothing happens in a given order. */
        Mishaps(
                int crashes,
                int joins,
                int leaves,
                double stepCrash,
                boolean restarts,
                List<Disturbance> disturbances,
                boolean drift,
                Faults network) {
            this(crashes, joins, leaves, stepCrash, restarts, disturbances, drift, network, Course.NONE);
        }

        /** Members crash, join and leave, and messages meet faults; nothing else. */
        public static Mishaps of(int crashes, int joins, int leaves, double stepCrash, Faults network) {
            return new Mishaps(crashes, joins, leaves, stepCrash, false, List.of(), false, network);
        }
    }

    private static final int MILLI = 1_000_000;
    private static final int MOST_MEMBERS = 5;
    private static final Faults LOSSY = new Faults(0.3, 0, 0, MILLI, MILLI);
    private static final SimulatedGroups.Timing PATIENT =
            new SimulatedGroups.Timing(20L * MILLI, 1_500L * MILLI, 100L * MILLI);

    /** Groups come so late that some members go on to the next one before others have heard of the last: so views are approved that are never settled. */
    private static final SimulatedGroups.Timing STAGGERED =
            new SimulatedGroups.Timing(100L * MILLI, 50L * MILLI, 40L * MILLI);

    @Override
    public String toString() {
        return members + " members, " + strategy.id() + ", " + partitions + " partitions, lease " + lease + ", "
                + groups + ", " + table + ", " + load + ", " + mishaps + (movesKeys ? ", moves its keys" : "");
    }

    /** A profile drawn from the seed: a SERVE table that is never split, one that is, a STRICT table to which anything may happen, or one whose splits cross each other. */
    public static Profile of(long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5EED);
        int kind = random.nextInt(10);
        Profile profile = switch (kind) {
            case 0, 1, 2, 3 -> whole(random);
            case 4, 5 -> split(random, WhenSplit.SERVE);
            case 9 -> crossing(random);
            default -> split(random, WhenSplit.STRICT);
        };
        boolean moves =
                profile.mishaps().course().equals(Course.NONE) && new SplittableRandom(seed ^ 0xF0).nextInt(10) == 0;
        Options options =
                options(new SplittableRandom(seed ^ 0xA6E), profile.table().isStrict());
        return profile.with(options, moves);
    }

    private Profile with(Options options, boolean moves) {
        Table more = new Table(table.replicas, table.copies, table.whenSplit, table.mergePolicy, options);
        return new Profile(members, strategy, partitions, lease, groups, more, load, mishaps, moves);
    }

    /** The same, while the cluster moves to another key format. */
    public Profile movingKeys() {
        return with(table.options, true);
    }

    /** Some tables let their entries go by themselves, have a capacity, or ask for new values at once. */
    private static Options options(SplittableRandom random, boolean strict) {
        Duration life = Duration.ofMillis(10L + random.nextInt(200));
        return switch (random.nextInt(8)) {
            case 0 -> new Options("timeToLive=" + life, builder -> builder.timeToLive(life));
            case 1 -> new Options("maxIdle=" + life, builder -> builder.maxIdle(life));
            case 2 -> new Options("refresh", builder -> builder.refresh(true));
            case 3 -> new Options("maxCopies=2", builder -> builder.maxCopies(2));
            case 4 -> new Options("maxEntries=3", builder -> builder.maxEntries(3));
            case 5 ->
                strict ? Options.NONE : new Options("async", builder -> builder.replicaAcks(ReplicaAcks.ASYNC, life));
            default -> Options.NONE;
        };
    }

    /** Nothing that puts a living member out of the view. */
    private static Profile whole(SplittableRandom random) {
        int members = 3 + random.nextInt(3);
        // Now and then detection takes some leases, so that who stands still can outlast its own and stay in the view.
        boolean patient = random.nextInt(8) == 0;
        Load load = load(random, (patient ? 20L : 2L) * MILLI + random.nextInt(12 * MILLI));
        return new Profile(
                members,
                strategy(random),
                2 + random.nextInt(4),
                Duration.ofMillis(patient || random.nextInt(3) == 0 ? 200 : 1_000),
                patient ? PATIENT : SimulatedGroups.Timing.QUICK,
                table(random, WhenSplit.SERVE),
                load,
                new Mishaps(
                        random.nextInt(4),
                        random.nextInt(4),
                        random.nextInt(2),
                        0.7,
                        random.nextBoolean(),
                        disturbances(random, random.nextInt(4), false),
                        random.nextBoolean(),
                        random.nextInt(3) == 0 ? Faults.NONE : Faults.SOME));
    }

    /** Anything; the calls take some leases. */
    private static Profile split(SplittableRandom random, WhenSplit whenSplit) {
        int members = 3 + random.nextInt(3);
        long leaseNanos = (random.nextInt(4) == 0 ? 1_000L : 200L) * MILLI;
        Load some = load(random, 1);
        long spanNanos = leaseNanos * (3 + random.nextInt(8));
        boolean often = random.nextInt(3) == 0;
        Load load = new Load(some.clients(), some.keys(), some.calls(), spanNanos * some.clients() / some.calls());
        return new Profile(
                members,
                strategy(random),
                2 + random.nextInt(4),
                Duration.ofNanos(leaseNanos),
                often ? STAGGERED : groups(random),
                table(random, whenSplit),
                load,
                new Mishaps(
                        random.nextInt(4),
                        random.nextInt(3),
                        random.nextInt(5) == 0 ? 1 : 0,
                        0.7,
                        random.nextBoolean(),
                        often
                                ? splits(random, 5 + random.nextInt(4))
                                : disturbances(random, 1 + random.nextInt(5), true),
                        random.nextBoolean(),
                        random.nextInt(3) == 0 ? Faults.NONE : Faults.SOME));
    }

    /**
     * A STRICT table whose splits cross: one member goes over to the other side before it hears of the view of the first. Then nobody knows which of the two views can be settled, until it can be asked: bases are
     * found to be dead, and while it is away, members are left behind.
     */
    private static Profile crossing(SplittableRandom random) {
        Course course = Course.NONE
                .then("123 45", Course.Blow.NONE, 0, 100L * MILLI, 200L * MILLI)
                .then("12 345", Course.Blow.NONE, 0, 400L * MILLI, 600L * MILLI)
                .then("1245 3", Course.Blow.NONE, 0, 200L * MILLI, 400L * MILLI)
                .then("12345", Course.Blow.NONE, 0, 200L * MILLI, 300L * MILLI);
        Load some = load(random, 1);
        long leaseNanos = 200L * MILLI;
        return new Profile(
                MOST_MEMBERS,
                strategy(random),
                2 + random.nextInt(4),
                Duration.ofNanos(leaseNanos),
                new SimulatedGroups.Timing(20L * MILLI, 50L * MILLI, 40L * MILLI),
                table(random, WhenSplit.STRICT),
                new Load(some.clients(), some.keys(), some.calls(), 20 * leaseNanos * some.clients() / some.calls()),
                new Mishaps(0, 0, 0, 0, false, List.of(), random.nextBoolean(), LOSSY, course));
    }

    private static Load load(SplittableRandom random, long thinkNanos) {
        return new Load(4 + random.nextInt(3), 3 + random.nextInt(6), 200 + random.nextInt(60), thinkNanos);
    }

    /** Detection is shorter than a lease, or longer. */
    private static SimulatedGroups.Timing groups(SplittableRandom random) {
        long detectionNanos = (random.nextInt(3) == 0 ? 300L : 50L) * MILLI;
        long mergeNanos = (random.nextBoolean() ? 40L : 400L) * MILLI;
        return new SimulatedGroups.Timing(20L * MILLI, detectionNanos, mergeNanos);
    }

    private static Table table(SplittableRandom random, WhenSplit whenSplit) {
        MergePolicy[] policies = {
            MergePolicy.largerSide(),
            MergePolicy.newestEntry(),
            MergePolicy.of(
                    "greatest",
                    (Object key, @Nullable String kept, String other) ->
                            kept != null && kept.compareTo(other) >= 0 ? kept : other)
        };
        return new Table(
                random.nextInt(3),
                random.nextInt(8) == 0 ? CopyMode.NONE : CopyMode.COHERENT,
                whenSplit,
                policies[random.nextInt(policies.length)],
                Options.NONE);
    }

    private static OwnershipStrategy strategy(SplittableRandom random) {
        OwnershipStrategy[] strategies = {
            Ownership.rendezvous(),
            Ownership.rendezvous(),
            Ownership.rendezvous(),
            Ownership.modulo(),
            Ownership.range(),
            Ownership.nodeChain()
        };
        return strategies[random.nextInt(strategies.length)];
    }

    private static List<Disturbance> disturbances(SplittableRandom random, int count, boolean splitting) {
        List<Disturbance> all = new ArrayList<>();
        for (Disturbance disturbance : Disturbance.values()) {
            if (splitting || !disturbance.isSplitting()) {
                all.add(disturbance);
            }
        }
        List<Disturbance> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(all.get(random.nextInt(all.size())));
        }
        return drawn;
    }

    /** One split after the other: so views are approved by some that can never be settled. */
    private static List<Disturbance> splits(SplittableRandom random, int count) {
        Disturbance[] kinds = {
            Disturbance.SPLIT,
            Disturbance.SPLIT_IN_THREE,
            Disturbance.LINK_CUT,
            Disturbance.DEAF,
            Disturbance.FLAP,
            Disturbance.FALSE_SUSPICION
        };
        List<Disturbance> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(kinds[random.nextInt(kinds.length)]);
        }
        return drawn;
    }
}
