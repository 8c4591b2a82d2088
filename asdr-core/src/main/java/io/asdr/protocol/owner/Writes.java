package io.asdr.protocol.owner;

import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.message.ChainMessage.Commit;
import io.asdr.protocol.message.ChainMessage.Committed;
import io.asdr.protocol.message.ChainMessage.Update;
import io.asdr.protocol.message.ContractMessage.Recall;
import io.asdr.spi.MemberId;
import io.asdr.spi.TableOptions;
import io.asdr.spi.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The writes of one partition that are on their way, and what the replicas must still be told of those that are over (PROTOCOL 4). */
final class Writes {

    /** How long a commit may wait for a message that takes it along. */
    private static final long COMMIT_DELAY_NANOS = 1_000_000;

    private final Place place;
    private final ChainInEffect chain;
    private final Consumer<WriteRound> onCommit;
    private final boolean eventualCopies;
    private final boolean async;
    private final TreeMap<Version, WriteRound> rounds = new TreeMap<>();
    private final List<Committed> untold = new ArrayList<>();
    private boolean closedUntold;
    private long tellAtNanos;
    private Version last = Version.NONE;
    private long counter;
    private boolean paused;

    Writes(Place place, ChainInEffect chain, TableOptions options, Consumer<WriteRound> onCommit) {
        this.place = place;
        this.chain = chain;
        this.onCommit = onCommit;
        this.eventualCopies = options.eventualCopies();
        this.async = options.isAsync();
    }

    /** A version that was never used: for the next write. Its counter carries the time, so that a merge can tell which of two parts wrote last. */
    Version nextVersion() {
        counter = Version.counter(nextMicros(), false);
        return new Version(place.view().id(), counter);
    }

    /** The same for a value that is only brought from another key format. */
    Version broughtVersion() {
        counter = Version.counter(nextMicros(), true);
        return new Version(place.view().id(), counter);
    }

    private long nextMicros() {
        return Math.max(Version.micros(counter) + 1, place.wallMicros());
    }

    /** Begins a round; it may be over when this returns. */
    WriteRound begin(WriteRound.Write write, List<MemberId> holders) {
        Set<MemberId> readers = new TreeSet<>(holders);
        readers.removeAll(replicas());
        readers.remove(place.self());
        if (eventualCopies) {
            // They are told once. Who does not hear it learns it by its next renewal.
            readers.forEach(reader -> place.send(reader, new Recall(write.key(), write.version())));
            readers.clear();
        }
        WriteRound round = new WriteRound(write, replicas(), readers);
        for (MemberId reader : readers) {
            if (!place.view().contains(reader)) {
                round.onLeft(reader, place.leaseEndNanos(reader));
            }
        }
        chain.departed(place.nowNanos(), place.isAgreed()).forEach(round::onDeparted);
        return round;
    }

    /** Sends a round that was begun, and commits it if there is nobody to wait for. */
    void start(WriteRound round) {
        Version closed = closed();
        last = round.write().version();
        rounds.put(last, round);
        send(round);
        // Every replica gets the update, and with it what it was not told yet.
        untold.removeIf(committed -> !committed.version().isAfter(closed));
        closedUntold = closedUntold && !untold.isEmpty();
        commitIfUnread(round);
    }

    void onAnswered(MemberId reader, Version version) {
        WriteRound round = rounds.get(version);
        if (round != null && round.onAnswered(reader)) {
            commitIfUnread(round);
        }
    }

    /** The member has nothing of the partition any more. */
    void onReleased(MemberId member) {
        rounds.values().forEach(round -> round.onReleased(member));
    }

    /** Nothing commits until {@link #resume()}. */
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        commitAllUnread();
    }

    /** From now on the ends of leases count. */
    void onAgreed() {
        commitAllUnread();
    }

    private void commitAllUnread() {
        for (WriteRound round : new ArrayList<>(rounds.values())) {
            commitIfUnread(round);
        }
    }

    /** Sends everything on its way again, to the chain in effect of the new view. */
    void onView() {
        for (WriteRound round : new ArrayList<>(rounds.values())) {
            for (MemberId reader : new ArrayList<>(round.awaited())) {
                if (!place.view().contains(reader)) {
                    round.onLeft(reader, place.leaseEndNanos(reader));
                }
            }
            round.onView(replicas());
            send(round);
            commitIfUnread(round);
        }
    }

    /** The chain in effect gained members: they get what is on its way, too. */
    void onChain() {
        for (WriteRound round : rounds.values()) {
            if (round.onChain(replicas())) {
                send(round);
            }
        }
    }

    void onTick() {
        long now = place.nowNanos();
        if (isUntold()) {
            if (now - tellAtNanos >= 0) {
                tell();
            } else {
                place.wakeAt(tellAtNanos);
            }
        }
        for (WriteRound round : new ArrayList<>(rounds.values())) {
            if (now - round.sentNanos() >= place.resendNanos()) {
                send(round);
            }
            commitIfUnread(round);
        }
    }

    boolean isEmpty() {
        return rounds.isEmpty();
    }

    boolean isBusy() {
        return !rounds.isEmpty() || isUntold();
    }

    /** All versions of this tenure up to it are over. */
    Version closed() {
        if (rounds.isEmpty()) {
            return last;
        }
        Version first = rounds.firstKey();
        return new Version(first.view(), first.counter() - 1);
    }

    private void commitIfUnread(WriteRound round) {
        if (place.isAgreed()) {
            round.onTick(place.nowNanos());
        }
        if (paused || !round.isUnread()) {
            wakeForLeases(round);
            return;
        }
        if (!place.mayCommit()) {
            place.out().report(new Event.Held(place.table(), place.partition()));
            return;
        }
        Version version = round.write().version();
        rounds.remove(version);
        if (!replicas().isEmpty()) {
            untold.add(new Committed(round.write().key(), version));
            Version closed = closed();
            untold.removeIf(committed -> !committed.version().isAfter(closed));
            if (!closedUntold) {
                closedUntold = true;
                tellAtNanos = place.nowNanos() + COMMIT_DELAY_NANOS;
                place.wakeAt(tellAtNanos);
            }
        }
        onCommit.accept(round);
    }

    private void wakeForLeases(WriteRound round) {
        if (!place.isAgreed()) {
            return;
        }
        long never = place.nowNanos() + Long.MAX_VALUE / 2;
        long next = round.nextLeaseEnd(never);
        if (next != never) {
            place.wakeAt(next);
        }
    }

    /** Who gets each write, and is waited for. */
    private Set<MemberId> replicas() {
        return async ? Set.of() : chain.members();
    }

    private boolean isUntold() {
        return closedUntold || !untold.isEmpty();
    }

    private void tell() {
        Commit commit = new Commit(closed(), untold);
        for (MemberId replica : chain.members()) {
            place.send(replica, commit);
        }
        untold.clear();
        closedUntold = false;
    }

    private void send(WriteRound round) {
        WriteRound.Write write = round.write();
        round.onSent(place.nowNanos());
        for (MemberId reader : round.awaited()) {
            if (round.isReplica(reader)) {
                place.send(
                        reader,
                        new Update(
                                write.key(),
                                write.version(),
                                write.value(),
                                write.call(),
                                write.callerLowMark(),
                                write.result(),
                                Deadline.left(write.expiresNanos(), place.nowNanos()),
                                closed()));
            } else {
                place.send(reader, new Recall(write.key(), write.version()));
            }
        }
    }

    /** The rounds by version, for checks. */
    Map<Version, WriteRound> rounds() {
        return rounds;
    }
}
