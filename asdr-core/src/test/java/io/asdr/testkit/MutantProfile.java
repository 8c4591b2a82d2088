package io.asdr.testkit;

import io.asdr.CopyMode;
import io.asdr.MergePolicy;
import io.asdr.Ownership;
import io.asdr.WhenSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A profile in the making for one mutant: few members, few keys and busy clients, so that what is rare elsewhere is common. */
final class MutantProfile {

    private static final int MILLI = 1_000_000;

    private int members = 4;
    private int partitions = 2;
    private int leaseMillis = 1_000;
    private SimulatedGroups.Timing groups = SimulatedGroups.Timing.QUICK;
    private int replicas = 1;
    private WhenSplit whenSplit = WhenSplit.SERVE;
    private int clients = 6;
    private int keys = 2;
    private int calls = 200;
    private long thinkNanos = 4 * MILLI;
    private int crashes;
    private int joins;
    private double stepCrash = 1;
    private final List<Disturbance> disturbances = new ArrayList<>();
    private Faults network = Faults.NONE;
    private boolean drift;
    private Course course = Course.NONE;

    /** A SERVE table with {@code replicas}, to which nothing happens yet. */
    static MutantProfile serve(int members, int replicas) {
        MutantProfile profile = new MutantProfile();
        profile.members = members;
        profile.replicas = replicas;
        return profile;
    }

    /** A STRICT table whose leases are short, so that they matter. */
    static MutantProfile strict(int members, int replicas) {
        MutantProfile profile = serve(members, replicas);
        profile.whenSplit = WhenSplit.STRICT;
        return profile.lease(200, 8).groups(20, 50, 40);
    }

    MutantProfile partitions(int count) {
        partitions = count;
        return this;
    }

    /** How long a lease is, and how many of them the calls take. */
    MutantProfile lease(int millis, int leases) {
        leaseMillis = millis;
        thinkNanos = (long) millis * MILLI * leases * clients / calls;
        return this;
    }

    MutantProfile groups(int delayMillis, int detectionMillis, int mergeMillis) {
        groups = new SimulatedGroups.Timing(
                (long) delayMillis * MILLI, (long) detectionMillis * MILLI, (long) mergeMillis * MILLI);
        return this;
    }

    MutantProfile load(int newClients, int newKeys, int newCalls, int thinkMillis) {
        clients = newClients;
        keys = newKeys;
        calls = newCalls;
        thinkNanos = (long) thinkMillis * MILLI;
        return this;
    }

    MutantProfile crashes(int count) {
        crashes = count;
        return this;
    }

    MutantProfile joins(int count) {
        joins = count;
        return this;
    }

    /** Crashes come at any moment, too. */
    MutantProfile stepCrash(double chance) {
        stepCrash = chance;
        return this;
    }

    MutantProfile disturbed(Disturbance... more) {
        disturbances.addAll(List.of(more));
        return this;
    }

    MutantProfile network(Faults faults) {
        network = faults;
        return this;
    }

    MutantProfile drift() {
        drift = true;
        return this;
    }

    /** One more step of the course: members by age on their sides, written like "12 3", for so many milliseconds. */
    MutantProfile step(String sides, int leastMillis, int mostMillis) {
        return step(sides, Course.Blow.NONE, 0, leastMillis, mostMillis);
    }

    /** The same, and something happens to the member of the number {@code struck}. */
    MutantProfile step(String sides, Course.Blow blow, int struck, int leastMillis, int mostMillis) {
        course = course.then(sides, blow, struck, (long) leastMillis * MILLI, (long) mostMillis * MILLI);
        return this;
    }

    Profile build() {
        return new Profile(
                members,
                Ownership.rendezvous(),
                partitions,
                Duration.ofMillis(leaseMillis),
                groups,
                new Profile.Table(
                        replicas, CopyMode.COHERENT, whenSplit, MergePolicy.largerSide(), Profile.Options.NONE),
                new Profile.Load(clients, keys, calls, thinkNanos),
                new Profile.Mishaps(crashes, joins, 0, stepCrash, false, disturbances, drift, network, course));
    }
}
