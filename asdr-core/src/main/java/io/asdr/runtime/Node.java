package io.asdr.runtime;

import io.asdr.AsdrException;
import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.CopyMode;
import io.asdr.IncompatibleKeyFormatException;
import io.asdr.NodeClosedException;
import io.asdr.NodeStatus;
import io.asdr.Subscription;
import io.asdr.TableConfig;
import io.asdr.TableConfigMismatchException;
import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent;
import io.asdr.protocol.Member;
import io.asdr.protocol.Partitions;
import io.asdr.protocol.effect.Conflict;
import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Poisoning;
import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.spi.Endpoint;
import io.asdr.spi.Group;
import io.asdr.spi.GroupId;
import io.asdr.spi.KeyFormat;
import io.asdr.spi.KeyFormats;
import io.asdr.spi.MemberId;
import io.asdr.spi.MemberStatus;
import io.asdr.spi.Membership;
import io.asdr.spi.OwnershipStrategy;
import io.asdr.spi.Peer;
import io.asdr.spi.TableOptions;
import io.asdr.spi.Transport;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A node: assembles engine, membership and transport, opens tables, and tells the application what happens. Thread-safe. */
public final class Node implements AsdrNode, EngineListener {

    /**
     * What a node is made of.
     *
     * @param lease L of PROTOCOL 5
     * @param initialMembers a majority of so many must be in the first view of a cluster in which STRICT tables work
     * @param congestionHold for how long what is not critical is held back from a congested member
     * @param address the one that the node asks for, or 0 for any
     */
    public record Config(
            String cluster,
            String name,
            int laneCount,
            int partitionCount,
            OwnershipStrategy strategy,
            Duration lease,
            Duration callTimeout,
            int attempts,
            int initialMembers,
            Duration congestionHold,
            int address,
            KeyFormatEdge keys) {}

    /** Whether JMX shows a node, and takes commands for it. */
    public enum Administration {
        OFF,
        READ_ONLY,
        COMMANDS
    }

    private static final long RESEND_NANOS = 200_000_000;
    private static final int SILENCE_LEASES = 4;
    private static final long SWEEP_NANOS = 100_000_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final int LOCAL_FRAME_BYTES = 16 * 1024 * 1024;

    /** By which seed the keys of STRICT tables are placed. Only {@link #onView} uses it. */
    private long strictSeed;

    private final Config config;
    private final Environment environment;
    private final @Nullable Membership membership;
    private final @Nullable Transport transport;
    private final MemberId self;
    private final Engine engine;
    private final Calls calls;
    private final EventLog log;
    private final StatusMeter meter;
    private final KeyMover mover;
    private final EngineListener observer;
    private final Map<String, TypedTable<?, ?>> tables = new ConcurrentHashMap<>();
    private final Map<Integer, TableMeters> meters = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Map<Integer, Event.Moved> moves = new TreeMap<>();
    private final Map<Integer, Long> abandoned = new TreeMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final EventBatches poisonings = new EventBatches();
    private final EventBatches removals = new EventBatches();
    private final LastPoisonings lastPoisonings = new LastPoisonings();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final AtomicBoolean wasMinority = new AtomicBoolean();
    private volatile NodeStatus status = NodeStatus.JOINING;
    private volatile @Nullable String fatal;
    // Volatile: set once, before the application has the node; the thread that closes it may be another one.
    private volatile @Nullable Beans beans;
    // Volatile: written before fatal.
    private volatile boolean otherKeyFormat;
    private final AtomicReference<@Nullable KeyFormat> agreed = new AtomicReference<>();

    private record Listener(@Nullable String table, Consumer<? super AsdrEvent> consumer) {}

    private Node(
            Config config,
            Environment environment,
            @Nullable Membership membership,
            @Nullable Transport transport,
            EngineListener observer) {
        this.config = config;
        this.environment = environment;
        this.membership = membership;
        this.transport = transport;
        this.observer = observer;
        this.self = new MemberId(environment.random().getAsLong());
        long leaseNanos = config.lease().toNanos();
        this.engine = new Engine(
                self,
                environment,
                new Engine.Settings(
                        config.laneCount(),
                        config.partitionCount(),
                        config.strategy(),
                        new Member.Timing(
                                leaseNanos, Math.min(RESEND_NANOS, leaseNanos / 2), leaseNanos * SILENCE_LEASES),
                        config.initialMembers(),
                        // Members are looked at sixteen times a lease: one that stays congested is held back from
                        // without a gap.
                        Math.max(config.congestionHold().toNanos(), leaseNanos / 8),
                        config.address(),
                        config.name(),
                        config.keys().formats()),
                membership,
                transport,
                this);
        this.calls = new Calls(engine, config.callTimeout().toNanos());
        this.log = new EventLog(config.name());
        this.mover = new KeyMover(engine, tables::get, failure -> log.keyNotMoved(failure));
        this.meter = new StatusMeter(environment.heapPercent(), engine.nanos());
    }

    /**
     * Starts a node and waits until it is ready.
     *
     * @param observer hears everything that the engine reports; for test kits
     */
    public static Node start(
            Config config,
            Environment environment,
            @Nullable Membership membership,
            @Nullable Transport transport,
            EngineListener observer) {
        Node node = begin(config, environment, membership, transport, observer);
        try {
            node.join();
            node.awaitMember();
            return node;
        } catch (RuntimeException failure) {
            node.shutDown();
            throw failure;
        }
    }

    /**
     * Waits until this node is in a view.
     *
     * @throws AsdrException if it can't be, or no view comes
     */
    public void awaitMember() {
        Duration longest = config.callTimeout().multipliedBy(3);
        if (awaitView(longest)) {
            return;
        }
        String reason = fatal;
        if (reason == null) {
            throw new AsdrException("no view came within " + longest + "; are the other members reachable?");
        }
        String message = "the cluster '" + config.cluster() + "' refused this node: " + reason;
        throw otherKeyFormat
                ? new IncompatibleKeyFormatException(
                        message + "; start it with a format or a keyConverter that the cluster's members can read")
                : new TableConfigMismatchException(message);
    }

    /**
     * Starts a node in the real world.
     *
     * @param administration whether JMX shows it
     * @param executor null for one of its own
     */
    public static Node start(
            Config config,
            Administration administration,
            @Nullable Executor executor,
            @Nullable Membership membership,
            @Nullable Transport transport) {
        if (membership != null) {
            Rehearsal.playOnce();
        }
        Node node = start(config, RealTime.create(config.name(), executor), membership, transport, EngineListener.NONE);
        if (administration != Administration.OFF) {
            node.show(administration == Administration.COMMANDS);
        }
        return node;
    }

    /** A node that has not joined yet. */
    public static Node begin(
            Config config,
            Environment environment,
            @Nullable Membership membership,
            @Nullable Transport transport,
            EngineListener observer) {
        return new Node(config, environment, membership, transport, observer);
    }

    /** Joins; the first view comes later. */
    public void join() {
        engine.start();
        sweepLater();
        if (membership == null || transport == null) {
            Peer peer = new Peer(self, config.name(), new Endpoint("local", 0));
            engine.onGroup(new Group(new GroupId(1, self), List.of(peer)));
            return;
        }
        Endpoint endpoint = transport.start(config.cluster(), self, engine);
        membership.start(config.cluster(), new Peer(self, config.name(), endpoint), engine);
    }

    /** Lets JMX show this node. */
    private void show(boolean commands) {
        Beans shown = new Beans(this, config.cluster(), commands, log);
        shown.open();
        beans = shown;
        if (status == NodeStatus.CLOSED) {
            shown.close();
        }
    }

    public Engine engine() {
        return engine;
    }

    Calls calls() {
        return calls;
    }

    public MemberId id() {
        return self;
    }

    @Override
    public <K, V> AsdrTable<K, V> table(TableConfig<K, V> wanted) {
        Objects.requireNonNull(wanted, "config");
        calls.checkOpen();
        View.TableSettings asked = settings(wanted);
        View.TableSettings there = view().settings().table(wanted.name());
        if (there == null) {
            engine.open(asked);
            boolean opened = calls.await(() -> view().settings().table(wanted.name()) != null);
            calls.checkOpen();
            there = view().settings().table(wanted.name());
            if (!opened || there == null) {
                throw new io.asdr.CallTimeoutException("table '" + wanted.name() + "' was not opened within "
                        + config.callTimeout() + "; is every member of the view alive? open it again");
            }
        }
        check(asked, there);
        View.TableSettings opened = there;
        @SuppressWarnings("unchecked")
        TypedTable<K, V> table = (TypedTable<K, V>) tables.computeIfAbsent(wanted.name(), name -> open(wanted, opened));
        Beans shown = beans;
        if (shown != null) {
            shown.onTable(table);
        }
        return table;
    }

    private <K, V> TypedTable<K, V> open(TableConfig<K, V> wanted, View.TableSettings there) {
        for (String pinned : wanted.pins().keySet()) {
            if (!seen.contains(pinned)) {
                log.pinUnknown(wanted.name(), pinned);
            }
        }
        return new TypedTable<>(
                this,
                wanted,
                encoding(wanted),
                there.id(),
                meters(there.id()),
                new References(meters(there.id()).retained),
                config.attempts());
    }

    private <K, V> TableEncoding<K, V> encoding(TableConfig<K, V> wanted) {
        return new TableEncoding<>(
                wanted, maxFrameBytes(), config.keys(), () -> view().settings().table(wanted.name()));
    }

    @Override
    public AsdrTable<?, ?> table(String name) {
        AsdrTable<?, ?> table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("table '" + name + "' was not opened here; give its TableConfig first");
        }
        return table;
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public List<String> members() {
        return view().members().stream().map(member -> member.peer().name()).toList();
    }

    @Override
    public View view() {
        return table().view();
    }

    PartitionTable table() {
        PartitionTable table = engine.table();
        if (table == null) {
            throw new NodeClosedException("the node '" + config.name() + "' has no view yet; wait with awaitReady");
        }
        return table;
    }

    @Override
    public Optional<MemberStatus> statusOf(String member) {
        for (View.Member present : view().members()) {
            if (present.peer().name().equals(member)) {
                return Optional.ofNullable(engine.statusOf(present.id()));
            }
        }
        return Optional.empty();
    }

    @Override
    public NodeStatus status() {
        NodeStatus present = status;
        return present == NodeStatus.READY && isMinority() ? NodeStatus.MINORITY : present;
    }

    /** Whether calls are refused: there are STRICT tables, and the members that can be reached are no majority. */
    private boolean isMinority() {
        return engine.isMinority() && hasStrictTables();
    }

    private boolean hasStrictTables() {
        return engine.tables().stream().anyMatch(View.TableSettings::strict);
    }

    @Override
    public boolean awaitReady(Duration timeout) {
        checkTimeout(timeout);
        await(() -> status() == NodeStatus.READY, timeout);
        return status() == NodeStatus.READY;
    }

    /** Waits until all members of a view have installed it; a node that is in a minority then has begun all the same. */
    private boolean awaitView(Duration timeout) {
        await(() -> status != NodeStatus.JOINING, timeout);
        return status == NodeStatus.READY;
    }

    private void await(BooleanSupplier done, Duration timeout) {
        try {
            environment
                    .waiter()
                    .await(
                            () -> done.getAsBoolean() || fatal != null || status.compareTo(NodeStatus.LEAVING) >= 0,
                            bounded(timeout));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int leave(Duration timeout) {
        checkTimeout(timeout);
        if (!leaving.compareAndSet(false, true)) {
            return 0;
        }
        status = NodeStatus.LEAVING;
        int held = 0;
        if (engine.table() != null && fatal == null && othersStay()) {
            engine.requestLeave();
            held = awaitRelease(bounded(timeout));
        }
        shutDown();
        return held;
    }

    @Override
    public void close() {
        leave(CLOSE_TIMEOUT);
    }

    private static void checkTimeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout=" + timeout + " must not be negative");
        }
    }

    /** In nanoseconds; what is longer than a clock can count is endless. */
    private static long bounded(Duration timeout) {
        boolean endless = timeout.compareTo(Duration.ofNanos(TableOptions.ENDLESS_NANOS)) >= 0;
        return endless ? TableOptions.ENDLESS_NANOS : timeout.toNanos();
    }

    /** Waits until nobody needs anything from this member; returns how many partitions somebody may still need. */
    private int awaitRelease(long timeoutNanos) {
        long deadline = engine.nanos() + timeoutNanos;
        while (true) {
            int held = 0;
            for (DataLane lane : engine.lanes()) {
                held += inLane(lane.number(), Partitions::heldCount);
            }
            View.Member own = view().member(self);
            // Else those who stay would count this member among those that they lost.
            boolean counted = !hasStrictTables() || engine.isSettled();
            boolean released = own != null && own.leaving() && held == 0 && counted;
            long left = deadline - engine.nanos();
            if (released || left <= 0 || !othersStay()) {
                return held;
            }
            try {
                environment.waiter().await(() -> false, Math.min(left, RESEND_NANOS / 20));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return held;
            }
        }
    }

    private boolean othersStay() {
        return view().members().stream().anyMatch(member -> !member.id().equals(self) && !member.leaving());
    }

    /** Ends at once, without handing over. */
    public void shutDown() {
        leaving.set(true);
        engine.close();
        calls.close(fatal);
        if (membership != null) {
            membership.close();
        }
        if (transport != null) {
            transport.close();
        }
        status = NodeStatus.CLOSED;
        Beans shown = beans;
        if (shown != null) {
            shown.close();
        }
        log.closed();
        environment.close().run();
    }

    @Override
    public Subscription onEvent(Consumer<? super AsdrEvent> listener) {
        return listen(new Listener(null, Objects.requireNonNull(listener, "listener")));
    }

    Subscription onTableEvent(String table, Consumer<? super AsdrEvent> listener) {
        return listen(new Listener(table, Objects.requireNonNull(listener, "listener")));
    }

    private Subscription listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public String report() {
        return NodeReport.of(this, tables.values());
    }

    /** Runs a question in a lane and waits for its answer. */
    <T> T inLane(int partition, Function<Partitions, T> question) {
        DataLane lane = engine.lane(partition);
        PendingCall<T> answer = PendingCall.parked();
        lane.execute(present -> {
            T found = question.apply(present);
            lane.later(() -> answer.complete(found));
        });
        calls.await(answer::isDone);
        T found = answer.result();
        if (found == null) {
            throw new NodeClosedException("the node '" + config.name() + "' was closed");
        }
        return found;
    }

    long leaseNanos() {
        return config.lease().toNanos();
    }

    int maxFrameBytes() {
        return transport == null ? LOCAL_FRAME_BYTES : transport.maxFrameBytes();
    }

    Environment environment() {
        return environment;
    }

    LastPoisonings lastPoisonings() {
        return lastPoisonings;
    }

    String nameOf(MemberId member) {
        PartitionTable table = engine.table();
        View.Member found = table == null ? null : table.view().member(member);
        return found == null ? member.toString() : found.peer().name();
    }

    /** A poisoning in words: its cause, who decided it, when, and the application's reason. */
    String describe(Poisoning poisoning) {
        Instant at = Instant.EPOCH.plus(poisoning.wallMicros(), ChronoUnit.MICROS);
        String reason = poisoning.reason().isEmpty() ? "" : ": " + poisoning.reason();
        return poisoning.cause() + " by " + nameOf(poisoning.by()) + " at " + at + reason;
    }

    String tableName(int id) {
        for (View.TableSettings settings : engine.tables()) {
            if (settings.id() == id) {
                return settings.name();
            }
        }
        return "#" + id;
    }

    /** Whether keys are in other partitions than before. Those of STRICT tables stay where they are until a view may act. */
    private boolean areKeysMoved(@Nullable View before, View view) {
        long seed = view.settings().seed();
        boolean strictMoved = before != null && view.strict().acts() && strictSeed != seed;
        if (before == null || view.strict().acts()) {
            strictSeed = seed;
        }
        return strictMoved || before != null && before.settings().seed() != seed;
    }

    @Override
    public void onView(@Nullable View before, View view, boolean gap) {
        log.viewInstalled(view, gap);
        long epoch = view.id().epoch();
        List<String> names =
                view.members().stream().map(member -> member.peer().name()).toList();
        seen.addAll(names);
        if (areKeysMoved(before, view)) {
            calls.onMoved();
        }
        if (before != null) {
            for (View.Member member : view.members()) {
                if (!before.contains(member.id())) {
                    tell(null, new AsdrEvent.MemberJoined(member.peer().name(), epoch));
                }
            }
            for (View.Member member : before.members()) {
                if (!view.contains(member.id())) {
                    tell(null, new AsdrEvent.MemberLeft(member.peer().name(), epoch));
                }
            }
        }
        tell(null, new AsdrEvent.ViewInstalled(epoch, names, gap));
        tellAgreed(view);
        List<Event.Moved> all;
        Map<Integer, Long> gone;
        synchronized (moves) {
            all = new ArrayList<>(moves.values());
            moves.clear();
            gone = new TreeMap<>(abandoned);
            abandoned.clear();
        }
        gone.forEach((table, entries) -> {
            String name = tableName(table);
            log.abandoned(name, entries);
            tell(name, new AsdrEvent.PartitionLost(name, AsdrEvent.PartitionLost.ALL, 0));
        });
        for (Event.Moved moved : all) {
            String name = tableName(moved.table());
            tell(
                    name,
                    new AsdrEvent.OwnershipMoved(
                            name,
                            epoch,
                            moved.gained(),
                            moved.lost(),
                            moved.poisoned(),
                            moved.promoted(),
                            moved.poisonedCopies(),
                            moved.promotedCopies()));
        }
        tables.values().forEach(table -> refuseIfChanged(table, view));
        view.settings().tables().forEach(table -> tellIfMoving(before, table, epoch));
        refreshMinority();
        observer.onView(before, view, gap);
    }

    /** Says that a table begins to move to another key format, or that all its keys have moved. */
    private void tellIfMoving(@Nullable View before, View.TableSettings table, long epoch) {
        View.TableSettings was = before == null ? null : before.settings().table(table.name());
        boolean begins = was == null ? table.isMoving() : was.keyMoves() != table.keyMoves();
        if (begins && table.isMoving()) {
            log.keysMove(table.name(), table.movingFrom(), table.keyMajor());
            tell(table.name(), new AsdrEvent.KeysMove(table.name(), table.movingFrom(), table.keyMajor(), epoch));
            TypedTable<?, ?> open = tables.get(table.name());
            if (open != null) {
                environment.callbacks().execute(() -> log.guard(open::retainAnew));
            }
        } else if (was != null && !table.isMoving() && (begins || was.isMoving())) {
            long here = meters(table.id()).movedKeys.sum();
            log.keysMoved(table.name(), table.keyMajor(), here);
            tell(table.name(), new AsdrEvent.KeysMoved(table.name(), table.keyMajor(), epoch));
        }
    }

    /** Says on which key format the members agree, once no table has keys of another one. */
    private void tellAgreed(View view) {
        KeyFormats keys = view.settings().keys();
        if (!keys.others().isEmpty()) {
            return;
        }
        KeyFormat before = agreed.getAndSet(keys.format());
        if (!keys.format().equals(before)) {
            log.versionAgreed(keys.format());
            tell(
                    null,
                    new AsdrEvent.VersionAgreed(
                            keys.format().major(),
                            keys.format().minor(),
                            view.id().epoch()));
        }
    }

    @Override
    public void onExchanged(ViewId view) {
        if (status == NodeStatus.JOINING) {
            status = NodeStatus.READY;
        }
        observer.onExchanged(view);
    }

    @Override
    public void onCongested(MemberId peer, String reason) {
        log.congested(nameOf(peer), reason, config.congestionHold());
        tell(null, new AsdrEvent.MemberCongested(nameOf(peer), reason));
        observer.onCongested(peer, reason);
    }

    @Override
    public void onMinority(boolean entered) {
        refreshMinority();
        observer.onMinority(entered);
    }

    /** Tells the application where its calls begin to be refused, or are served again. */
    private void refreshMinority() {
        boolean minority = isMinority();
        if (!wasMinority.compareAndSet(!minority, minority)) {
            return;
        }
        PartitionTable table = engine.table();
        long epoch = table == null ? 0 : table.view().id().epoch();
        log.minority(minority);
        if (minority) {
            calls.onMinority();
            tell(null, new AsdrEvent.MinorityEntered(epoch, engine.reached()));
        } else {
            tell(null, new AsdrEvent.MinorityLeft(epoch));
        }
    }

    @Override
    public void onConflict(Conflict conflict) {
        for (TypedTable<?, ?> open : tables.values()) {
            if (open.id() == conflict.table()) {
                environment.callbacks().execute(() -> log.guard(() -> open.resolve(conflict)));
                return;
            }
        }
        onMergeFailed(tableName(conflict.table()), "this member has not opened the table");
    }

    void onMergeFailed(String table, String reason) {
        log.mergeFailed(table, reason);
    }

    @Override
    public void onExpelled(String reason) {
        onFatal(reason);
        observer.onExpelled(reason);
        environment.callbacks().execute(this::shutDown);
    }

    @Override
    public void onEvent(Event event) {
        if (event instanceof Event.Lost lost) {
            log.lost(tableName(lost.table()), lost.partition(), lost.restored());
            String name = tableName(lost.table());
            tell(name, new AsdrEvent.PartitionLost(name, lost.partition(), lost.restored()));
        } else if (event instanceof Event.Completed completed) {
            String name = tableName(completed.table());
            tell(name, new AsdrEvent.HandedOver(name, completed.partition(), true, completed.entries()));
        } else if (event instanceof Event.ReleasedHere released) {
            String name = tableName(released.table());
            tell(name, new AsdrEvent.HandedOver(name, released.partition(), false, 0));
        }
        if (event instanceof Event.AddressTaken taken) {
            log.addressTaken(taken.member(), taken.wanted(), taken.given());
        }
        observer.onEvent(event);
    }

    @Override
    public void onCounted(Event event) {
        if (event instanceof Event.Removed removed) {
            meters(removed.table()).removed(removed.cause()).increment();
            removals.add(new EventBatches.Kind(removed.table(), removed.cause().name(), ""), 1);
        } else if (event instanceof Event.Poisoned poisoned) {
            meters(poisoned.table()).poisoned(poisoned);
            String by = nameOf(poisoned.by());
            poisonings.add(
                    new EventBatches.Kind(poisoned.table(), poisoned.cause().name(), by), poisoned.copies());
        } else if (event instanceof Event.CopyDropped dropped) {
            meters(dropped.table()).droppedCopies.increment();
        } else if (event instanceof Event.Renewed renewed) {
            meters(renewed.table()).renewals.increment();
        } else if (event instanceof Event.Refreshing refreshing) {
            meters(refreshing.table()).refreshes.increment();
        } else if (event instanceof Event.HeldBack held) {
            meters(held.table()).heldBack.increment();
        } else if (event instanceof Event.SentAgain sent) {
            meters(sent.table()).resends.increment();
        } else if (event instanceof Event.Abandoned left) {
            synchronized (moves) {
                abandoned.merge(left.table(), left.entries(), Long::sum);
            }
        } else if (event instanceof Event.Moved moved) {
            meters(moved.table()).poisonedCopies.add(moved.poisonedCopies());
            meters(moved.table()).promotedCopies.add(moved.promotedCopies());
            synchronized (moves) {
                moves.merge(moved.table(), moved, Node::sum);
            }
        }
        observer.onCounted(event);
    }

    @Override
    public void onInput(Partitions lane) {
        observer.onInput(lane);
    }

    @Override
    public void onConnection(MemberId peer, boolean up) {
        log.connection(nameOf(peer), up);
    }

    @Override
    public void onMalformed(MemberId from, RuntimeException cause) {
        meter.onError();
        log.malformed(nameOf(from), cause);
    }

    @Override
    public void onFault(Throwable fault) {
        meter.onError();
        log.fault(fault);
        observer.onFault(fault);
    }

    @Override
    public void onRefused(String reason, boolean keyFormat) {
        otherKeyFormat = keyFormat;
        if (keyFormat && engine.table() != null) {
            // The cluster went on without this member, and moved to a key format that it can't read.
            onExpelled(reason);
            return;
        }
        onFatal(reason);
        observer.onRefused(reason, keyFormat);
    }

    @Override
    public void onFatal(String reason) {
        fatal = reason;
        log.fatal(reason);
    }

    private void tell(@Nullable String table, AsdrEvent event) {
        for (Listener listener : listeners) {
            if (listener.table() == null || listener.table().equals(table)) {
                environment
                        .callbacks()
                        .execute(() -> log.guard(() -> listener.consumer().accept(event)));
            }
        }
    }

    private void tellBatches() {
        poisonings.flush((kind, copies) -> {
            String name = tableName(kind.table());
            tell(name, new AsdrEvent.Poisoned(name, kind.what(), copies, kind.by()));
            lastPoisonings.add(
                    new LastPoisonings.Batch(kind, copies, environment.clock().millis()));
        });
        removals.flush((kind, entries) -> {
            String name = tableName(kind.table());
            tell(name, new AsdrEvent.EntriesRemoved(name, kind.what(), entries));
        });
    }

    private void sweepLater() {
        environment.timer().after(SWEEP_NANOS, () -> {
            calls.sweep();
            mover.tick();
            tellBatches();
            engine.onStatus(meter.measure(
                    engine.busyCount(), engine.waitingCount(), calls.openCount(), calls.begunCount(), engine.nanos()));
            if (status != NodeStatus.CLOSED) {
                sweepLater();
            }
        });
    }

    private TableMeters meters(int table) {
        return meters.computeIfAbsent(table, id -> new TableMeters());
    }

    private static Event.Moved sum(Event.Moved one, Event.Moved other) {
        return new Event.Moved(
                one.table(),
                one.gained() + other.gained(),
                one.lost() + other.lost(),
                one.poisoned() + other.poisoned(),
                one.promoted() + other.promoted(),
                one.poisonedCopies() + other.poisonedCopies(),
                one.promotedCopies() + other.promotedCopies());
    }

    /** At a merge the larger side's settings stand: a handle that was opened with others is of no use any more. */
    private void refuseIfChanged(TypedTable<?, ?> table, View view) {
        View.TableSettings there = view.settings().table(table.name());
        if (there == null) {
            return;
        }
        try {
            check(settings(table.config()), there);
        } catch (TableConfigMismatchException mismatch) {
            table.refuse(mismatch.getMessage() + "; the cluster merged with one that has it so: open it again");
            tables.remove(table.name(), table);
            Beans shown = beans;
            if (shown != null) {
                shown.onRefused(table.name());
            }
        }
    }

    private View.TableSettings settings(TableConfig<?, ?> table) {
        return settings(table, config.keys().own().major());
    }

    private static View.TableSettings settings(TableConfig<?, ?> config, int keyMajor) {
        return new View.TableSettings(
                0,
                config.name(),
                ViewId.NONE,
                config.replicas(),
                config.copies() != CopyMode.NONE,
                config.restoreFromCopies(),
                config.whenSplit() == WhenSplit.STRICT,
                config.mergePolicy().id(),
                config.keyCodec().id(),
                config.valueCodec().id(),
                options(config),
                keyMajor);
    }

    private static TableOptions options(TableConfig<?, ?> config) {
        return new TableOptions(
                nanos(config.timeToLive()),
                nanos(config.maxIdle()),
                nanos(config.refractory()),
                config.maxEntries() == null ? 0 : config.maxEntries(),
                config.maxCopies() == null ? 0 : config.maxCopies(),
                config.refresh(),
                config.copies() == CopyMode.EVENTUAL,
                nanos(config.replicationInterval()),
                config.affinity() != null,
                List.copyOf(config.pins().keySet()));
    }

    /** 0 if there is none, or if it is longer than a clock can count. */
    private static long nanos(@Nullable Duration duration) {
        long bounded = duration == null ? 0 : bounded(duration);
        return bounded == TableOptions.ENDLESS_NANOS ? 0 : bounded;
    }

    private static void check(View.TableSettings asked, View.TableSettings there) {
        compare(asked.name(), "replicas", asked.replicas(), there.replicas());
        compare(asked.name(), "copies", mode(asked), mode(there));
        compare(asked.name(), "restoreFromCopies", asked.restoreFromCopies(), there.restoreFromCopies());
        compare(asked.name(), "whenSplit", split(asked), split(there));
        compare(asked.name(), "mergePolicy", asked.mergePolicy(), there.mergePolicy());
        // Else keys are converted here, and nobody may have said yet how the members of that major encode them.
        if (asked.keyMajor() == there.keyMajor() && !there.keyCodec().isEmpty()) {
            compare(asked.name(), "keyCodec", asked.keyCodec(), there.keyCodec());
        }
        compare(asked.name(), "valueCodec", asked.valueCodec(), there.valueCodec());
        check(asked.name(), asked.options(), there.options());
    }

    private static void check(String table, TableOptions asked, TableOptions there) {
        compare(table, "timeToLive", duration(asked.timeToLiveNanos()), duration(there.timeToLiveNanos()));
        compare(table, "maxIdle", duration(asked.maxIdleNanos()), duration(there.maxIdleNanos()));
        compare(table, "refractory", duration(asked.refractoryNanos()), duration(there.refractoryNanos()));
        compare(table, "maxEntries", asked.maxEntries(), there.maxEntries());
        compare(table, "maxCopies", asked.maxCopies(), there.maxCopies());
        compare(table, "refresh", asked.refresh(), there.refresh());
        compare(table, "replicaAcks", acks(asked), acks(there));
        compare(table, "affinity", asked.affinity(), there.affinity());
        compare(table, "pins", asked.pins(), there.pins());
    }

    private static String duration(long nanos) {
        return nanos == 0 ? "off" : Duration.ofNanos(nanos).toString();
    }

    private static String acks(TableOptions options) {
        return options.replicationNanos() == 0 ? "SYNC" : "ASYNC every " + duration(options.replicationNanos());
    }

    private static CopyMode mode(View.TableSettings settings) {
        if (settings.options().eventualCopies()) {
            return CopyMode.EVENTUAL;
        }
        return settings.coherentCopies() ? CopyMode.COHERENT : CopyMode.NONE;
    }

    private static WhenSplit split(View.TableSettings settings) {
        return settings.strict() ? WhenSplit.STRICT : WhenSplit.SERVE;
    }

    private static void compare(String table, String field, Object asked, Object there) {
        if (!asked.equals(there)) {
            throw new TableConfigMismatchException("table '" + table + "': " + field + "=" + asked
                    + " differs from the cluster's " + field + "=" + there + "; open it with the cluster's settings");
        }
    }
}
