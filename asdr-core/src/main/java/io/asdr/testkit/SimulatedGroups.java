package io.asdr.testkit;

import io.asdr.spi.Group;
import io.asdr.spi.GroupId;
import io.asdr.spi.MemberId;
import io.asdr.spi.Membership;
import io.asdr.spi.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says to simulated members who can be reached: groups come late, and a member may miss one when the next comes soon. The oldest is the coordinator. */
public final class SimulatedGroups {

    private final Simulation simulation;
    private final long delayNanos;
    private final List<SimulatedMembership> members = new ArrayList<>();
    private final TreeSet<MemberId> crashed = new TreeSet<>();
    private long number;

    /** Groups take up to {@code delayNanos} to reach a member. */
    public SimulatedGroups(Simulation simulation, long delayNanos) {
        this.simulation = simulation;
        this.delayNanos = delayNanos;
    }

    /** A membership for a new member. */
    public Membership membership() {
        return new SimulatedMembership();
    }

    /** The member is gone; the others hear of it after {@code detectionNanos}. */
    public void crash(MemberId member, long detectionNanos) {
        crashed.add(member);
        simulation.after(detectionNanos, () -> remove(member));
    }

    /** The member is gone; the others hear of it when one of them reports it. */
    void crash(Membership membership) {
        crashed.add(((SimulatedMembership) membership).id());
    }

    private void remove(MemberId id) {
        for (SimulatedMembership member : List.copyOf(members)) {
            if (member.id().equals(id)) {
                members.remove(member);
                announce(member.cluster);
            }
        }
    }

    private void announce(String cluster) {
        List<SimulatedMembership> reached = members.stream()
                .filter(member -> member.cluster.equals(cluster))
                .toList();
        if (reached.isEmpty()) {
            return;
        }
        number++;
        List<Peer> peers = reached.stream().map(SimulatedMembership::peer).toList();
        Group group = new Group(new GroupId(number, peers.get(0).id()), peers);
        long announced = number;
        for (SimulatedMembership member : reached) {
            simulation.after(simulation.random().nextLong(delayNanos), () -> member.hear(group, announced));
        }
    }

    private final class SimulatedMembership implements Membership {

        private @Nullable Peer self;
        private @Nullable Listener listener;
        private String cluster = "";
        private long heard;
        private boolean left;

        @Override
        public void start(String clusterName, Peer peer, Listener groups) {
            if (self != null || left) {
                throw new IllegalStateException("a membership is started once");
            }
            cluster = clusterName;
            self = peer;
            listener = groups;
            members.add(this);
            announce(cluster);
            simulation.runUntil(() -> heard > 0 || left || crashed.contains(id()), delayNanos);
        }

        private void hear(Group group, long groupNumber) {
            Listener groups = listener;
            if (groups != null && !left && !crashed.contains(id()) && groupNumber > heard) {
                heard = groupNumber;
                groups.onGroup(group);
            }
        }

        @Override
        public void report(MemberId member, Evidence evidence) {
            if (crashed.contains(member)) {
                remove(member);
            }
        }

        @Override
        public void leave() {
            left = true;
            if (self != null) {
                remove(id());
            }
        }

        @Override
        public void close() {
            leave();
        }

        private Peer peer() {
            if (self == null) {
                throw new IllegalStateException("the membership was not started");
            }
            return self;
        }

        private MemberId id() {
            return peer().id();
        }
    }
}
