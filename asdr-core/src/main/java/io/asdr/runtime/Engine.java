package io.asdr.runtime;

import io.asdr.local.HeapStores;
import io.asdr.local.Horizon;
import io.asdr.local.Horizons;
import io.asdr.local.Victim;
import io.asdr.protocol.Member;
import io.asdr.protocol.Partitions;
import io.asdr.protocol.effect.Conflict;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Installation;
import io.asdr.protocol.effect.MemberOutbox;
import io.asdr.protocol.effect.Ticket;
import io.asdr.protocol.message.ExchangeMessage;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.protocol.message.ViewMessage;
import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.protocol.ownership.Partitioner;
import io.asdr.spi.Clock;
import io.asdr.spi.Group;
import io.asdr.spi.KeyFormats;
import io.asdr.spi.MemberId;
import io.asdr.spi.MemberStatus;
import io.asdr.spi.Membership;
import io.asdr.spi.OwnershipStrategy;
import io.asdr.spi.Peer;
import io.asdr.spi.Transport;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import io.asdr.wire.FrameException;
import io.asdr.wire.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs one member: brings messages, calls, groups and ticks to control and lanes, and carries out what they cause. Thread-safe. */
public final class Engine implements MemberOutbox, Transport.Receiver, Membership.Listener {

    /** What an engine needs to know from its configuration. */
    public record Settings(
            int laneCount,
            int partitionCount,
            OwnershipStrategy strategy,
            Member.Timing timing,
            int initialMembers,
            long congestionHoldNanos,
            int address,
            String name,
            KeyFormats keys) {}

    private final MemberId self;
    private final Environment environment;
    private final Settings settings;
    private final View.Settings brought;
    private final EngineListener listener;
    private final Horizons horizons;
    private final Horizon ownHorizon;
    private final HeapStores stores;
    private final List<DataLane> lanes = new ArrayList<>();
    private final Lane control;
    private final Member member;
    private final UpkeepBudget upkeep;
    // Written by the ticker alone.
    private int firstUpkept;
    private final @Nullable Transport transport;
    private final @Nullable Membership membership;
    // Volatile: written by control, read by every caller.
    private volatile @Nullable PartitionTable table;
    // Volatile: written by control before a lane installs the view, read by whoever carries out what a lane reports.
    private volatile List<View.TableSettings> tables = List.of();
    private volatile boolean closed;
    // Volatile: written by control, read by every caller of a STRICT table.
    private volatile boolean minority;
    // Volatile: written by control.
    private volatile boolean settled;
    private final Congestion congestion;
    private final Map<MemberId, MemberStatus> statuses = new ConcurrentHashMap<>();
    // Volatile: written by whoever measures it, read by the ticker.
    private volatile MemberStatus status = MemberStatus.NONE;
    // Volatile: written by the membership's thread.
    private volatile List<String> reached = List.of();

    public Engine(
            MemberId self,
            Environment environment,
            Settings settings,
            @Nullable Membership membership,
            @Nullable Transport transport,
            EngineListener listener) {
        this.self = self;
        this.environment = environment;
        this.settings = settings;
        this.membership = membership;
        this.transport = transport;
        this.listener = listener;
        this.horizons = new Horizons(nanos());
        this.ownHorizon = horizons.of(self);
        this.stores = new HeapStores(horizons, environment.clock());
        this.congestion = new Congestion(settings.congestionHoldNanos());
        this.upkeep = new UpkeepBudget(this::nanos);
        this.control = new Lane(environment.steps(), this::onFault);
        for (int lane = 0; lane < settings.laneCount(); lane++) {
            lanes.add(new DataLane(
                    this, lane, settings.laneCount(), stores, settings.timing().resendNanos()));
        }
        this.brought = new View.Settings(
                settings.partitionCount(),
                settings.strategy().id(),
                environment.random().getAsLong(),
                List.of(),
                settings.keys());
        this.member = new Member(
                self,
                this,
                brought,
                settings.strategy(),
                settings.laneCount(),
                settings.timing(),
                settings.initialMembers(),
                settings.address(),
                nanos(),
                wallNanos());
    }

    /** Begins to tick. */
    void start() {
        scheduleTick();
    }

    MemberId self() {
        return self;
    }

    Environment environment() {
        return environment;
    }

    long nanos() {
        return environment.clock().nanos();
    }

    public Clock clock() {
        return environment.clock();
    }

    HeapStores stores() {
        return stores;
    }

    /** Until when this member may act as owner of SERVE tables. */
    Horizon ownHorizon() {
        return ownHorizon;
    }

    Horizons horizons() {
        return horizons;
    }

    /** The partitions of the lane that a partition belongs to; for checks by whoever knows that nobody is in the lane. */
    public Partitions partitionsOf(int partition) {
        return lane(partition).partitions();
    }

    /** The partitions of all lanes; for checks by whoever knows that nobody is in a lane. */
    public List<Partitions> allPartitions() {
        return lanes.stream().map(DataLane::partitions).toList();
    }

    /** Who owns what in the view that this member has; null before the first. */
    @Nullable
    PartitionTable table() {
        return table;
    }

    /** The tables of the newest view, which a lane may have installed before the others. */
    List<View.TableSettings> tables() {
        return tables;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Whether the present view may act in STRICT tables. */
    boolean isSettled() {
        return settled;
    }

    /** How this member fares, for the others. */
    void onStatus(MemberStatus own) {
        status = own;
        statuses.put(self, own);
    }

    /** How a member of the view fares, as it said last; null if it has not yet. */
    @Nullable
    MemberStatus statusOf(MemberId of) {
        return statuses.get(of);
    }

    /** Names of the members that can be reached. */
    List<String> reached() {
        return reached;
    }

    /** Whether the members that can be reached are no majority. */
    boolean isMinority() {
        return minority;
    }

    /** The member that the key's calls go to, or null if it is this one: what stays here takes no permit. */
    @Nullable
    MemberId ownerOf(int tableId, int partition) {
        PartitionTable present = table;
        MemberId owner = present == null ? null : present.owner(tableId, partition);
        return self.equals(owner) ? null : owner;
    }

    /** The partition of a key in the view that all lanes have. */
    int partition(int tableId, PlacedKey key) {
        PartitionTable present = table;
        return present == null
                ? key.spot().partition(brought)
                : present.firstPartition(tableId, key.keyMoves())
                        + key.spot().partition(present.view().settings());
    }

    DataLane lane(int partition) {
        return lanes.get(Partitioner.lane(partition, settings.laneCount()));
    }

    /** Whether what is not critical is held back to the member. */
    boolean isCongested(MemberId of) {
        return congestion.isHeld(of, nanos());
    }

    /** How many tasks are in the lanes or wait for them. */
    long waitingCount() {
        return lanes.stream().mapToLong(DataLane::waiting).sum();
    }

    /** In how many lanes something waits. */
    long busyCount() {
        return lanes.stream().filter(DataLane::isBusy).count();
    }

    List<DataLane> lanes() {
        return lanes;
    }

    /** Reads from a partition; where the lane's view has the key in another one, the call ends as moved. */
    void read(int tableId, int partition, PlacedKey key, PendingCall<ReadResult> ticket, boolean remote) {
        DataLane lane = lane(partition);
        lane.execute(p -> {
            if (p.isIn(tableId, partition, key.spot(), key.keyMoves(), false)) {
                p.onRead(tableId, partition, key.key(), ticket, remote, nanos());
            } else {
                lane.later(() -> ticket.complete(ReadResult.MOVED));
            }
        });
    }

    /** Calls in a partition; where the lane's view has the key in another one, the call ends as moved. */
    void call(int tableId, int partition, PlacedCall made, @Nullable PendingCall<CallResult> ticket) {
        DataLane lane = lane(partition);
        Operation operation = made.call().operation();
        boolean moves = operation == Operation.TAKE || operation == Operation.PURGE;
        lane.execute(p -> {
            if (p.isIn(tableId, partition, made.key().spot(), made.key().keyMoves(), moves)) {
                p.onCall(tableId, partition, made.call(), ticket, nanos());
            } else if (ticket != null) {
                lane.later(() -> ticket.complete(CallResult.MOVED));
            }
        });
    }

    void scan(int tableId, int partition, @Nullable Key after, int limit, Ticket ticket) {
        lane(partition).execute(p -> p.onScan(tableId, partition, after, limit, ticket, nanos()));
    }

    void cancel(int tableId, int partition, Ticket ticket) {
        lane(partition).execute(p -> p.onCancel(tableId, partition, ticket, nanos()));
    }

    void open(View.TableSettings wanted) {
        control.execute(() -> member.onOpen(wanted, nanos()));
    }

    /** Of the keys from which the table moves, no lane has any left in that view. */
    void drained(ViewId view, int tableId) {
        control.execute(() -> member.onDrained(view, tableId, nanos()));
    }

    /** Asks for a view in which this member is in no chain. */
    void requestLeave() {
        control.execute(() -> member.onLeave(nanos()));
    }

    /** Ends everything: nothing is served any more, and nothing sent. */
    void close() {
        // Before the others hear that this member relies on nothing any more.
        horizons.close();
        control.execute(member::onGoing);
        closed = true;
    }

    @Override
    public void onGroup(Group group) {
        reached = group.members().stream().map(Peer::name).toList();
        control.execute(() -> member.onGroup(group, nanos()));
    }

    @Override
    public void onFailure(Throwable cause) {
        listener.onFatal("the membership failed: " + cause.getMessage());
    }

    @Override
    public void onFrame(MemberId from, ByteBuffer frame) {
        if (closed) {
            return;
        }
        try {
            Frames.decode(frame, new Frames.Handler() {
                @Override
                public void onPartitionMessage(ViewId view, int tableId, int partition, PartitionMessage message) {
                    if (partition >= 0) {
                        lane(partition).execute(p -> p.onMessage(from, view, tableId, partition, message, nanos()));
                    }
                }

                @Override
                public void onMemberMessage(MemberMessage message) {
                    control.execute(() -> member.onMessage(from, message, nanos()));
                }
            });
        } catch (FrameException malformed) {
            listener.onMalformed(from, malformed);
        }
    }

    @Override
    public void onConnected(MemberId peer) {
        listener.onConnection(peer, true);
    }

    @Override
    public void onDisconnected(MemberId peer, boolean refused) {
        listener.onConnection(peer, false);
        if (refused) {
            // Nobody listens there any more: the process is gone, and its leases with it.
            control.execute(() -> member.onGone(peer));
            if (membership != null) {
                membership.report(peer, Membership.Evidence.REFUSED);
            }
        }
    }

    @Override
    public void send(MemberId to, MemberMessage message) {
        deliver(to, Frames.encode(message));
    }

    @Override
    public void peers(Collection<Peer> peers) {
        if (transport != null && !closed) {
            transport.peers(peers);
        }
    }

    @Override
    public void install(Installation installation) {
        View view = installation.view();
        settled = false;
        tables = view.settings().tables();
        AtomicInteger left = new AtomicInteger(lanes.size());
        for (DataLane lane : busyFirst()) {
            environment
                    .steps()
                    .execute(() -> lane.execute(p -> {
                        Map<MemberId, List<ExchangeMessage.Offer>> offers = p.onView(installation, nanos());
                        lane.later(() -> {
                            if (left.decrementAndGet() == 0) {
                                onInstalledEverywhere(installation);
                            }
                            control.execute(() -> member.onLaneInstalled(lane.number(), view.id(), offers, nanos()));
                        });
                    }));
        }
    }

    @Override
    public void installed(ViewId view, MemberId from, List<ExchangeMessage.Offer> offers) {
        List<List<ExchangeMessage.Offer>> byLane = new ArrayList<>();
        lanes.forEach(lane -> byLane.add(new ArrayList<>()));
        for (ExchangeMessage.Offer offer : offers) {
            byLane.get(Partitioner.lane(offer.partition(), lanes.size())).add(offer);
        }
        for (DataLane lane : busyFirst()) {
            environment
                    .steps()
                    .execute(() -> lane.execute(p -> p.onInstalled(view, from, byLane.get(lane.number()), nanos())));
        }
    }

    @Override
    public void agreed(ViewId view) {
        for (DataLane lane : busyFirst()) {
            environment.steps().execute(() -> lane.execute(p -> p.onAgreed(view, nanos())));
        }
    }

    @Override
    public void settled(ViewId view) {
        settled = true;
        for (DataLane lane : busyFirst()) {
            environment.steps().execute(() -> lane.execute(p -> p.onSettled(view, nanos())));
        }
    }

    @Override
    public void exchanged(ViewId view) {
        control.later(() -> listener.onExchanged(view));
    }

    @Override
    public void purge(ViewId view) {
        for (DataLane lane : lanes) {
            environment.steps().execute(() -> lane.execute(p -> p.onExchanged(view)));
        }
    }

    @Override
    public void horizon(MemberId granter, long untilNanos) {
        horizons.move(granter, untilNanos);
    }

    @Override
    public void status(MemberId from, MemberStatus said) {
        statuses.put(from, said);
    }

    @Override
    public void quorum(long untilNanos) {
        horizons.moveQuorum(untilNanos);
    }

    @Override
    public void minority(boolean entered) {
        minority = entered;
        control.later(() -> listener.onMinority(entered));
    }

    @Override
    public void expelled(String reason) {
        control.later(() -> listener.onExpelled(reason));
    }

    @Override
    public void report(Event event) {
        listener.onCounted(event);
        control.later(() -> listener.onEvent(event));
    }

    @Override
    public void silent(MemberId peer) {
        if (membership != null) {
            membership.report(peer, Membership.Evidence.SILENT);
        }
    }

    @Override
    public void unreachable(MemberId peer) {
        if (membership != null) {
            membership.report(peer, Membership.Evidence.UNREACHABLE);
        }
    }

    @Override
    public void refused(ViewMessage.Refused refused) {
        listener.onRefused(refused.reason(), refused.keyFormat());
    }

    void send(MemberId to, ViewId view, int tableId, int partition, PartitionMessage message) {
        deliver(to, Frames.encode(view, tableId, partition, message));
    }

    void resolve(Conflict conflict) {
        listener.onConflict(conflict);
    }

    /** Lets an entry go that is to make room, in its own lane. */
    void makeRoom(Victim victim) {
        int partition = victim.partition();
        lane(partition).execute(p -> p.onVictim(victim.table(), partition, victim.entry(), victim.copy(), nanos()));
    }

    void onLaneExchanged(int lane, ViewId view) {
        control.execute(() -> member.onLaneExchanged(lane, view, nanos()));
    }

    /** Counts an event, within its lane. */
    void count(Event event) {
        listener.onCounted(event);
    }

    void onEvent(Event event) {
        listener.onEvent(event);
    }

    void afterInput(Partitions lane) {
        listener.onInput(lane);
    }

    void onFault(Throwable fault) {
        listener.onFault(fault);
    }

    /** The lanes in which somebody waits, then the others: one thread takes them one after the other. */
    private List<DataLane> busyFirst() {
        List<DataLane> ordered = new ArrayList<>(lanes.size());
        lanes.stream().filter(DataLane::isBusy).forEach(ordered::add);
        lanes.stream().filter(lane -> !ordered.contains(lane)).forEach(ordered::add);
        return ordered;
    }

    private void onInstalledEverywhere(Installation installation) {
        PartitionTable next = installation.table();
        PartitionTable present = table;
        if (present == null || next.view().id().isAfter(present.view().id())) {
            table = next;
            statuses.keySet().removeIf(member -> !next.view().contains(member));
            congestion.forget(member -> !next.view().contains(member));
        }
        listener.onView(
                installation.serve().before(), next.view(), installation.serve().gap());
    }

    private void deliver(MemberId to, byte[] frame) {
        if (transport != null && !closed) {
            transport.send(to, frame);
        }
    }

    private void scheduleTick() {
        environment.timer().after(settings.timing().leaseNanos() / 16, this::tick);
    }

    private void tick() {
        if (closed) {
            return;
        }
        MemberStatus own = status;
        control.execute(() -> {
            member.onStatus(own);
            member.onTick(nanos(), wallNanos());
        });
        watchPeers();
        lanes.forEach(DataLane::tickIfBusy);
        upkeep.refill(settings.timing().leaseNanos() / 16);
        firstUpkept = (firstUpkept + 1) % lanes.size();
        for (int i = 0; i < lanes.size() && !upkeep.isSpent(); i++) {
            lanes.get((firstUpkept + i) % lanes.size()).upkeep(upkeep);
        }
        scheduleTick();
    }

    private void watchPeers() {
        PartitionTable present = table;
        if (present == null || transport == null) {
            return;
        }
        for (View.Member peer : present.view().members()) {
            MemberId id = peer.id();
            if (!id.equals(self)) {
                String reason = congestion.onSeen(id, statuses.get(id), transport.queuedBytes(id), nanos());
                if (reason != null) {
                    listener.onCongested(id, reason);
                }
            }
        }
    }

    private long wallNanos() {
        return environment.clock().millis() * 1_000_000;
    }
}
