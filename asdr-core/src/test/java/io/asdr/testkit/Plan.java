package io.asdr.testkit;

import io.asdr.CopyMode;
import io.asdr.MergePolicy;
import io.asdr.Ownership;
import io.asdr.TableConfig;
import io.asdr.WhenSplit;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** What a {@link Stage} is built of. */
public record Plan(
        long seed,
        int members,
        int initialMembers,
        WhenSplit whenSplit,
        int replicas,
        int partitions,
        MergePolicy mergePolicy,
        SimulatedGroups.Timing groups,
        Profile.Options options) {

    private static final long MILLI = 1_000_000;
    private static final int PARTITIONS = 16;
    private static final int MOST_CALLS = 1_000_000;
    static final Duration LEASE = Duration.ofSeconds(1);

    /** A cluster with one STRICT table that keeps a replica. */
    public static Plan strict(int members) {
        return new Plan(
                1,
                members,
                members,
                WhenSplit.STRICT,
                1,
                PARTITIONS,
                MergePolicy.largerSide(),
                SimulatedGroups.Timing.QUICK,
                Profile.Options.NONE);
    }

    /** A cluster with one SERVE table that keeps a replica. */
    public static Plan serve(int members) {
        return of(WhenSplit.SERVE, members);
    }

    public static Plan of(WhenSplit whenSplit, int members) {
        Plan strict = strict(members);
        return whenSplit == WhenSplit.STRICT
                ? strict
                : new Plan(
                        1,
                        members,
                        1,
                        whenSplit,
                        strict.replicas,
                        strict.partitions,
                        strict.mergePolicy,
                        strict.groups,
                        strict.options);
    }

    public Plan seed(long next) {
        return new Plan(next, members, initialMembers, whenSplit, replicas, partitions, mergePolicy, groups, options);
    }

    public Plan replicas(int next) {
        return new Plan(seed, members, initialMembers, whenSplit, next, partitions, mergePolicy, groups, options);
    }

    /** A majority of so many must be in the first view before STRICT tables work. */
    public Plan initialMembers(int next) {
        return new Plan(seed, members, next, whenSplit, replicas, partitions, mergePolicy, groups, options);
    }

    public Plan partitions(int next) {
        return new Plan(seed, members, initialMembers, whenSplit, replicas, next, mergePolicy, groups, options);
    }

    public Plan mergePolicy(MergePolicy next) {
        return new Plan(seed, members, initialMembers, whenSplit, replicas, partitions, next, groups, options);
    }

    /** More settings of the table. */
    public Plan table(UnaryOperator<TableConfig.Builder<String, String>> more) {
        Profile.Options next = new Profile.Options("more", more);
        return new Plan(seed, members, initialMembers, whenSplit, replicas, partitions, mergePolicy, groups, next);
    }

    /** Detection takes that long; groups that meet merge at once. */
    public Plan detectionMillis(long millis) {
        SimulatedGroups.Timing slow = new SimulatedGroups.Timing(20 * MILLI, millis * MILLI, 50 * MILLI);
        return new Plan(seed, members, initialMembers, whenSplit, replicas, partitions, mergePolicy, slow, options);
    }

    /** Groups that can meet are made one after that. */
    public Plan mergeMillis(long millis) {
        SimulatedGroups.Timing slow =
                new SimulatedGroups.Timing(groups.delayNanos(), groups.detectionNanos(), millis * MILLI);
        return new Plan(seed, members, initialMembers, whenSplit, replicas, partitions, mergePolicy, slow, options);
    }

    Profile profile() {
        return new Profile(
                members,
                Ownership.rendezvous(),
                partitions,
                LEASE,
                groups,
                new Profile.Table(replicas, CopyMode.COHERENT, whenSplit, mergePolicy, options),
                new Profile.Load(4, 8, MOST_CALLS, 40 * MILLI),
                Profile.Mishaps.of(0, 0, 0, 0, Faults.NONE));
    }

    SimulatedCluster.Setup setup() {
        return new SimulatedCluster.Setup(
                3,
                partitions,
                Ownership.rendezvous(),
                LEASE,
                Duration.ofSeconds(10),
                Faults.NONE,
                groups,
                initialMembers);
    }
}
