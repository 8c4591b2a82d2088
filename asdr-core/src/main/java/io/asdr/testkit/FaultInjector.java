package io.asdr.testkit;

import io.asdr.NodeStatus;
import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.Outcome;
import io.asdr.spi.MemberId;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does to a simulated cluster what a {@link Profile.Mishaps} says, at random moments, often several things at once. It leaves enough of the cluster alive that what goes on is the same cluster. */
final class FaultInjector implements SimulatedNetwork.Tap {

    private static final int MOST_MEMBERS = 5;
    private static final long SOON_NANOS = 15_000_000;
    private static final long CRASH_SEEN_NANOS = 30_000_000;
    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(20);
    private static final Faults SLOW = new Faults(0, 0, 0.7, 1_000_000, 150_000_000);
    private static final Faults LOSSY = new Faults(0.4, 0, 0, 1_000_000, 1_000_000);

    private final Simulation simulation;
    private final SimulatedCluster cluster;
    private final Profile profile;
    private final Judge judge;
    private final Clients clients;
    private final Occurrences occurrences;
    private final Trace trace;
    private final Consumer<String> onProblem;
    private final CourseRun course;
    private final FrameKinds kinds = new FrameKinds();
    private @Nullable SimulatedNode left;
    private boolean leaving;
    private boolean finished;
    private boolean crashAtClaim;
    private int newcomers;

    FaultInjector(
            Simulation simulation,
            SimulatedCluster cluster,
            Profile profile,
            Judge judge,
            Clients clients,
            Occurrences occurrences,
            Trace trace,
            Consumer<String> onProblem) {
        this.simulation = simulation;
        this.cluster = cluster;
        this.profile = profile;
        this.judge = judge;
        this.clients = clients;
        this.occurrences = occurrences;
        this.trace = trace;
        this.onProblem = onProblem;
        this.course = new CourseRun(
                simulation, cluster, profile.mishaps().course(), judge, trace, node -> crash(node, Occurrence.CRASH));
    }

    void start() {
        Profile.Mishaps mishaps = profile.mishaps();
        long span = profile.load().spanNanos();
        cluster.network().tap(this);
        cluster.network().faults(mishaps.network());
        long moment = 0;
        for (int i = 0; i < mishaps.crashes() + mishaps.joins(); i++) {
            // Often right after the one before: so views are skipped, and exchanges cut short.
            moment = moment > 0 && simulation.chance(0.4)
                    ? moment + random().nextLong(SOON_NANOS)
                    : random().nextLong(span);
            boolean crash = i % 2 == 0 && i / 2 < mishaps.crashes();
            simulation.after(moment, crash ? this::crash : this::join);
        }
        for (int i = 0; i < mishaps.leaves(); i++) {
            simulation.after(random().nextLong(span), this::leave);
        }
        long soon = 2 * (profile.groups().detectionNanos() + profile.groups().mergeNanos());
        moment = 0;
        for (Disturbance disturbance : mishaps.disturbances()) {
            // Often while the one before is still being mended: a split during a merge, a pause during a split.
            moment = moment > 0 && simulation.chance(0.4) ? moment + random().nextLong(soon) : random().nextLong(span);
            simulation.after(moment, () -> disturb(disturbance));
        }
        if (profile.movesKeys()) {
            simulation.after(random().nextLong(span), this::upgrade);
        }
        course.start();
    }

    /** Ends all faults that last, and begins no more. */
    void finish() {
        finished = true;
        course.finish();
        trace.say(() -> "everything is healed");
        cluster.network().untap(this);
        cluster.network().faults(Faults.NONE);
        for (SimulatedNode node : cluster.alive()) {
            resume(node);
        }
        cluster.heal();
    }

    boolean isLeaving() {
        return leaving;
    }

    /** A member was added: its clocks are its own. */
    void onJoined(SimulatedNode node) {
        if (profile.mishaps().drift()) {
            long range = SimulatedClock.FASTEST - SimulatedClock.SLOWEST + 1;
            long extreme = random().nextBoolean() ? SimulatedClock.FASTEST : SimulatedClock.SLOWEST;
            node.clock().rate(random().nextBoolean() ? extreme : SimulatedClock.SLOWEST + random().nextLong(range));
            occurrences.count(Occurrence.DRIFT);
        }
    }

    private void join() {
        if (finished || cluster.alive().size() >= MOST_MEMBERS || !mayComeNow()) {
            return;
        }
        List<SimulatedNode> neighbours = running();
        if (!neighbours.isEmpty()) {
            newcomers++;
            occurrences.count(Occurrence.JOIN);
            SimulatedNode neighbour = pick(neighbours);
            trace.say(() -> "a member joins beside " + neighbour.node().name());
            onJoined(cluster.joinBeside(neighbour));
        }
    }

    private void restart(SimulatedNode former) {
        if (!finished && cluster.alive().size() < MOST_MEMBERS && mayComeNow()) {
            newcomers++;
            occurrences.count(Occurrence.RESTART);
            trace.say(() -> former.node().name() + " starts again");
            onJoined(cluster.restart(former));
        }
    }

    /** Newcomers that nobody else reaches must never be a majority of a first view: that would be another cluster, which is the operator's to prevent. */
    private boolean mayComeNow() {
        if (judge.isCalm()) {
            newcomers = 0;
        }
        return !profile.table().isStrict() || 2 * (newcomers + 1) <= profile.members();
    }

    /** Crashes a member now, or at a protocol step. */
    private void crash() {
        if (finished) {
            return;
        }
        if (simulation.chance(0.2)) {
            crashAtClaim = true;
        } else if (simulation.chance(profile.mishaps().stepCrash())) {
            ProtocolStep step = anyStep();
            cluster.when(
                    step,
                    node -> finished
                            || (step.isRare() || random().nextBoolean()) && crash(node, Occurrence.crashAt(step)));
        } else {
            List<SimulatedNode> ready = running();
            if (!ready.isEmpty()) {
                crash(pick(ready), Occurrence.CRASH);
            }
        }
    }

    /** Steps that are rare in a run are drawn more often. */
    private ProtocolStep anyStep() {
        ProtocolStep[] steps = ProtocolStep.values();
        ProtocolStep drawn = steps[random().nextInt(steps.length)];
        return drawn.isRare() || random().nextBoolean() ? drawn : steps[random().nextInt(steps.length)];
    }

    private boolean crash(SimulatedNode node, Occurrence how) {
        if (finished || !mayFall(node)) {
            return false;
        }
        occurrences.count(how);
        trace.say(() -> how + " of " + node.node().name());
        judge.onFall(node);
        if (how == Occurrence.CRASH && simulation.chance(0.3)) {
            occurrences.count(Occurrence.POWER_OFF);
            cluster.powerOff(node);
        } else {
            cluster.crash(node, 1 + random().nextLong(CRASH_SEEN_NANOS));
        }
        if (profile.mishaps().restarts() && random().nextBoolean()) {
            simulation.after(random().nextLong(profile.lease().toNanos()), () -> restart(node));
        }
        return true;
    }

    /** Whether somebody still counts on the member that left last. */
    private boolean isLeft(SimulatedNode falling) {
        SimulatedNode gone = left;
        return gone != null
                && cluster.alive().stream()
                        .anyMatch(node -> node != falling
                                && node.node().status() != NodeStatus.JOINING
                                && node.product().view().contains(gone.id()));
    }

    /** Two members that are ready must stay: else what goes on is another cluster. A STRICT table needs its majorities, too. */
    private boolean mayFall(SimulatedNode node) {
        if (profile.table().isStrict() && (leaving || isLeft(node))) {
            return false;
        }
        List<SimulatedNode> ready = ready();
        boolean enough = ready.size() > (ready.contains(node) ? 2 : 1);
        return enough && (!profile.table().isStrict() || judge.keepsMajorities(node));
    }

    @Override
    public void onFrame(MemberId from, MemberId to, byte[] frame) {
        if (crashAtClaim && kinds.of(frame) == CallMessage.Reply.class && isClaimed(frame)) {
            crashAtClaim = false;
            simulation.after(
                    random().nextLong(SOON_NANOS / 10),
                    () -> cluster.alive().stream()
                            .filter(node -> node.id().equals(to))
                            .findFirst()
                            .ifPresent(node -> crash(node, Occurrence.CRASH)));
        }
    }

    private static boolean isClaimed(byte[] frame) {
        return FrameKinds.decode(frame) instanceof CallMessage.Reply reply
                && reply.outcome().status() == Outcome.Status.CLAIMED;
    }

    private void leave() {
        List<SimulatedNode> ready = running();
        if (ready.size() > 2) {
            leave(pick(ready));
        }
    }

    /** The member of the first key format leaves once the cluster is whole, as an operator would let it: then all have the next one. */
    private void upgrade() {
        SimulatedNode former = cluster.nodes().get(0);
        boolean gone = former.isCrashed() || !cluster.alive().contains(former);
        if (!finished && !gone && !(judge.isHealed() && running().contains(former) && leave(former))) {
            simulation.after(SOON_NANOS, this::upgrade);
        }
    }

    private boolean leave(SimulatedNode node) {
        if (leaving || finished || !mayFall(node)) {
            return false;
        }
        leaving = true;
        trace.say(() -> node.node().name() + " leaves");
        occurrences.count(Occurrence.LEAVE);
        int held = cluster.leave(node, LEAVE_TIMEOUT);
        leaving = false;
        trace.say(() -> node.node().name() + " left and still held " + held);
        if (held == 0) {
            left = node;
            judge.onLeft(node);
        } else if (!node.isCrashed()) {
            judge.onFall(node);
            if (!judge.wasSplit()) {
                onProblem.accept(node.node().name() + " could not hand over " + held + " partitions\n"
                        + judge.describeUnhealed());
            }
        }
        return true;
    }

    private void disturb(Disturbance disturbance) {
        List<SimulatedNode> nodes = shuffled(cluster.alive());
        if (finished || nodes.size() < 2) {
            return;
        }
        judge.onDisturbance();
        SimulatedNode one = nodes.get(0);
        SimulatedNode other = nodes.get(1);
        boolean done = switch (disturbance) {
            case LINK_CUT_BRIEFLY -> {
                cluster.cut(one, other);
                later(briefNanos(), () -> cluster.mend(one, other));
                yield true;
            }
            case PAUSE_SHORT -> pause(one, briefNanos());
            case PAUSE_LONG -> pause(one, longNanos());
            case CLOCK_JUMP -> {
                one.clock().jumpWall(random().nextBoolean() ? HOUR_NANOS : -HOUR_NANOS);
                yield true;
            }
            case SLOW_LINK, LOSSY_LINK -> {
                cluster.faults(one, other, disturbance == Disturbance.SLOW_LINK ? SLOW : LOSSY);
                later(
                        longNanos(),
                        () -> cluster.faults(one, other, profile.mishaps().network()));
                yield true;
            }
            case LINK_CUT_ONE_WAY -> {
                cluster.cut(one, other);
                later(longNanos(), () -> cluster.mend(one, other));
                yield true;
            }
            case LINK_CUT -> split(List.of(one), List.of(other), List.of(), longNanos());
            case SPLIT -> splitAt(nodes, 1 + random().nextInt(nodes.size() - 1), nodes.size());
            case SPLIT_IN_THREE -> nodes.size() > 2 && splitAt(nodes, 1, 1 + (nodes.size() - 1) / 2 + nodes.size() % 2);
            case BRIDGE ->
                nodes.size() > 2
                        && split(
                                nodes.subList(1, 1 + nodes.size() / 2),
                                nodes.subList(1 + nodes.size() / 2, nodes.size()),
                                List.of(),
                                longNanos());
            case DEAF -> {
                oneWay(nodes.subList(1, nodes.size()), List.of(one));
                yield true;
            }
            case MUTE -> {
                oneWay(List.of(one), nodes.subList(1, nodes.size()));
                yield true;
            }
            case FLAP -> {
                flap(List.of(one), nodes.subList(1, nodes.size()), 2 + random().nextInt(3));
                yield true;
            }
            case FALSE_SUSPICION -> {
                cluster.suspect(one);
                yield true;
            }
        };
        if (done) {
            trace.say(() -> disturbance + " of "
                    + nodes.stream().map(node -> node.node().name()).toList());
            occurrences.count(Occurrence.of(disturbance));
        }
    }

    private boolean pause(SimulatedNode node, long nanos) {
        if (node.isPaused()) {
            return false;
        }
        cluster.pause(node);
        later(nanos, () -> resume(node));
        return true;
    }

    private void resume(SimulatedNode node) {
        if (!node.isPaused()) {
            return;
        }
        trace.say(() -> node.node().name() + " goes on");
        cluster.resume(node);
        judge.onResumed();
        if (random().nextBoolean()) {
            clients.readAtOnce(node);
        }
    }

    private boolean splitAt(List<SimulatedNode> nodes, int first, int second) {
        return split(
                nodes.subList(0, first),
                nodes.subList(first, second),
                nodes.subList(second, nodes.size()),
                longNanos());
    }

    private boolean split(List<SimulatedNode> one, List<SimulatedNode> other, List<SimulatedNode> third, long nanos) {
        cluster.split(one, other, third);
        later(nanos, () -> {
            mend(one, other);
            mend(one, third);
            mend(other, third);
        });
        return true;
    }

    private void oneWay(List<SimulatedNode> from, List<SimulatedNode> to) {
        from.forEach(sender -> to.forEach(receiver -> cluster.cut(sender, receiver)));
        later(longNanos(), () -> mend(from, to));
    }

    private void flap(List<SimulatedNode> one, List<SimulatedNode> other, int times) {
        if (finished) {
            return;
        }
        long nanos = briefNanos() * 3;
        split(one, other, List.of(), nanos);
        if (times > 1) {
            later(2 * nanos, () -> flap(one, other, times - 1));
        }
    }

    private void mend(List<SimulatedNode> one, List<SimulatedNode> other) {
        for (SimulatedNode a : one) {
            for (SimulatedNode b : other) {
                cluster.mend(a, b);
                cluster.mend(b, a);
            }
        }
    }

    private void later(long nanos, Runnable task) {
        simulation.after(nanos, task);
    }

    /** Less than detection takes. */
    private long briefNanos() {
        return 1 + random().nextLong(profile.groups().detectionNanos() / 2);
    }

    /** From about what detection takes to some leases. */
    private long longNanos() {
        long detection = profile.groups().detectionNanos();
        return detection + random().nextLong(2 * detection + 3 * profile.lease().toNanos());
    }

    private List<SimulatedNode> ready() {
        return cluster.alive().stream()
                .filter(node -> node.node().status() == NodeStatus.READY)
                .toList();
    }

    private List<SimulatedNode> running() {
        return clients.usable().stream().filter(node -> !node.isPaused()).toList();
    }

    private SimulatedNode pick(List<SimulatedNode> nodes) {
        return nodes.get(random().nextInt(nodes.size()));
    }

    private List<SimulatedNode> shuffled(List<SimulatedNode> nodes) {
        List<SimulatedNode> shuffled = new ArrayList<>(nodes);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = random().nextInt(i + 1);
            SimulatedNode moved = shuffled.get(i);
            shuffled.set(i, shuffled.get(j));
            shuffled.set(j, moved);
        }
        return shuffled;
    }

    private SplittableRandom random() {
        return simulation.random();
    }
}
