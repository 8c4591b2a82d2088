package io.asdr.testkit;

import io.asdr.spi.Group;
import io.asdr.spi.MemberId;
import io.asdr.spi.Membership;
import io.asdr.spi.Peer;
import io.asdr.testkit.SimulatedProcess.Source;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One member's membership: the group that it has, and whom it takes for gone. {@link SimulatedGroups} decides what happens between them. */
final class SimulatedMembership implements Membership {

    private final SimulatedGroups groups;
    private final SimulatedProcess process;
    private final TreeMap<MemberId, Long> silentUntil = new TreeMap<>();
    private final TreeSet<MemberId> suspected = new TreeSet<>();
    private @Nullable Peer self;
    private @Nullable Listener listener;
    private @Nullable Group group;
    private String cluster = "";
    private long counted;
    private long told;
    private boolean left;

    SimulatedMembership(SimulatedGroups groups, SimulatedProcess process) {
        this.groups = groups;
        this.process = process;
    }

    @Override
    public void start(String clusterName, Peer peer, Listener heard) {
        if (self != null || left) {
            throw new IllegalStateException("a membership is started once");
        }
        cluster = clusterName;
        self = peer;
        listener = heard;
        groups.join(this);
        groups.simulation()
                .runUntil(
                        () -> told > 0 || left || process.isGone(),
                        groups.timing().delayNanos());
    }

    @Override
    public void report(MemberId member, Evidence evidence) {
        Group present = group;
        if (present != null && !left && process.isRunning() && !isSelf(member)) {
            groups.report(this, member, evidence);
        }
    }

    @Override
    public void leave() {
        if (left) {
            return;
        }
        left = true;
        if (self != null) {
            groups.leave(this);
        }
    }

    @Override
    public void close() {
        leave();
    }

    /** A group came from its maker; only newer ones with this member count. */
    void receive(Group next) {
        process.run(Source.GROUP, () -> {
            boolean newer = group == null || next.id().number() > group.id().number();
            if (newer && !left && next.members().contains(peer())) {
                take(next);
                tell(next);
            }
        });
    }

    /** Has the group from now on. */
    void take(Group next) {
        group = next;
        counted = Math.max(counted, next.id().number());
        silentUntil.clear();
        suspected.removeIf(
                member -> next.members().stream().noneMatch(peer -> peer.id().equals(member)));
    }

    void tellLater(Group next, long delayNanos) {
        groups.simulation().after(delayNanos, () -> process.run(Source.GROUP, () -> tell(next)));
    }

    private void tell(Group next) {
        Listener groupListener = listener;
        if (groupListener != null && !left && next.id().number() > told) {
            told = next.id().number();
            groupListener.onGroup(next);
        }
    }

    /** Notes whether {@code member} is heard; if not, it will be suspected in {@code detectionNanos} unless it is heard again. */
    void hear(MemberId member, boolean heard, long now, long detectionNanos) {
        if (heard) {
            silentUntil.remove(member);
        } else {
            silentUntil.putIfAbsent(member, now + detectionNanos);
        }
    }

    /** Who stands still counts no time; when it goes on, what waits in its sockets is heard. */
    void forgetSilencesWhilePaused() {
        if (process.isPaused()) {
            silentUntil.clear();
        }
    }

    /** Takes {@code member} for gone, without waiting. */
    void suspect(MemberId member) {
        Group present = group;
        if (present != null
                && present.members().stream().anyMatch(peer -> peer.id().equals(member))) {
            suspected.add(member);
        }
    }

    boolean suspects(MemberId member, long now) {
        Long until = silentUntil.get(member);
        return suspected.contains(member) || until != null && now >= until;
    }

    void countTo(long number) {
        counted = Math.max(counted, number);
    }

    long countUp() {
        return ++counted;
    }

    boolean hasGroup() {
        return group != null;
    }

    Group group() {
        if (group == null) {
            throw new IllegalStateException("the membership has no group yet");
        }
        return group;
    }

    boolean hasLeft() {
        return left;
    }

    SimulatedProcess process() {
        return process;
    }

    String cluster() {
        return cluster;
    }

    boolean isIn(String clusterName) {
        return cluster.equals(clusterName);
    }

    boolean isSelf(MemberId id) {
        return self != null && self.id().equals(id);
    }

    Peer peer() {
        if (self == null) {
            throw new IllegalStateException("the membership was not started");
        }
        return self;
    }
}
