package io.asdr.runtime;

import io.asdr.local.HeapEntry;
import io.asdr.local.HeapStores;
import io.asdr.local.Victim;
import io.asdr.protocol.Partitions;
import io.asdr.protocol.effect.Conflict;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Outbox;
import io.asdr.protocol.effect.Ticket;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.ExchangeMessage;
import io.asdr.protocol.message.Outcome;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.protocol.message.ScanMessage;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A lane with its partitions: brings inputs in, and carries out what they cause once the lane was left. */
final class DataLane implements Outbox {

    private final Engine engine;
    private final int number;
    private final Lane lane;
    private final Partitions partitions;
    /** What is to make room, in whatever lane; belongs to this lane. */
    private final ArrayDeque<Victim> victims = new ArrayDeque<>();

    private long wakeNanos;
    private boolean wakes;
    // Volatile: written in the lane, read by the ticker.
    private volatile boolean busy;
    // Volatile: written in the lane, read by the ticker.
    private volatile boolean needsUpkeep;

    DataLane(Engine engine, int number, int laneCount, HeapStores stores, long resendNanos) {
        this.engine = engine;
        this.number = number;
        this.lane = new Lane(engine.environment().steps(), engine::onFault);
        this.partitions = new Partitions(engine.self(), number, laneCount, this, stores.forLane(victims), resendNanos);
    }

    int number() {
        return number;
    }

    /** Brings an input. */
    void execute(Consumer<Partitions> input) {
        lane.execute(() -> {
            // The horizons first, the clock after them: else a lease that was renewed meanwhile would stand for one
            // that had ended.
            partitions.rely(
                    engine.ownHorizon().untilNanos(), engine.horizons().quorum().untilNanos());
            input.accept(partitions);
            for (Victim victim = victims.poll(); victim != null; victim = victims.poll()) {
                Victim leaving = victim;
                later(() -> engine.makeRoom(leaving));
            }
            busy = partitions.isBusy();
            needsUpkeep = partitions.needsUpkeep();
            engine.afterInput(partitions);
        });
    }

    /** For the input that runs: what is to be done once the lane was left. */
    void later(Runnable effect) {
        lane.later(effect);
    }

    /** Whether something in it waits; another thread may have changed that meanwhile. */
    boolean isBusy() {
        return busy;
    }

    int waiting() {
        return lane.waiting();
    }

    void tickIfBusy() {
        if (busy) {
            execute(present -> present.onTick(engine.nanos()));
        }
    }

    /** Looks after entries for what is left of {@code budget}. */
    void upkeep(UpkeepBudget budget) {
        if (needsUpkeep) {
            execute(present -> budget.spend(isSpent -> present.onUpkeep(engine.nanos(), isSpent)));
        }
    }

    @Override
    public void send(MemberId to, ViewId view, int table, int partition, PartitionMessage message) {
        later(() -> engine.send(to, view, table, partition, message));
    }

    @Override
    public void sendStale(MemberId to, ViewId view) {
        later(() -> engine.send(to, new ExchangeMessage.Stale(view)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public void completeRead(
            Ticket ticket, @Nullable Entry entry, byte @Nullable [] value, Version version, boolean local) {
        ReadResult result = new ReadResult((HeapEntry) entry, value, version, local, Ending.ANSWERED);
        later(() -> ((PendingCall<ReadResult>) ticket).complete(result));
    }

    @Override
    @SuppressWarnings("unchecked")
    public void completeCall(Ticket ticket, Outcome outcome, long sequence) {
        later(() -> ((PendingCall<CallResult>) ticket).complete(new CallResult(outcome, sequence, Ending.ANSWERED)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public void completeScan(Ticket ticket, ScanMessage.Keys keys) {
        later(() -> ((PendingCall<ScanResult>) ticket)
                .complete(new ScanResult(keys.keys(), keys.entryCount(), keys.more(), Ending.ANSWERED)));
    }

    @Override
    public void resolve(Conflict conflict) {
        later(() -> engine.resolve(conflict));
    }

    @Override
    public void report(Event event) {
        engine.count(event);
        later(() -> engine.onEvent(event));
    }

    @Override
    public void exchanged(ViewId view) {
        later(() -> engine.onLaneExchanged(number, view));
    }

    @Override
    public boolean isCongested(MemberId member) {
        return engine.isCongested(member);
    }

    @Override
    public void wakeAt(long atNanos) {
        if (wakes && wakeNanos - atNanos <= 0) {
            return;
        }
        wakes = true;
        wakeNanos = atNanos;
        later(() -> engine.environment().timer().after(Math.max(0, atNanos - engine.nanos()), this::wake));
    }

    private void wake() {
        execute(present -> {
            if (wakes && wakeNanos - engine.nanos() <= 0) {
                wakes = false;
            }
            present.onWake(engine.nanos());
        });
    }

    /** For tests and invariants: the caller must know that nobody is in the lane. */
    Partitions partitions() {
        return partitions;
    }
}
