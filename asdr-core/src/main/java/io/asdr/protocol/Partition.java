package io.asdr.protocol;

import io.asdr.protocol.calls.CallLedger;
import io.asdr.protocol.calls.CallerRole;
import io.asdr.protocol.effect.Conflict;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Outbox;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.effect.PoisonCause;
import io.asdr.protocol.effect.Poisoning;
import io.asdr.protocol.effect.Ticket;
import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.entry.Pending;
import io.asdr.protocol.handover.FormerPart;
import io.asdr.protocol.handover.Handover;
import io.asdr.protocol.handover.Inventory;
import io.asdr.protocol.handover.Reconciliation;
import io.asdr.protocol.handover.SourceRole;
import io.asdr.protocol.holder.HolderRole;
import io.asdr.protocol.holder.ScanRequests;
import io.asdr.protocol.message.ExchangeMessage.Offer;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.protocol.owner.OwnerRole;
import io.asdr.protocol.poison.PoisonMarks;
import io.asdr.protocol.poison.PoisonScan;
import io.asdr.protocol.poison.Tenure;
import io.asdr.protocol.replica.BackupRole;
import io.asdr.protocol.replica.ReplicaRole;
import io.asdr.protocol.upkeep.Upkeep;
import io.asdr.protocol.upkeep.UpkeepScan;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One partition of one table at this member: what the member is to it in the present view, and the roles that follow. The roles meet here, and nothing is decided here but who gets an input.
 */
final class Partition
        implements Place,
                PoisonScan.Purgeable,
                OwnerRole.Arrivals,
                Handover.Owner,
                Reconciliation.Owner,
                Upkeep.Owner,
                UpkeepScan.Visited {

    private final Partitions lane;
    private View.TableSettings settings;
    private final int number;
    private final Entries entries;
    private final CallLedger ledger = new CallLedger();
    private final CallerRole caller;
    private final HolderRole holder;
    private final ReplicaRole replica;
    private final BackupRole backup;

    /** Writes don't wait for replicas, so none is complete while its owner lives. */
    private final boolean async;

    private final SourceRole source;
    private final ScanRequests scans;
    private final Upkeep upkeep;
    private final Inbox inbox;
    private final Tenure tenure;
    private final PoisonMarks marks = new PoisonMarks();
    private @Nullable OwnerRole owner;
    private @Nullable Handover handover;
    private @Nullable Reconciliation reconciliation;
    private @Nullable FormerPart formerPart;
    private Map<ViewId, MemberId> parts = Map.of();
    private boolean exchanged;
    private List<MemberId> chain = List.of();
    private @Nullable MemberId reliesOn;
    /** In a STRICT table: the owners before the present one since a view was settled here. */
    private List<MemberId> formerOwners = List.of();

    private boolean complete;
    private boolean alarmed;
    private long alarmNanos;

    /** {@code lastCall}: calls are counted from there. */
    Partition(Partitions lane, View.TableSettings settings, int number, Entries entries, long lastCall) {
        this.lane = lane;
        this.settings = settings;
        this.number = number;
        this.entries = entries;
        this.tenure = new Tenure(entries, settings.strict());
        this.async = settings.options().isAsync();
        this.replica = new ReplicaRole(this, entries, ledger, async);
        this.backup = new BackupRole(this, entries, replica.synchronisation());
        this.holder = new HolderRole(this, entries, replica::onConfirmed, settings.options());
        this.caller = new CallerRole(this, lastCall);
        this.source = new SourceRole(this, entries, ledger);
        this.scans = new ScanRequests(this);
        this.upkeep = new Upkeep(this, entries, settings.options());
        this.inbox = new Inbox(this, caller, holder, replica, backup, source, scans, upkeep);
    }

    /** Whether this is the table's partition as the view has it. At a merge, it may be another part's that opened the table otherwise. */
    boolean isOf(View.TableSettings present) {
        return settings.id() == present.id() && settings.isSameBut(present);
    }

    /** Nothing can have been written to it yet: who has nothing has all. */
    void beginComplete() {
        complete = true;
    }

    /** The number of the last call that was made here. */
    long lastCall() {
        return caller.lastCall();
    }

    /**
     * Takes the place that this member has in a new view (PROTOCOL 7).
     *
     * @param table as the view has it
     * @param fresh whether nothing can have been written to the table before this view
     */
    Tenure.Change onView(
            View.TableSettings table, @Nullable View before, boolean gap, boolean fresh, boolean exchangeWasOver) {
        settings = table;
        @Nullable MemberId formerOwner = tenure.ownerOrNull();
        chain = lane.table().chain(number, settings);
        boolean inChain = chain.contains(self());
        exchanged = false;
        if (gap) {
            setAside(before);
            complete = false;
            ledger.clear();
        }
        // Nobody waits for what an asynchronous replica can read, so it reads nothing of an owner before.
        boolean keepsReading = async ? complete && self().equals(chain.get(0)) : complete || inChain;
        Tenure.Change change = tenure.onView(view(), before, chain.get(0), lane.viewNumber(), gap, keepsReading);
        notePoisoning(before, gap, change);
        complete = complete || fresh && (async ? isOwner() : inChain);
        rememberOwner(formerOwner, change.ownerChanged(), gap);
        if (change.ownerChanged()) {
            replica.onOwnerChanged();
        }
        // What the owner before has is good, though nobody may read it there any more, until it is relieved.
        boolean wasOwner = async && complete;
        if (change.ownerChanged() && !wasOwner) {
            source.onView(change.oldestGoodTenure());
        } else {
            source.onView(exchangeWasOver && !wasOwner ? entries.floor() : source.offerFloor());
        }
        ledger.onView(view());
        Map<Ticket, Key> waiting = takeRole(gap, formerOwner);
        publish();
        OwnerRole present = owner;
        if (present == null) {
            holder.onView();
            waiting.forEach((ticket, key) -> holder.onRead(key, ticket));
        } else {
            waiting.forEach((ticket, key) -> present.onRead(key, ticket));
        }
        caller.onView();
        scans.onView();
        return change;
    }

    private void notePoisoning(@Nullable View before, boolean gap, Tenure.Change change) {
        if (!change.poisoned() || before == null) {
            return;
        }
        PoisonCause cause =
                !gap ? PoisonCause.VIEW_CHANGE : view().hasOnLine(before.id()) ? PoisonCause.RETURN : PoisonCause.MERGE;
        MemberId by = view().id().creator();
        marks.putAll(new Poisoning(cause, wallMicros(), by, ""));
        if (change.copies() > 0) {
            out().report(new Event.Poisoned(settings.id(), cause, change.copies(), by));
        }
    }

    private void rememberOwner(@Nullable MemberId formerOwner, boolean ownerChanged, boolean gap) {
        if (gap || !settings.strict()) {
            formerOwners = List.of();
        } else if (ownerChanged && formerOwner != null && !formerOwners.contains(formerOwner)) {
            List<MemberId> more = new ArrayList<>(formerOwners);
            more.add(formerOwner);
            formerOwners = more;
        }
    }

    /** The present view may act: nobody goes on as owner beside it. */
    void onSettled() {
        formerOwners = List.of();
        publish();
    }

    /** No view beside the present one can be settled any more. */
    void onAgreed() {
        if (owner != null) {
            owner.onAgreed();
        }
    }

    /** At a merge: what this member had in its part of the cluster is offered to the merge policy. */
    private void setAside(@Nullable View before) {
        boolean ofAnotherPart = before != null && !view().hasOnLine(before.id());
        if (before != null && ofAnotherPart && complete && !settings.strict()) {
            boolean values = mergePolicy() != Reconciliation.Policy.LARGER_SIDE;
            formerPart = FormerPart.of(before, view(), entries, ledger.toLog(), values, nowNanos());
        }
    }

    /** A table that the larger side lacks has no other than the smaller one's values. */
    private Reconciliation.Policy mergePolicy() {
        if (drains()) {
            // What other parts have here was here, too, before the table began to move.
            return Reconciliation.Policy.LARGER_SIDE;
        }
        Reconciliation.Policy policy = Reconciliation.Policy.named(settings.mergePolicy());
        boolean onlyThere =
                policy == Reconciliation.Policy.LARGER_SIDE && settings.born().equals(view().id());
        return onlyThere ? Reconciliation.Policy.NEWEST_ENTRY : policy;
    }

    /** Becomes, stays or ceases to be the owner; returns the readers that must wait elsewhere now. */
    private Map<Ticket, Key> takeRole(boolean gap, @Nullable MemberId formerOwner) {
        Map<Ticket, Key> waiting = Map.of();
        OwnerRole before = gap ? null : owner;
        reliesOn = before == null ? formerOwner : reliesOn;
        if (owner != null && (before == null || !isOwner())) {
            waiting = owner.waitingTickets();
            owner = null;
            handover = null;
            reconciliation = null;
        }
        if (!isOwner()) {
            return waiting;
        }
        if (holder.isBusy()) {
            waiting = new LinkedHashMap<>(waiting);
            waiting.putAll(holder.takeWaiting());
        }
        if (reconciliation == null && !settings.strict()) {
            reconciliation = new Reconciliation(this, entries, ledger, this, mergePolicy());
        }
        if (reconciliation != null) {
            reconciliation.onView();
        }
        OwnerRole now = before == null ? new OwnerRole(this, entries, ledger, this, settings) : before;
        owner = now;
        if (before != null && complete && now.phase() == OwnerRole.Phase.SERVING) {
            out().report(new Event.OwnerCase(settings.id(), number, Event.Case.STAYS));
        } else {
            if (complete && async) {
                takeBack();
            }
            if (!complete) {
                // Copies of its own count once a source confirmed them.
                tenure.poisonAll();
            }
            if (handover == null) {
                handover = new Handover(this, entries, ledger, this, formerOwner);
            }
            handover.gather(source.offerFloor());
        }
        if (before == null) {
            upkeep.onOwner();
        }
        now.onView(before != null, complete);
        return waiting;
    }

    /** The owner again, before the one in between had everything: what was poisoned here is the newest that there is. */
    private void takeBack() {
        for (Entry entry : entries.all()) {
            byte[] value = entry.value();
            if (entry.tenure() >= entries.floor()) {
                continue;
            }
            if (value != null && entry.tenure() >= source.offerFloor()) {
                entries.put(entry.key(), value, entry.version(), tenure(), entry.expiresNanos());
            } else {
                entries.remove(entry.key());
            }
        }
    }

    /** The exchange of the present view is over. */
    void onExchanged(Inventory inventory) {
        if (owner == null) {
            return;
        }
        owner.onExchanged(inventory.complete(), inventory.claims());
        if (handover != null && !handover.isDone()) {
            List<MemberId> partial = settings.restoreFromCopies() || async ? inventory.partial() : List.of();
            handover.onExchanged(complete, inventory.complete(), partial);
            publish();
        }
        exchanged = true;
        parts = inventory.parts();
        reconcile();
    }

    /** Takes over what other parts of the cluster wrote, once this owner has everything of its own. */
    private void reconcile() {
        if (reconciliation != null && exchanged && complete) {
            reconciliation.begin(parts);
        }
    }

    /** What this member has, for the owner of the view; null if nothing. */
    @Nullable
    Offer offer() {
        ViewId part = formerPart == null ? ViewId.NONE : formerPart.id();
        Offer offer = new Offer(settings.id(), number, complete, entries.size(), caller.claims(), part);
        boolean worthTelling =
                complete || offer.entryCount() > 0 || !offer.claims().isEmpty() || formerPart != null;
        return worthTelling ? offer : null;
    }

    /**
     * A caller reads.
     *
     * @param remote whether what is here could not be served to it
     */
    void onRead(Key key, Ticket ticket, boolean remote) {
        Entry entry = entries.find(key);
        boolean here = !remote
                && entry != null
                && entry.isReadable()
                && entry.tenure() >= entries.floor()
                && !entry.isExpired(nowNanos());
        OwnerRole present = owner;
        if (present != null && !(here && readsAsReplica())) {
            present.onRead(key, ticket);
        } else if (here && entry != null) {
            entry.markUsed();
            out().completeRead(ticket, entry, entry.value(), entry.version(), true);
        } else {
            holder.onRead(key, ticket);
        }
    }

    void onCall(CallerRole.Call call, @Nullable Ticket ticket) {
        caller.call(call, ticket);
    }

    void onScan(@Nullable Key after, int limit, Ticket ticket) {
        scans.begin(after, limit, ticket);
    }

    void cancel(Ticket ticket) {
        caller.cancel(ticket);
        holder.cancel(ticket);
        scans.cancel(ticket);
        if (owner != null) {
            owner.cancelRead(ticket);
        }
    }

    /** Drops a copy that is only a reader's; returns false if this member keeps the key for others. */
    boolean poison(Key key, String reason) {
        marks.put(key, new Poisoning(PoisonCause.APPLICATION, wallMicros(), self(), reason));
        out().report(new Event.Poisoned(settings.id(), PoisonCause.APPLICATION, 1, self()));
        if (keeps()) {
            return false;
        }
        holder.shut(key);
        entries.remove(key);
        return true;
    }

    void onTick() {
        alarmed = false;
        caller.onTick();
        holder.onTick();
        scans.onTick();
        replica.synchronisation().onTick();
        if (handover != null) {
            handover.onTick();
        }
        if (reconciliation != null) {
            reconciliation.onTick();
        }
        if (owner != null) {
            owner.onTick();
        }
    }

    /** The lane lets this partition move data in the background. */
    void onTurn() {
        if (handover != null) {
            handover.onTurn();
        }
        if (owner != null) {
            owner.onTurn();
        }
    }

    /** Whether data is being moved in the background. */
    boolean isMoving() {
        return handover != null && handover.isMoving() || owner != null && owner.isMoving();
    }

    /** Whether this member has what it must have, and, where it is the owner, so has the chain. */
    boolean isWhole() {
        boolean all = owner == null || owner.isWhole();
        return all && (complete || !chain.contains(self()));
    }

    boolean isBusy() {
        return caller.isBusy()
                || holder.isBusy()
                || scans.isBusy()
                || replica.synchronisation().isRunning()
                || reconciliation != null && reconciliation.isBusy()
                || owner != null && owner.isBusy();
    }

    /** Whether offers of other members are still needed. */
    boolean needsOffers() {
        return handover != null && !handover.needsNoOffers() || reconciliation != null && !reconciliation.isOver();
    }

    /** Forgets poisoned copies, once no owner needs them. */
    @Override
    public void purge() {
        formerPart = null;
        if (owner == null && !(async && complete)) {
            tenure.purge();
        }
    }

    void onMessage(MemberId from, PartitionMessage message) {
        inbox.onMessage(from, message);
    }

    /** Whether this member is to have every committed entry, once all is healed. */
    boolean becomesComplete() {
        return async ? isOwner() : chain.contains(self());
    }

    /** Readers here lost a copy to a write. */
    void notePoisoning(Key key, MemberId by) {
        marks.put(key, new Poisoning(PoisonCause.WRITE, wallMicros(), by, ""));
        out().report(new Event.Poisoned(settings.id(), PoisonCause.WRITE, 1, by));
    }

    /** The entry is to make room for others, if it is still here. */
    void makeRoom(Entry victim, boolean copy) {
        entries.onNamed(victim, copy);
        Key key = victim.key();
        boolean here = entries.find(key) == victim;
        OwnerRole present = owner;
        if (here && present == null && !keeps() && !caller.isRetained(key)) {
            holder.drop(key);
        } else if (!here || present == null || !present.evict(key)) {
            entries.spare(victim);
        }
    }

    boolean needsUpkeep() {
        return upkeep.isNeeded();
    }

    @Override
    public boolean isDue() {
        return !lane.isIdle(this) && upkeep.isDue();
    }

    @Override
    public int visit(int cursor) {
        OwnerRole present = owner;
        int next = present == null ? upkeep.visitOthers(cursor, !keeps()) : upkeep.visitOwned(cursor, this);
        lane.refresh(this);
        return next;
    }

    @Override
    public void onUnused(List<Key> keys) {
        if (owner != null) {
            owner.onUnused(keys);
        }
    }

    @Override
    public void onExpired(List<Key> keys) {
        if (owner != null) {
            owner.onExpired(keys);
        }
    }

    /** It was the owner; the one after it has everything now, and tells this one late. */
    void relieve() {
        if (complete) {
            complete = false;
            publish();
        }
    }

    /** It is not in the chain any more, and the chain has everything without it. */
    void release() {
        if (keeps() || entries.size() > 0) {
            boolean writing = entries.all().stream().anyMatch(entry -> entry.pending() != null);
            out().report(new Event.ReleasedHere(settings.id(), number, writing));
        }
        complete = false;
        holder.shutAll();
        replica.onReleased();
        ledger.clear();
        entries.clear();
        publish();
    }

    @Override
    public boolean hasCome(Key key) {
        return handover == null || handover.hasCome(key);
    }

    @Override
    public boolean areCallsUnited() {
        return reconciliation == null || reconciliation.isUnited();
    }

    @Override
    public void onCallsUnited() {
        if (owner != null) {
            owner.onCallsUnited();
        }
    }

    @Override
    public void writeIfUnchanged(Key key, byte[] value, Version present, long liveNanos) {
        if (fills()) {
            // The key may have to be brought here first, and that is for who can convert it.
            out().resolve(new Conflict(table(), keyMoves(), key, null, present, List.of(value), liveNanos));
            return;
        }
        caller.call(
                new CallerRole.Call(Operation.MERGE, key, value, null, present, 0, Integer.MAX_VALUE, liveNanos), null);
    }

    @Override
    public void fetch(Key key) {
        if (handover != null) {
            handover.fetch(key);
        }
    }

    @Override
    public void writeAgain(Key key, Pending pending) {
        if (owner != null && !owner.isWriting(key)) {
            owner.writeAgain(key, pending);
        }
    }

    @Override
    public void onArrived(Key key) {
        if (owner != null) {
            owner.onArrived(key);
        }
    }

    @Override
    public void onPulling() {
        publish();
        if (owner != null) {
            owner.pull();
        }
    }

    @Override
    public void onComplete() {
        becomeComplete();
        if (owner != null) {
            owner.serve();
        }
        reconcile();
    }

    @Override
    public MemberId self() {
        return lane.self();
    }

    @Override
    public int table() {
        return settings.id();
    }

    @Override
    public int partition() {
        return number;
    }

    @Override
    public View view() {
        return lane.table().view();
    }

    @Override
    public int tenure() {
        return tenure.number();
    }

    @Override
    public MemberId owner() {
        return tenure.owner();
    }

    @Override
    public List<MemberId> chain() {
        return chain;
    }

    @Override
    public long nowNanos() {
        return lane.nowNanos();
    }

    @Override
    public long wallMicros() {
        return lane.wallMicros();
    }

    @Override
    public long resendNanos() {
        return lane.resendNanos();
    }

    @Override
    public long leaseEndNanos(MemberId departed) {
        return lane.leaseEndNanos(departed);
    }

    @Override
    public void send(MemberId to, PartitionMessage message) {
        lane.send(to, this, message);
    }

    @Override
    public void wakeAt(long atNanos) {
        if (!alarmed || atNanos - alarmNanos < 0) {
            alarmed = true;
            alarmNanos = atNanos;
            lane.wakeAt(atNanos, this);
        }
    }

    @Override
    public long restAfter(int keys, long tookNanos) {
        return lane.restAfter(keys, tookNanos);
    }

    @Override
    public boolean takesTurn() {
        return lane.takesTurn(this);
    }

    @Override
    public Outbox out() {
        return lane.out();
    }

    /** Whether this member must have, or is about to have, every entry. */
    boolean keeps() {
        return complete || chain.contains(self());
    }

    boolean isComplete() {
        return complete;
    }

    @Override
    public boolean isStrict() {
        return settings.strict();
    }

    @Override
    public boolean isActing() {
        return lane.isActing(settings.strict());
    }

    @Override
    public boolean mayCommit() {
        return isActing() && (!settings.strict() || lane.isApproved());
    }

    @Override
    public boolean isAgreed() {
        return !settings.strict() || lane.isAgreed();
    }

    @Override
    public int keyMoves() {
        return drains() ? settings.keyMoves() - 1 : settings.keyMoves();
    }

    @Override
    public boolean drains() {
        return settings.isMoving() && !lane.table().isPresent(settings, number);
    }

    @Override
    public boolean fills() {
        return settings.isMoving() && lane.table().isPresent(settings, number);
    }

    /** Whether nothing of the keys from which the table moves is here any more, as far as this member knows: no entry, and no call that was made before it moved. */
    boolean isDrained() {
        OwnerRole present = owner;
        boolean empty = present == null
                || present.phase() == OwnerRole.Phase.SERVING && entries.size() == 0 && !present.hasCalls();
        return empty && !caller.isCalling() && !holder.isBusy();
    }

    /** The table has no such partition any more, or it is another one: nothing of it can be read here, and whoever waits for something in it is told so. */
    void end() {
        Map<Ticket, Key> waiting = new LinkedHashMap<>(holder.takeWaiting());
        if (owner != null) {
            waiting.putAll(owner.waitingTickets());
        }
        waiting.keySet().forEach(ticket -> out().completeRead(ticket, null, null, Version.MOVING, false));
        caller.end();
        scans.end();
        entries.clear();
        entries.serve(self(), Entries.Role.WAITING_OWNER);
    }

    boolean isOwner() {
        return self().equals(tenure.owner());
    }

    boolean isAsync() {
        return async;
    }

    @Nullable
    OwnerRole ownerRole() {
        return owner;
    }

    @Nullable
    Handover handover() {
        return handover;
    }

    @Nullable
    Reconciliation reconciliation() {
        return reconciliation;
    }

    @Nullable
    FormerPart formerPart() {
        return formerPart;
    }

    Entries entries() {
        return entries;
    }

    boolean isFetching(Key key) {
        return holder.isFetching(key);
    }

    /** What is known here about the key, for people. */
    KeyReport explain(Key key) {
        Entry entry = entries.find(key);
        return new KeyReport(
                owner(),
                chain,
                owner == null ? List.of() : owner.holders(key),
                entry == null ? Version.NONE : entry.version(),
                state(key, entry),
                entry == null ? 0 : entry.uses(),
                entry == null || !isOwner() ? 0 : upkeep.idleNanos(entry),
                entry == null ? 0 : Deadline.left(entry.expiresNanos(), nowNanos()),
                owner == null ? 0 : owner.refractoryLeftNanos(key),
                retainers(key),
                owner == null ? null : owner.builder(key),
                marks.last(key));
    }

    private List<MemberId> retainers(Key key) {
        if (owner != null) {
            return owner.retainers(key);
        }
        return caller.isRetained(key) ? List.of(self()) : List.of();
    }

    private KeyReport.State state(Key key, @Nullable Entry entry) {
        if (entry == null) {
            return isFetching(key) ? KeyReport.State.INCOMPLETE : KeyReport.State.ABSENT;
        }
        if (entry.tenure() < entries.floor()) {
            return KeyReport.State.POISONED;
        }
        if (entry.pending() != null) {
            return KeyReport.State.PENDING;
        }
        if (!entry.hasValue() || entry.isExpired(nowNanos())) {
            return KeyReport.State.ABSENT;
        }
        if (isOwner()) {
            return KeyReport.State.OWNED;
        }
        return keeps() ? KeyReport.State.REPLICA : KeyReport.State.CACHED;
    }

    void becomeComplete() {
        if (!complete) {
            complete = true;
            out().report(new Event.Completed(settings.id(), number, entries.size()));
        }
        publish();
    }

    /**
     * Whether this new owner of a STRICT partition reads on as the replica that it was, by the promise of the owner before it: its view may be one beside the others, in which that one goes on writing once
     * this promise has ended.
     */
    private boolean readsAsReplica() {
        return isOwner() && settings.strict() && complete && !isServing();
    }

    private boolean isServing() {
        return handover == null || handover.isServing();
    }

    private void publish() {
        MemberId before = reliesOn;
        if (!isOwner() && !formerOwners.isEmpty() && keeps()) {
            entries.serveAsReplica(owner(), formerOwners.size() == 1 ? formerOwners.get(0) : null);
        } else if (!isOwner()) {
            entries.serve(owner(), keeps() ? Entries.Role.REPLICA : Entries.Role.READER);
        } else if (readsAsReplica() && before != null && !before.equals(self()) && formerOwners.size() < 2) {
            entries.serve(before, Entries.Role.REPLICA);
        } else if (isServing() || complete && !settings.strict()) {
            entries.serve(self(), Entries.Role.OWNER);
        } else {
            entries.serve(self(), Entries.Role.WAITING_OWNER);
        }
    }
}
