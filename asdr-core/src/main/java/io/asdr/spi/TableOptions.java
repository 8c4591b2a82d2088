package io.asdr.spi;

import java.util.List;

/**
 * What a table may ask for besides its copies and its behaviour in a split. All members that open the table give the same. Durations are in nanoseconds; 0 stands for "off" everywhere.
 *
 * @param timeToLiveNanos how long a value lives after it was written
 * @param maxIdleNanos how long an entry lives that nobody uses
 * @param refractoryNanos how long after a write further updates of the entry are refused
 * @param maxEntries how many entries a member keeps as owner or replica
 * @param maxCopies how many copies a member keeps as a reader
 * @param refresh whether who gives a copy up because of a write asks for the new value at once
 * @param eventualCopies whether a write does not wait until readers have given up their copies
 * @param replicationNanos in which interval replicas are told of writes; 0: each write waits for them
 * @param affinity whether a part of each key decides where it lives
 * @param pins names of the members that own certain keys
 */
public record TableOptions(
        long timeToLiveNanos,
        long maxIdleNanos,
        long refractoryNanos,
        long maxEntries,
        long maxCopies,
        boolean refresh,
        boolean eventualCopies,
        long replicationNanos,
        boolean affinity,
        List<String> pins) {

    /** Durations from here on are endless (73 years): their sums with a clock would overflow. */
    public static final long ENDLESS_NANOS = Long.MAX_VALUE / 4;

    /** The most pins of a table. */
    public static final int MAX_PINS = 64;

    /** Nothing. */
    public static final TableOptions NONE = new TableOptions(0, 0, 0, 0, 0, false, false, 0, false, List.of());

    public TableOptions {
        pins = List.copyOf(pins);
        notNegative("timeToLive", timeToLiveNanos);
        notNegative("maxIdle", maxIdleNanos);
        notNegative("refractory", refractoryNanos);
        notNegative("maxEntries", maxEntries);
        notNegative("maxCopies", maxCopies);
        notNegative("replication interval", replicationNanos);
        if (pins.size() > MAX_PINS) {
            throw new IllegalArgumentException("pins has " + pins.size() + " members, the most is " + MAX_PINS);
        }
    }

    /** Whether writes don't wait for replicas. */
    public boolean isAsync() {
        return replicationNanos > 0;
    }

    private static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + "=" + value + " must not be negative");
        }
    }
}
