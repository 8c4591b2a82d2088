package io.asdr.protocol;

import io.asdr.protocol.TablePart.Layout;
import io.asdr.protocol.calls.CallerRole;
import io.asdr.protocol.effect.EntriesFactory;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Installation;
import io.asdr.protocol.effect.Outbox;
import io.asdr.protocol.effect.Passage;
import io.asdr.protocol.effect.Ticket;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.ExchangeMessage.Offer;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.protocol.message.ScanMessage;
import io.asdr.protocol.owner.OwnerRole;
import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.protocol.ownership.Spot;
import io.asdr.protocol.poison.PoisonScan;
import io.asdr.protocol.poison.Tenure;
import io.asdr.protocol.upkeep.UpkeepScan;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one lane, of all tables: each input goes to the partition that it belongs to, in the lane's own present view.
 *
 * <p>Not thread-safe: one input at a time. Messages of a newer view wait until it is installed; those of an older one are answered with STALE.
 */
public final class Partitions {

    /** How many messages of a newer view may wait; what is over is lost, and sent again by its sender. */
    private static final int MAX_WAITING = 16_384;

    private record Waiting(MemberId from, ViewId view, int table, int partition, PartitionMessage message) {}

    private record Alarm(long atNanos, Partition partition) {}

    private record Loop(Partition partition, PartitionMessage message) {}

    private final MemberId self;
    private final int lane;
    private final int laneCount;
    private final Outbox out;
    private final EntriesFactory factory;
    private final long resendNanos;
    private final TreeMap<Integer, TablePart> tables = new TreeMap<>();
    private final LinkedHashSet<Partition> busy = new LinkedHashSet<>();
    private final ArrayDeque<Waiting> newer = new ArrayDeque<>();
    private final ArrayDeque<Loop> loops = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>((one, other) -> Long.signum(one.atNanos() - other.atNanos()));
    private final Turns turns;
    private final PoisonScan scan = new PoisonScan();
    private final UpkeepScan upkeep = new UpkeepScan(() -> all().iterator());
    private boolean needsUpkeep;
    private Map<MemberId, Long> leaseEnds = Map.of();
    private @Nullable PartitionTable table;
    private @Nullable Exchange exchange;

    /** The last that was found to need offers. */
    private @Nullable Partition needy;

    private int viewNumber;
    private boolean exchangeEnded;
    /** The last number of a call in a partition that was ended here: in another one of that number calls must count on from there, for owners remember. */
    private long lastCall;

    private boolean purged;
    private boolean strictPurged;
    private boolean approved;
    private boolean agreed;
    private long wallAheadNanos;
    private long serveUntilNanos;
    private long strictUntilNanos;
    private long nowNanos;

    /**
     * Partitions {@code p} with {@code p mod laneCount == lane}.
     *
     * @param resendNanos when a message that was not answered is sent again
     */
    public Partitions(MemberId self, int lane, int laneCount, Outbox out, EntriesFactory factory, long resendNanos) {
        this.self = self;
        this.lane = lane;
        this.laneCount = laneCount;
        this.out = out;
        this.factory = factory;
        this.resendNanos = resendNanos;
        this.turns = new Turns(laneCount);
    }

    /**
     * Until when this member may act as owner. Said before each input: the horizons are loaded first, the clock of the input after them.
     *
     * @param serveNanos in SERVE tables
     * @param strictNanos in STRICT tables
     */
    public void rely(long serveNanos, long strictNanos) {
        serveUntilNanos = serveNanos;
        strictUntilNanos = strictNanos;
    }

    /** Installs a view; returns what this lane has, by the member that owns it now. */
    public Map<MemberId, List<Offer>> onView(Installation installation, long now) {
        nowNanos = now;
        PartitionTable next = installation.table();
        boolean acts = next.view().strict().acts();
        table = next;
        viewNumber = installation.number();
        leaseEnds = installation.departed();
        approved = installation.approved();
        agreed = false;
        wallAheadNanos = installation.wallAheadNanos();
        exchange = new Exchange(next.view(), laneCount, mostPlaces(next));
        exchangeEnded = false;
        needy = null;
        turns.begin(now);
        scan.stop();
        for (View.TableSettings settings : next.view().settings().tables()) {
            if (settings.strict()) {
                install(settings, installation.strict(), acts, strictPurged);
            } else {
                install(settings, installation.serve(), true, purged);
            }
        }
        purged = false;
        strictPurged = strictPurged && !acts;
        Map<MemberId, List<Offer>> offers = offers();
        List<Waiting> waiting = new ArrayList<>(newer);
        newer.clear();
        waiting.forEach(entry -> route(entry.from, entry.view, entry.table, entry.partition, entry.message));
        loop();
        return offers;
    }

    /** A member has installed the present view. */
    public void onInstalled(ViewId view, MemberId member, List<Offer> offers, long now) {
        nowNanos = now;
        Exchange present = exchange;
        if (present == null || !view.equals(table().view().id())) {
            return;
        }
        if (present.onInstalled(member, offers)) {
            endExchange(present, false);
            if (present.isSettled()) {
                endExchange(present, true);
            }
        }
        loop();
    }

    /** All members have approved the view. */
    public void onAgreed(ViewId view, long now) {
        nowNanos = now;
        if (table == null || !view.equals(table().view().id())) {
            return;
        }
        agreed = true;
        for (Partition partition : all()) {
            if (partition.isStrict()) {
                partition.onAgreed();
                refresh(partition);
            }
        }
        loop();
    }

    /** The view may act in STRICT tables. */
    public void onSettled(ViewId view, long now) {
        nowNanos = now;
        Exchange present = exchange;
        if (present == null || !view.equals(table().view().id())) {
            return;
        }
        present.onSettled();
        all().stream().filter(Partition::isStrict).forEach(Partition::onSettled);
        if (present.isOver()) {
            endExchange(present, true);
        }
        loop();
    }

    private void endExchange(Exchange present, boolean strict) {
        for (Partition partition : all()) {
            if (partition.isStrict() == strict && partition.isOwner()) {
                partition.onExchanged(present.inventory(partition.table(), partition.partition() / laneCount));
                refresh(partition);
            }
        }
        if (strict) {
            present.forgetInventories();
        }
    }

    /** No owner needs what was offered in the present view: what is poisoned can go. */
    public void onExchanged(ViewId view) {
        if (table != null && view.equals(table.view().id())) {
            purged = true;
            strictPurged = strictPurged || table.view().strict().acts();
            List<Partition> partitions =
                    all().stream().filter(partition -> !isIdle(partition)).toList();
            scan.begin(partitions.iterator());
        }
    }

    public void onMessage(MemberId from, ViewId view, int tableId, int partition, PartitionMessage message, long now) {
        nowNanos = now;
        route(from, view, tableId, partition, message);
        loop();
    }

    /** A caller of this member reads; {@code remote} if what is here could not be served to it. */
    public void onRead(int tableId, int partition, Key key, Ticket ticket, boolean remote, long now) {
        nowNanos = now;
        Partition place = partition(tableId, partition);
        place.onRead(key, ticket, remote);
        after(place);
    }

    public void onCall(int tableId, int partition, CallerRole.Call call, @Nullable Ticket ticket, long now) {
        nowNanos = now;
        Partition place = partition(tableId, partition);
        place.onCall(call, ticket);
        after(place);
    }

    public void onScan(int tableId, int partition, @Nullable Key after, int limit, Ticket ticket, long now) {
        nowNanos = now;
        if (!has(tableId, partition)) {
            out.completeScan(ticket, new ScanMessage.Keys(0, List.of(), 0, false));
            return;
        }
        Partition place = partition(tableId, partition);
        place.onScan(after, limit, ticket);
        after(place);
    }

    /** The caller waits no longer. */
    public void onCancel(int tableId, int partition, Ticket ticket, long now) {
        nowNanos = now;
        if (!has(tableId, partition)) {
            return;
        }
        Partition place = partition(tableId, partition);
        place.cancel(ticket);
        after(place);
    }

    /** Drops a copy that only readers here use; returns false if this member keeps the key for others. */
    public boolean onPoison(int tableId, int partition, Key key, String reason, long now) {
        nowNanos = now;
        return !has(tableId, partition) || partition(tableId, partition).poison(key, reason);
    }

    /** Ticks the partitions that asked for it. */
    public void onWake(long now) {
        nowNanos = now;
        for (Alarm alarm = alarms.peek(); alarm != null && alarm.atNanos() - now <= 0; alarm = alarms.peek()) {
            alarms.remove();
            tick(alarm.partition());
        }
        Alarm next = alarms.peek();
        if (next != null) {
            out.wakeAt(next.atNanos());
        }
        loop();
    }

    /** Sends again what was not answered, and does a piece of the background scan. */
    public void onTick(long now) {
        nowNanos = now;
        turns.onTick(now, resendNanos);
        for (Partition partition : new ArrayList<>(busy)) {
            tick(partition);
        }
        loop();
    }

    private void tick(Partition partition) {
        if (!isIdle(partition)) {
            partition.onTick();
        }
        refresh(partition);
    }

    /** An entry is to make room for others. */
    public void onVictim(int tableId, int partition, Entry victim, boolean copy, long now) {
        nowNanos = now;
        if (has(tableId, partition)) {
            Partition place = partition(tableId, partition);
            place.makeRoom(victim, copy);
            after(place);
        }
    }

    /** Looks after entries that age, expire or are renewed, until {@code isSpent}. */
    public void onUpkeep(long now, BooleanSupplier isSpent) {
        nowNanos = now;
        scan.proceed(isSpent);
        if (upkeep.proceed(now, isSpent)) {
            needsUpkeep = false;
            all().forEach(partition -> needsUpkeep = needsUpkeep || partition.needsUpkeep());
        }
        loop();
    }

    /** Whether {@link #onUpkeep} has anything to do. */
    public boolean needsUpkeep() {
        return needsUpkeep || scan.isRunning();
    }

    /** Whether ticks are needed. */
    public boolean isBusy() {
        return !busy.isEmpty() || scan.isRunning() || exchange != null && !exchangeEnded;
    }

    /** How many partitions with data are still here that other members may need. */
    public int heldCount() {
        int held = 0;
        for (Partition partition : all()) {
            if (partition.isComplete()) {
                held++;
            }
        }
        return held;
    }

    /** How many partitions of a table are not whole, as far as this member knows: it lacks entries that it must have, or owns them and a replica does. */
    public int notWholeCount(int tableId) {
        int count = 0;
        for (Partition partition : all()) {
            count += partition.table() == tableId && !partition.isWhole() ? 1 : 0;
        }
        return count;
    }

    /** How many partitions of a table move data in the background. */
    public int movingCount(int tableId) {
        int count = 0;
        for (Partition partition : all()) {
            count += partition.table() == tableId && partition.isMoving() ? 1 : 0;
        }
        return count;
    }

    boolean isInstalled() {
        return table != null;
    }

    /** How many entries of a table are here. */
    public long entryCount(int tableId) {
        long count = 0;
        for (Partition partition : all()) {
            count += partition.table() == tableId ? partition.entries().size() : 0;
        }
        return count;
    }

    /** How many entries of a table were written here that a replica has not heard of, since writes don't wait for it. */
    public long pooledCount(int tableId) {
        long count = 0;
        for (Partition partition : all()) {
            OwnerRole owner = partition.table() == tableId ? partition.ownerRole() : null;
            count += owner == null ? 0 : owner.pooledCount();
        }
        return count;
    }

    /** A key, and the partition that it is in. */
    public record Located(int partition, Key key) {}

    /**
     * What this lane owns of the keys from which a table moves.
     *
     * @param view in which that is so
     * @param keys some of them
     * @param drained whether there are none, and no call waits for one
     */
    public record Left(ViewId view, List<Located> keys, boolean drained) {}

    /** At most {@code most} of the keys that are still to be moved from here. */
    public Left left(int tableId, int most) {
        List<Located> keys = new ArrayList<>();
        boolean drained = true;
        for (Partition partition : all()) {
            if (partition.table() == tableId && partition.drains()) {
                drained = drained && partition.isDrained();
                if (partition.isOwner()) {
                    addKeys(partition, most, keys);
                }
            }
        }
        TablePart part = tables.get(tableId);
        return new Left(
                table().view().id(),
                keys,
                drained && part != null && part.layout().isMoving());
    }

    /** Adds keys that have a value until there are {@code most}. */
    private static void addKeys(Partition partition, int most, List<Located> keys) {
        int cursor = 0;
        while (keys.size() < most) {
            cursor = partition.entries().visit(cursor, most, entry -> {
                if (entry.hasValue() && keys.size() < most) {
                    keys.add(new Located(partition.partition(), entry.key()));
                }
            });
            if (cursor == 0) {
                return;
            }
        }
    }

    /** The entry of a key, or null; for checks. */
    public @Nullable Entry peek(int tableId, int partition, Key key) {
        TablePart part = tables.get(tableId);
        Partition place = part == null || !part.has(table(), partition) ? null : part.find(partition);
        return place == null ? null : place.entries().find(key);
    }

    /** What this lane knows about a key, for people. */
    public KeyReport explain(int tableId, int partition, Key key, long now) {
        nowNanos = now;
        int there = partition;
        if (!has(tableId, partition)) {
            // The table has moved since the caller looked.
            int first = table().firstPartition(tableId, settings(tableId).keyMoves());
            there = first + partition % table().partitionCount(tableId);
        }
        return partition(tableId, there).explain(key);
    }

    /** All partitions that this member has used, by table and number. */
    Collection<Partition> all() {
        List<Partition> all = new ArrayList<>();
        tables.values().forEach(part -> all.addAll(part.all()));
        return all;
    }

    /** The partition, made where there is none yet. */
    Partition partition(int tableId, int number) {
        TablePart part = tables.get(tableId);
        if (part == null) {
            throw new IllegalStateException(
                    "table " + tableId + " is not in the view " + table().view().id());
        }
        Partition partition = part.find(number);
        if (partition == null) {
            View.TableSettings settings = settings(tableId);
            partition = create(settings, number);
            partition.onView(settings, null, false, false, false);
            part.put(number, partition);
        }
        return partition;
    }

    private Partition create(View.TableSettings settings, int number) {
        return new Partition(this, settings, number, factory.create(settings, number), lastCall);
    }

    boolean has(int tableId) {
        return tables.containsKey(tableId);
    }

    private boolean has(int tableId, int number) {
        TablePart part = tables.get(tableId);
        return part != null && part.has(table(), number);
    }

    /**
     * Whether a key of that spot is in the partition, as this lane has the table now.
     *
     * @param keyMoves by how many moves of the table its format came
     * @param moves whether the call is there to move the key from the format before
     */
    public boolean isIn(int tableId, int number, Spot spot, int keyMoves, boolean moves) {
        TablePart part = tables.get(tableId);
        return part == null || part.isIn(table(), number, spot, keyMoves, moves);
    }

    public MemberId self() {
        return self;
    }

    PartitionTable table() {
        if (table == null) {
            throw new IllegalStateException("no view was installed yet");
        }
        return table;
    }

    int viewNumber() {
        return viewNumber;
    }

    long nowNanos() {
        return nowNanos;
    }

    long wallMicros() {
        return Math.max(0, nowNanos + wallAheadNanos) / 1_000;
    }

    /** Whether this member may act as owner here and now. */
    boolean isActing(boolean strict) {
        return (strict ? strictUntilNanos : serveUntilNanos) - nowNanos > 0;
    }

    /** Whether the present view holds majorities of this member's bases. */
    boolean isApproved() {
        return approved;
    }

    /** Whether all members have approved the present view. */
    boolean isAgreed() {
        return agreed;
    }

    long resendNanos() {
        return resendNanos;
    }

    long leaseEndNanos(MemberId departed) {
        return leaseEnds.getOrDefault(departed, nowNanos);
    }

    Outbox out() {
        return out;
    }

    void wakeAt(long atNanos, Partition partition) {
        alarms.add(new Alarm(atNanos, partition));
        out.wakeAt(atNanos);
    }

    long restAfter(int keys, long tookNanos) {
        return turns.restAfter(keys, tookNanos, nowNanos);
    }

    boolean takesTurn(Partition partition) {
        return turns.takes(partition, nowNanos);
    }

    void send(MemberId to, Partition from, PartitionMessage message) {
        if (to.equals(self)) {
            loops.add(new Loop(from, message));
        } else {
            out.send(to, table().view().id(), from.table(), from.partition(), message);
        }
    }

    /** {@code acts}: whether the view changes anything in this table. */
    private void install(View.TableSettings settings, Passage passage, boolean acts, boolean exchangeWasOver) {
        TablePart part = place(settings, passage, acts);
        if (!acts) {
            return;
        }
        Moves moves = new Moves();
        for (int number = lane; number < table().placeCount(settings.id()); number += laneCount) {
            Partition before = part.find(number);
            boolean owned = before != null && before.isOf(settings) && before.isOwner();
            boolean fresh = isFresh(settings, number, passage.before(), passage.gap());
            Partition partition = take(part, settings, number, passage.before(), fresh);
            if (partition != null) {
                Tenure.Change change =
                        partition.onView(settings, passage.before(), passage.gap(), fresh, exchangeWasOver);
                moves.add(change, owned, partition.isOwner());
                refresh(partition);
            }
        }
        if (moves.any()) {
            out.report(moves.toEvent(settings.id()));
        }
    }

    /** What is here of the table; empty where its keys lie otherwise in this view than in the one before. */
    private TablePart place(View.TableSettings settings, Passage passage, boolean acts) {
        TablePart part = tables.get(settings.id());
        Layout layout = Layout.of(agreed().seed(), settings);
        if (part == null || acts && part.isPlacedOtherwise(table(), layout, passage.gap())) {
            if (part != null) {
                abandon(settings.id(), part, passage.before());
            }
            part = new TablePart(table(), settings.id(), laneCount, layout);
            tables.put(settings.id(), part);
        } else if (acts) {
            part.layout(layout);
        }
        return part;
    }

    /** The partition, made where this member has a place in it; null where it has none, or the table has no such partition. */
    private @Nullable Partition take(
            TablePart part, View.TableSettings settings, int number, @Nullable View before, boolean fresh) {
        Partition partition = part.find(number);
        if (partition != null && table().has(settings, number) && partition.isOf(settings)) {
            return partition;
        }
        if (partition != null) {
            end(partition);
            part.remove(number);
        }
        if (!table().has(settings, number)) {
            return null;
        }
        // Of a view that was skipped it may have been the only one to keep what did not begin there.
        boolean skipped = fresh
                && before != null
                && !settings.born().equals(table().view().id());
        if (!skipped && !table().chain(number, settings).contains(self)) {
            return null;
        }
        Partition made = create(settings, number);
        if (skipped) {
            made.beginComplete();
        }
        part.put(number, made);
        return made;
    }

    /** What this member had for the part of the cluster that it comes from is lost: it lies where nobody looks for it. */
    private void abandon(int tableId, TablePart part, @Nullable View before) {
        long entries = 0;
        for (Partition partition : part.all()) {
            entries += partition.isComplete() ? partition.entries().size() : 0;
            end(partition);
        }
        boolean ofAnotherPart = before == null || !table().view().hasOnLine(before.id());
        if (entries > 0 && ofAnotherPart) {
            out.report(new Event.Abandoned(tableId, entries));
        }
    }

    private void end(Partition partition) {
        partition.end();
        forget(partition);
    }

    private void forget(Partition partition) {
        lastCall = Math.max(lastCall, partition.lastCall());
        busy.remove(partition);
        alarms.removeIf(alarm -> alarm.partition().equals(partition));
    }

    private int mostPlaces(PartitionTable present) {
        int most = 0;
        for (View.TableSettings settings : present.view().settings().tables()) {
            most = Math.max(most, TablePart.places(present, settings.id(), laneCount));
        }
        return most;
    }

    private View.Settings agreed() {
        return table().view().settings();
    }

    /** Whether nothing can have been written to the table before this view. */
    private boolean isFresh(View.TableSettings settings, int number, @Nullable View before, boolean gap) {
        View view = table().view();
        View.TableSettings earlier = before == null ? null : before.settings().table(settings.name());
        if (settings.isMoving() && !table().isPresent(settings, number)) {
            return false;
        }
        boolean wasThere = earlier != null && earlier.keyMoves() == settings.keyMoves();
        if (settings.strict()) {
            // A view that this member skipped was never settled.
            return settings.born().isAfter(view.strict().last()) || before != null && !gap && !wasThere;
        }
        return view.line().isEmpty() || settings.born().equals(view.id()) || !gap && !wasThere;
    }

    /** Whether the partition is as the last view left it that may act in STRICT tables: the present one may not. */
    boolean isIdle(Partition partition) {
        return partition.isStrict() && !table().view().strict().acts();
    }

    private Map<MemberId, List<Offer>> offers() {
        Map<MemberId, List<Offer>> offers = new TreeMap<>();
        for (Partition partition : all()) {
            Offer offer = isIdle(partition) ? null : partition.offer();
            if (offer != null) {
                offers.computeIfAbsent(partition.owner(), owner -> new ArrayList<>())
                        .add(offer);
            }
        }
        return offers;
    }

    private void route(MemberId from, ViewId view, int tableId, int partition, PartitionMessage message) {
        if (table == null || view.isAfter(table.view().id())) {
            if (newer.size() < MAX_WAITING) {
                newer.add(new Waiting(from, view, tableId, partition, message));
            } else {
                out.report(new Event.Overflowed(from));
            }
        } else if (!view.equals(table.view().id())) {
            out.report(new Event.StaleSeen(from));
            out.sendStale(from, table.view().id());
        } else if (partition % laneCount == lane && has(tableId, partition)) {
            Partition place = partition(tableId, partition);
            if (!isIdle(place)) {
                place.onMessage(from, message);
            }
            refresh(place);
        }
    }

    private void after(Partition place) {
        refresh(place);
        loop();
    }

    /** What a member says to itself is heard before its next input. */
    private void loop() {
        do {
            for (Loop next = loops.poll(); next != null; next = loops.poll()) {
                if (!isIdle(next.partition)) {
                    next.partition.onMessage(self, next.message);
                }
                refresh(next.partition);
            }
            passTurns();
        } while (!loops.isEmpty());
        Exchange present = exchange;
        if (present != null && present.isOver() && !exchangeEnded && !needsOffers()) {
            exchangeEnded = true;
            out.exchanged(table().view().id());
        }
    }

    private void passTurns() {
        for (Partition next = turns.next(nowNanos); next != null; next = turns.next(nowNanos)) {
            turns.takes(next, nowNanos);
            next.onTurn();
            refresh(next);
        }
        if (turns.isAwaited()) {
            out.wakeAt(turns.restUntilNanos());
        }
    }

    /** Whether one of the partitions needs what other members offered. */
    private boolean needsOffers() {
        Partition last = needy;
        if (last != null && last.needsOffers()) {
            return true;
        }
        needy = null;
        for (Partition partition : all()) {
            if (!isIdle(partition) && partition.needsOffers()) {
                needy = partition;
                return true;
            }
        }
        return false;
    }

    void refresh(Partition partition) {
        needsUpkeep = needsUpkeep || partition.needsUpkeep();
        if (partition.isBusy()) {
            busy.add(partition);
        } else {
            busy.remove(partition);
        }
        if (!partition.isMoving()) {
            turns.end(partition);
        }
    }

    private View.TableSettings settings(int tableId) {
        for (View.TableSettings settings : table().view().settings().tables()) {
            if (settings.id() == tableId) {
                return settings;
            }
        }
        throw new IllegalStateException("table " + tableId + " is not in the view");
    }
}
