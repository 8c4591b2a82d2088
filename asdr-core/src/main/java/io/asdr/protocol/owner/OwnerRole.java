package io.asdr.protocol.owner;

import io.asdr.protocol.calls.CallLedger;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.effect.Ticket;
import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.entry.Pending;
import io.asdr.protocol.message.CallMessage.Reply;
import io.asdr.protocol.message.CallMessage.Request;
import io.asdr.protocol.message.ContractMessage.Dropped;
import io.asdr.protocol.message.ContractMessage.InUse;
import io.asdr.protocol.message.ContractMessage.Recall;
import io.asdr.protocol.message.ContractMessage.Renew;
import io.asdr.protocol.message.ContractMessage.Renewal;
import io.asdr.protocol.message.ExchangeMessage.ClaimHeld;
import io.asdr.protocol.message.HandoverMessage.Compare;
import io.asdr.protocol.message.HandoverMessage.Relieve;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.OpId;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.Outcome;
import io.asdr.protocol.message.ReadMessage.Answer;
import io.asdr.protocol.message.ReadMessage.Get;
import io.asdr.protocol.message.ScanMessage.Scan;
import io.asdr.spi.MemberId;
import io.asdr.spi.TableOptions;
import io.asdr.spi.Version;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a partition does: answers reads under a contract, and orders the writes of each key, one at a time (PROTOCOL 3 and 4; P1, P3).
 *
 * <p>In {@code GATHERING} nothing is written, and read only what was complete here before, in SERVE tables; in {@code PULLING} a key is served once it has come.
 */
public final class OwnerRole {

    /** How far a new owner is. */
    public enum Phase {
        GATHERING,
        PULLING,
        SERVING
    }

    /** Says which keys have come from a source, and asks for one before its turn. */
    public interface Arrivals {
        boolean hasCome(Key key);

        void fetch(Key key);

        /** Whether the outcomes of calls are here that other parts of a split cluster carried out. */
        boolean areCallsUnited();
    }

    /** How long it takes at most until members have told a new owner of their references. */
    private static final long RETOLD_NANOS = 1_000_000_000;

    private final Place place;
    private final Entries entries;
    private final CallLedger ledger;
    private final Arrivals arrivals;
    private final boolean coherentCopies;
    private final TableOptions options;
    private final IdleCheck idleCheck;
    private final Retentions retentions = new Retentions();
    private long ownedSinceNanos;
    private final Backups backups;
    private final ChainInEffect chain;
    private final Writes writes;
    private final Healing healing;
    private final CallExecution execution;
    private final Admission admission;
    private final Adoption adoption;
    private final TreeMap<Key, KeyWork> works = new TreeMap<>();
    private final ScanPages scans;
    private Phase phase = Phase.GATHERING;
    private ViewId formerView = ViewId.NONE;

    private boolean complete;

    /** Not before the exchange has been over for a while: until then callers of all partitions wait, and healing would stand in their way. */
    private boolean mayHeal;

    private long healFromNanos;

    /** Where writes don't wait for replicas: who was complete before this owner, and might be taken for it still. */
    private final TreeSet<MemberId> sources = new TreeSet<>();

    private long relievedNanos;
    private boolean held;

    public OwnerRole(Place place, Entries entries, CallLedger ledger, Arrivals arrivals, View.TableSettings settings) {
        this.place = place;
        this.coherentCopies = settings.coherentCopies();
        this.options = settings.options();
        this.entries = entries;
        this.ledger = ledger;
        this.arrivals = arrivals;
        this.idleCheck = new IdleCheck(place, entries, options.maxIdleNanos(), key -> remove(key, Event.Cause.IDLE));
        this.chain = new ChainInEffect(place.self());
        this.writes = new Writes(place, chain, options, this::onCommitted);
        this.backups = new Backups(place, entries, chain, options.replicationNanos());
        this.healing = new Healing(place, entries, chain);
        this.execution = new CallExecution(place, entries, options.refractoryNanos());
        this.admission = new Admission(place, ledger, arrivals);
        this.adoption = new Adoption(place, writes::nextVersion);
        this.scans = new ScanPages(place, entries);
        writes.pause();
    }

    /** A new view in which this member owns the partition, as before or newly. An owner that stays keeps its holders and whom it waits for. */
    public void onView(boolean stays, boolean isComplete) {
        complete = isComplete;
        mayHeal = false;
        for (MemberId member : List.copyOf(chain.members())) {
            if (!place.view().contains(member)) {
                chain.onLeft(member, place.leaseEndNanos(member));
            } else if (place.view().since(member, place.isStrict()).isAfter(formerView)) {
                // It left and came back in views that this owner skipped: what it had is void.
                chain.onUncertain(member);
            }
        }
        formerView = place.view().id();
        chain.onChain(place.chain());
        healing.onView();
        idleCheck.onView();
        retentions.onView(place.view());
        if (!stays) {
            ownedSinceNanos = place.nowNanos();
        }
        backups.onView();
        sources.retainAll(place.view().members().stream().map(View.Member::id).toList());
        dropDeparted();
        if (stays && phase == Phase.SERVING && complete) {
            writes.onView();
        } else {
            phase = Phase.GATHERING;
            adoption.begin();
            sources.clear();
            List<KeyWork.Waiter> waiting = new ArrayList<>();
            works.values().forEach(work -> waiting.addAll(work.takeQueue()));
            admission.begin(waiting);
            writes.pause();
            writes.onView();
            serveReaders();
        }
    }

    /** The exchange is over: what other members are complete, and what is being built. */
    public void onExchanged(Collection<MemberId> completeMembers, Map<MemberId, List<ClaimHeld>> claims) {
        mayHeal = true;
        healFromNanos = place.nowNanos() + place.resendNanos() / 2;
        if (phase != Phase.GATHERING) {
            // An owner that stays knows better: it may have released since who was complete then.
            return;
        }
        if (options.isAsync()) {
            chain.onSources(completeMembers);
            sources.addAll(completeMembers);
            sources.remove(place.self());
        } else {
            chain.onComplete(completeMembers);
        }
        writes.onChain();
        if (!place.drains()) {
            claims.forEach((member, held) ->
                    held.forEach(claim -> work(claim.key()).restoreClaim(new OpId(member, claim.sequence()))));
        }
    }

    /** No view beside the present one can be settled: who left has no part in anything any more once its lease has ended. */
    public void onAgreed() {
        writes.onAgreed();
    }

    /** All keys are being pulled: those that have come are served. */
    public void pull() {
        enter(Phase.PULLING);
    }

    /** The outcomes are here of calls that other parts of a split cluster carried out. */
    public void onCallsUnited() {
        admission.takeForeign().forEach(waiter -> onRequest(waiter.caller(), waiter.request()));
    }

    /** Everything is here. */
    public void serve() {
        complete = true;
        relieve();
        enter(Phase.SERVING);
    }

    /** Nothing is written before no other member calls itself complete: it will not hear of what is written. */
    private void relieve() {
        relievedNanos = place.nowNanos();
        sources.forEach(source -> place.send(source, new Relieve()));
    }

    public void onRelieved(MemberId from) {
        if (sources.remove(from) && sources.isEmpty()) {
            serveAll();
        }
    }

    /** Writes a value again that the former owner may have committed, before any other write of the key. */
    public void writeAgain(Key key, Pending pending) {
        place.out().report(new Event.WrittenAgain(place.table(), place.partition(), key));
        KeyWork work = work(key);
        // It may be the very call that ends the claim; it will not be run.
        work.endClaimBefore(pending.call());
        begin(
                work,
                new WriteRound.Write(
                        key,
                        writes.nextVersion(),
                        pending.value(),
                        pending.call(),
                        pending.callerLowMark(),
                        pending.result(),
                        pending.expiresNanos()));
    }

    /** A key has come from the source. */
    public void onArrived(Key key) {
        KeyWork work = works.get(key);
        if (work != null) {
            serveReaders(key, work);
            proceed(key);
        }
    }

    public void onGet(MemberId from, Get get) {
        read(get.key(), new KeyWork.Reader(from, get.number(), null, get.afterWrite(), get.keeps()));
    }

    /** A caller of this member reads. */
    public void onRead(Key key, Ticket ticket) {
        read(key, new KeyWork.Reader(place.self(), 0, ticket, false, false));
    }

    public void cancelRead(Ticket ticket) {
        for (Map.Entry<Key, KeyWork> entry : new ArrayList<>(works.entrySet())) {
            entry.getValue().readers().removeIf(reader -> ticket.equals(reader.ticket()));
            forgetIfIdle(entry.getKey(), entry.getValue());
        }
    }

    public void onRequest(MemberId from, Request request) {
        var waiter = new KeyWork.Waiter(from, request);
        switch (admission.admit(waiter, phase == Phase.GATHERING)) {
            case ADMITTED -> {
                KeyWork work = work(request.key());
                if (!work.isKnown(waiter.id())) {
                    work.queue().add(waiter);
                }
                proceed(request.key());
            }
            case ANSWERED -> endClaim(from, request);
            case HELD -> {}
        }
    }

    public void onScan(MemberId from, Scan scan) {
        scans.onScan(from, scan, phase == Phase.SERVING && isActing());
    }

    public void onAnswered(MemberId from, Version version) {
        writes.onAnswered(from, version);
    }

    public void onCompare(MemberId from, Compare compare) {
        healing.onCompare(from, compare, this::isUnanswered, ledger.toLog());
    }

    public void onSynchronised(MemberId from, long number) {
        healing.onSynchronised(from, number);
    }

    public void onReleased(MemberId from) {
        if (healing.onReleased(from)) {
            writes.onReleased(from);
        }
    }

    /** Nobody used these entries here: whoever else may read them is asked. */
    public void onUnused(List<Key> keys) {
        if (phase == Phase.SERVING && isActing() && !keys.isEmpty()) {
            idleCheck.begin(keys, chain.members());
        }
    }

    /** A reader uses these copies. Where a write does not wait for readers, one may have missed it. */
    public void onRenew(MemberId from, Renew renew) {
        for (Renewal renewal : renew.renewals()) {
            Entry entry = entries.find(renewal.key());
            if (entry != null) {
                entry.markUsed();
            }
            Version present = entry == null || !entry.hasValue() ? Version.NONE : entry.version();
            if (options.eventualCopies() && phase == Phase.SERVING && !present.equals(renewal.version())) {
                Version newer = present.isAfter(renewal.version()) ? present : writes.nextVersion();
                place.send(from, new Recall(renewal.key(), newer));
            }
        }
    }

    public void onReplicated(MemberId from, long number) {
        backups.onReplicated(from, number);
    }

    /** A reader has no room for these copies any more. */
    public void onDropped(MemberId from, Dropped dropped) {
        for (Key key : dropped.keys()) {
            Entry entry = entries.find(key);
            if (entry != null) {
                entry.removeHolder(from, dropped.upTo());
            }
        }
    }

    /** An entry is to make room for others: removes it, unless something is going on with it. Returns whether it does. */
    public boolean evict(Key key) {
        return remove(key, Event.Cause.EVICTED);
    }

    public void onInUse(MemberId from, InUse inUse) {
        idleCheck.onInUse(from, inUse);
    }

    public void onExpired(List<Key> keys) {
        keys.forEach(key -> remove(key, Event.Cause.EXPIRED));
    }

    /** Removes an entry of which nothing is going on. */
    private boolean remove(Key key, Event.Cause cause) {
        Entry entry = entries.find(key);
        if (phase != Phase.SERVING || entry == null || !entry.hasValue() || works.containsKey(key)) {
            return false;
        }
        if (cause != Event.Cause.EXPIRED && (isRetained(key) || place.drains() || place.fills())) {
            entry.markUsed();
            return false;
        }
        KeyWork work = work(key);
        boolean begins = mayBegin(key, work);
        if (begins) {
            beginRemoval(key, work, cause);
        }
        forgetIfIdle(key, work);
        return begins;
    }

    /** A new owner waits until it has been told who holds references. */
    private boolean isRetained(Key key) {
        return retentions.isRetained(key) || place.nowNanos() - ownedSinceNanos < RETOLD_NANOS;
    }

    /** A removal is a write like any other: when it commits, nobody reads the entry any more. */
    private void beginRemoval(Key key, KeyWork work, Event.Cause cause) {
        place.out().report(new Event.Removed(place.table(), place.partition(), key, cause));
        OpId nobody = OpId.uncalled(place.self());
        begin(
                work,
                new WriteRound.Write(key, writes.nextVersion(), null, nobody, 0, Outcome.done(null, Version.NONE), 0));
    }

    public void onTick() {
        writes.onTick();
        idleCheck.onTick();
        backups.onTick();
        if (phase == Phase.SERVING && !sources.isEmpty() && place.nowNanos() - relievedNanos >= place.resendNanos()) {
            relieve();
        }
        for (Map.Entry<Key, KeyWork> entry : new ArrayList<>(works.entrySet())) {
            if (entry.getValue().expireReservation(place.nowNanos())) {
                proceed(entry.getKey());
            }
        }
        onTurn();
        if (held && place.isActing()) {
            held = false;
            serveAll();
            if (phase == Phase.SERVING) {
                scans.onComplete();
            }
        }
    }

    /** The lane lets this partition move data in the background. */
    public void onTurn() {
        if (phase == Phase.SERVING && mayHeal && place.nowNanos() - healFromNanos >= 0) {
            healing.proceed();
        }
    }

    /** Whether data is on its way to a new replica. */
    public boolean isMoving() {
        return healing.isMoving();
    }

    /** Whether every member of the chain has every entry. */
    public boolean isWhole() {
        return chain.toSynchronise().isEmpty();
    }

    public boolean isBusy() {
        return held
                || phase != Phase.SERVING
                || !works.isEmpty()
                || writes.isBusy()
                || healing.isBusy()
                || idleCheck.isRunning()
                || backups.isBusy()
                || !sources.isEmpty();
    }

    /** How many entries a replica has yet to be told of, where writes don't wait for it. */
    public int pooledCount() {
        return backups.pooledCount();
    }

    /** Whether something goes on with a key. */
    public boolean hasCalls() {
        return !works.isEmpty() || !admission.isEmpty();
    }

    public Phase phase() {
        return phase;
    }

    /** Whether a write of the key is on its way. */
    public boolean isWriting(Key key) {
        KeyWork work = works.get(key);
        return work != null && work.round() != null;
    }

    /** The members that get the writes, without the owner. */
    public Collection<MemberId> chainInEffect() {
        return List.copyOf(chain.members());
    }

    /** Readers of this member that wait, when it ceases to be the owner. */
    public Map<Ticket, Key> waitingTickets() {
        Map<Ticket, Key> tickets = new LinkedHashMap<>();
        works.forEach((key, work) -> work.readers().forEach(reader -> {
            if (reader.ticket() != null) {
                tickets.put(reader.ticket(), key);
            }
        }));
        return tickets;
    }

    private void enter(Phase next) {
        phase = next;
        writes.resume();
        admission.takeEarly().forEach(waiter -> onRequest(waiter.caller(), waiter.request()));
        serveAll();
        if (phase == Phase.SERVING) {
            scans.onComplete();
        }
    }

    private void serveAll() {
        for (Map.Entry<Key, KeyWork> entry : new ArrayList<>(works.entrySet())) {
            serveReaders(entry.getKey(), entry.getValue());
            proceed(entry.getKey());
        }
    }

    /** Whether this member may act as owner now; if not, whoever waits is served once it may again. */
    private boolean isActing() {
        if (place.isActing()) {
            return true;
        }
        if (!held) {
            held = true;
            place.out().report(new Event.Held(place.table(), place.partition()));
        }
        return false;
    }

    private void read(Key key, KeyWork.Reader reader) {
        if (mayRead(key) && !(reader.afterWrite() && isWriting(key))) {
            answer(key, reader);
            return;
        }
        KeyWork work = work(key);
        work.readers()
                .removeIf(other -> other.ticket() == null
                        && other.member().equals(reader.member())
                        && other.number() == reader.number());
        work.readers().add(reader);
        if (phase == Phase.PULLING && !arrivals.hasCome(key)) {
            arrivals.fetch(key);
        }
        // What has expired is removed first, then the reader hears that it is gone.
        proceed(key);
    }

    private boolean mayRead(Key key) {
        boolean here = switch (phase) {
            case GATHERING -> complete && !place.isStrict();
            case PULLING -> arrivals.hasCome(key);
            case SERVING -> true;
        };
        if (!here || !isActing()) {
            return false;
        }
        Entry entry = entries.find(key);
        return entry == null || entry.pending() == null && !isExpired(entry);
    }

    private void answer(Key key, KeyWork.Reader reader) {
        Entry entry = entries.find(key);
        byte[] value = entry == null ? null : entry.value();
        Version absent = adoption.isElsewhere(key) ? Version.MOVING : Version.NONE;
        Version version = entry == null || value == null ? absent : entry.version();
        if (reader.ticket() != null) {
            place.out().completeRead(reader.ticket(), value == null ? null : entry, value, version, true);
            return;
        }
        // No contract while a write is on its way: its recalls have gone out already.
        if (entry != null) {
            entry.markUsed();
        }
        boolean contract = value != null
                && !isWriting(key)
                && (coherentCopies && reader.keeps() || !options.isAsync() && chain.contains(reader.member()));
        // A member outside the chain of the view may be released at any time, and reads on as a holder then.
        boolean recalledAsReplica = !options.isAsync() && place.chain().contains(reader.member());
        if (contract && entry != null && !recalledAsReplica) {
            entry.addHolder(reader.member(), options.maxCopies() == 0 ? 0 : reader.number());
        }
        long left = entry == null ? 0 : Deadline.left(entry.expiresNanos(), place.nowNanos());
        place.send(reader.member(), new Answer(reader.number(), value, version, contract, left));
    }

    private void serveReaders() {
        for (Map.Entry<Key, KeyWork> entry : new ArrayList<>(works.entrySet())) {
            serveReaders(entry.getKey(), entry.getValue());
        }
    }

    private void serveReaders(Key key, KeyWork work) {
        if (!work.readers().isEmpty()) {
            List<KeyWork.Reader> waiting = new ArrayList<>(work.readers());
            work.readers().clear();
            waiting.forEach(reader -> read(key, reader));
        }
        forgetIfIdle(key, work);
    }

    /** Runs the key's calls in order until one has to wait. */
    private void proceed(Key key) {
        // Whoever served readers before this may have forgotten the work that was there.
        KeyWork work = work(key);
        if (!work.enter()) {
            return;
        }
        removeIfExpired(key, work);
        KeyWork.Waiter next = mayWrite(key, work) ? work.next() : null;
        while (next != null) {
            // Who gave up wants it no longer. And its outcome may have come with its key, after it.
            if (!ledger.isOver(next.id())) {
                if (admission.answersFromRecord(next)) {
                    work.endReservation(next.caller(), next.request().claim());
                    work.endClaim(next.caller(), next.request().claim());
                } else {
                    carryOut(key, work, next);
                }
            }
            next = mayWrite(key, work) ? work.next() : null;
        }
        work.exit();
        forgetIfIdle(key, work);
    }

    private void removeIfExpired(Key key, KeyWork work) {
        Entry entry = entries.find(key);
        if (entry != null && isExpired(entry) && entry.pending() == null && mayBegin(key, work)) {
            beginRemoval(key, work, Event.Cause.EXPIRED);
        }
    }

    private boolean isExpired(Entry entry) {
        return entry.hasValue() && entry.isExpired(place.nowNanos());
    }

    private boolean mayWrite(Key key, KeyWork work) {
        return !work.queue().isEmpty() && mayBegin(key, work);
    }

    private boolean mayBegin(Key key, KeyWork work) {
        if (options.isAsync() && (phase != Phase.SERVING || !sources.isEmpty())) {
            return false;
        }
        if (phase == Phase.GATHERING || work.round() != null || !isActing()) {
            return false;
        }
        if (phase == Phase.PULLING && !arrivals.hasCome(key)) {
            arrivals.fetch(key);
            return false;
        }
        return true;
    }

    private void carryOut(Key key, KeyWork work, KeyWork.Waiter waiter) {
        Request request = waiter.request();
        if (adoption.isUnsettled(request)) {
            work.queue().addFirst(waiter);
            OpId nobody = OpId.uncalled(place.self());
            writePresent(key, work, nobody, 0, Outcome.done(null, Version.NONE));
            return;
        }
        Outcome moving = adoption.refusal(request);
        boolean begun = admission.mayHaveBegun(request);
        CallExecution.Step step = moving == null ? execution.decide(request, begun) : CallExecution.answer(moving);
        work.endReservation(waiter.caller(), request.claim());
        switch (step.kind()) {
            case WRITE -> {
                work.endClaim(waiter.caller(), request.claim());
                begin(
                        work,
                        new WriteRound.Write(
                                key,
                                request.operation() == Operation.ADOPT ? writes.broughtVersion() : writes.nextVersion(),
                                step.value(),
                                waiter.id(),
                                request.lowMark(),
                                step.outcome(),
                                deadline(request)));
            }
            case ANSWER -> {
                if (begun && step.outcome().status() == Outcome.Status.MOVING) {
                    writePresent(key, work, waiter.id(), request.lowMark(), step.outcome());
                } else {
                    finish(waiter, step.outcome());
                }
                work.endClaim(waiter.caller(), request.claim());
            }
            case END_CLAIM -> {
                // Its caller may have given up before it was served: it must not be, from now on.
                ledger.recordUnknown(new OpId(waiter.caller(), request.claim()));
                finish(waiter, step.outcome());
                work.endClaim(waiter.caller(), request.claim());
            }
            case FAIL_CLAIM -> {
                finish(waiter, step.outcome());
                work.failClaim(waiter.caller(), request.claim())
                        .forEach(parked -> finish(
                                parked, new Outcome(Outcome.Status.LOADER_FAILED, request.value(), Version.NONE)));
            }
            case CLAIM -> {
                if (work.claim(waiter)) {
                    finish(waiter, new Outcome(Outcome.Status.CLAIMED, null, Version.NONE));
                }
            }
            case REFER -> {
                retentions.on(waiter.caller(), request);
                finish(waiter, step.outcome());
            }
            case RESERVE -> {
                work.reservation(waiter.id(), place.nowNanos());
                finish(waiter, step.outcome());
            }
        }
    }

    /** Writes what is here already: with it, no replica has anything of the call, or of any other of an owner before, any more. */
    private void writePresent(Key key, KeyWork work, OpId call, long lowMark, Outcome outcome) {
        Entry present = entries.find(key);
        boolean brought = present != null && present.version().isBrought();
        begin(
                work,
                new WriteRound.Write(
                        key,
                        brought ? writes.broughtVersion() : writes.nextVersion(),
                        present == null ? null : present.value(),
                        call,
                        lowMark,
                        outcome,
                        present == null ? 0 : present.expiresNanos()));
    }

    private long deadline(Request request) {
        long live = request.liveNanos() == Request.AS_THE_TABLE_SAYS ? options.timeToLiveNanos() : request.liveNanos();
        return Deadline.after(live, place.nowNanos());
    }

    /** A call that is answered without being run may end a claim all the same. */
    private void endClaim(MemberId from, Request request) {
        KeyWork work = works.get(request.key());
        if (work != null) {
            work.endClaim(from, request.claim());
            proceed(request.key());
        }
    }

    private void finish(KeyWork.Waiter waiter, Outcome outcome) {
        ledger.record(waiter.id(), outcome);
        place.send(waiter.caller(), new Reply(waiter.request().sequence(), outcome));
    }

    private void begin(KeyWork work, WriteRound.Write write) {
        Entry entry = entries.find(write.key());
        WriteRound round = writes.begin(write, entry == null ? List.of() : entry.holders());
        work.round(round);
        writes.start(round);
    }

    private void onCommitted(WriteRound round) {
        WriteRound.Write write = round.write();
        KeyWork work = work(write.key());
        work.round(null);
        if (write.value() == null) {
            entries.remove(write.key());
        } else {
            entries.put(write.key(), write.value(), write.version(), place.tenure(), write.expiresNanos());
        }
        if (options.isAsync()) {
            backups.onCommitted(write.key(), write.version());
        }
        adoption.onWritten(write.key());
        ledger.record(write.call(), write.result());
        place.out()
                .report(new Event.Committed(
                        place.table(), place.partition(), write.key(), write.version(), write.value(), write.call()));
        if (write.call().isCalled() && place.view().contains(write.call().caller())) {
            place.send(write.call().caller(), new Reply(write.call().sequence(), write.result()));
        }
        if (write.value() != null) {
            work.unpark();
        }
        serveReaders(write.key(), work);
        proceed(write.key());
    }

    private boolean isUnanswered(MemberId member, Key key) {
        KeyWork work = works.get(key);
        return work != null && work.round() != null && work.round().isAwaiting(member);
    }

    /** Forgets who is out of the view: its readers, its calls, its claims. */
    private void dropDeparted() {
        admission.dropDeparted();
        scans.onView();
        for (Map.Entry<Key, KeyWork> entry : new ArrayList<>(works.entrySet())) {
            KeyWork work = entry.getValue();
            // Members ask again under a new number.
            work.readers().removeIf(reader -> reader.ticket() == null);
            OpId claim = work.claim();
            work.dropDeparted(place.view());
            if (place.drains()) {
                // What is built is not stored here, and whoever waits for it asks again where the key is to be.
                work.endClaims();
            } else if (claim != null && work.claim() == null) {
                place.out()
                        .report(new Event.ClaimFreed(place.table(), place.partition(), entry.getKey(), claim.caller()));
            }
            proceed(entry.getKey());
        }
    }

    private KeyWork work(Key key) {
        return works.computeIfAbsent(key, k -> new KeyWork());
    }

    private void forgetIfIdle(Key key, KeyWork work) {
        if (work.isIdle()) {
            works.remove(key, work);
        }
    }

    /** What goes on with which keys, for reports. */
    public String describeWorks() {
        return works
                + (writes.isBusy() ? " writes" : "")
                + (healing.isBusy() ? " heals" : "")
                + (backups.isBusy() ? " tells" : "")
                + (sources.isEmpty() ? "" : " relieves " + sources);
    }

    /** For how long updates of the key are refused still, for people. */
    public long refractoryLeftNanos(Key key) {
        Entry entry = entries.find(key);
        return entry == null || !entry.hasValue() ? 0 : execution.refractoryLeftMicros(entry.version()) * 1_000;
    }

    /** The members that hold references to the key's entry, for people. */
    public List<MemberId> retainers(Key key) {
        return retentions.members(key);
    }

    /** The member that builds the key's value, for people; null if none does. */
    public @Nullable MemberId builder(Key key) {
        KeyWork work = works.get(key);
        OpId claim = work == null ? null : work.claim();
        return claim == null ? null : claim.caller();
    }

    /** The holders of the key, for people. */
    public List<MemberId> holders(Key key) {
        Entry entry = entries.find(key);
        return entry == null ? List.of() : entry.holders();
    }
}
