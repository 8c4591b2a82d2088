package io.asdr.testkit;

import io.asdr.spi.Group;
import io.asdr.spi.GroupId;
import io.asdr.spi.MemberId;
import io.asdr.spi.Membership;
import io.asdr.spi.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says to simulated members who can be reached, as JGroups does it.
 *
 * <p>A member hears another one if that one runs, has it in its group, and the link from there is whole. Who has heard nothing for as long as detection takes is suspected. Who would be first without the suspected
 * ones verifies, and makes the next group: so each side of a split goes on as a group of its own, and both may carry the same number. An excluded member is told nothing: one that stood still keeps its old
 * group. When two groups can meet again their coordinators make one of them, the largest part first. Groups come late, and a member may miss one when the next comes soon.
 */
public final class SimulatedGroups {

    /**
     * How long things take.
     *
     * @param delayNanos a group takes up to this to reach a member
     * @param detectionNanos who was not heard for so long, up to a quarter more, is suspected
     * @param mergeNanos groups that can meet are made one after this, up to twice as long
     */
    public record Timing(long delayNanos, long detectionNanos, long mergeNanos) {

        /** Quick: all takes less than a lease. */
        static final Timing QUICK = new Timing(20_000_000, 40_000_000, 60_000_000);
    }

    private final Simulation simulation;
    private final Links links;
    private final Timing timing;
    private final List<SimulatedMembership> members = new ArrayList<>();
    private boolean watching;
    private long mergeAtNanos;
    private boolean merging;

    /** Whole links; only what is reported is found out. */
    public SimulatedGroups(Simulation simulation, long delayNanos) {
        this(
                simulation,
                new Links(),
                new Timing(
                        delayNanos,
                        Duration.ofHours(1).toNanos(),
                        Duration.ofHours(1).toNanos()));
    }

    SimulatedGroups(Simulation simulation, Links links, Timing timing) {
        this.simulation = simulation;
        this.links = links;
        this.timing = timing;
        links.listen(new Links.Listener() {
            @Override
            public void onCut(Links.Wire wire) {
                watch();
            }

            @Override
            public void onMended(Links.Wire wire) {
                watch();
            }
        });
    }

    /** A membership for a new member on a host of its own. */
    public Membership membership() {
        return membership(new SimulatedProcess(simulation, "group-host" + members.size()));
    }

    Membership membership(SimulatedProcess process) {
        return new SimulatedMembership(this, process);
    }

    /** The process of a member has ended; who can be told by its machine hears of it within {@code detectionNanos}. */
    void onGone(MemberId member, long detectionNanos) {
        simulation.after(detectionNanos, () -> {
            for (SimulatedMembership other : members) {
                SimulatedMembership gone = find(member);
                if (gone != null
                        && links.reaches(gone.process().host(), other.process().host())) {
                    other.suspect(member);
                }
            }
            watch();
        });
        watch();
    }

    /** The member is gone; the others hear of it when one of them reports it. */
    void crash(Membership membership) {
        ((SimulatedMembership) membership).process().end();
    }

    /** Somebody's process stood still or went on. */
    void onPauseOrResume() {
        watch();
    }

    /** All who can be reached from the member take it for gone, without verifying: as a broken socket or a slow answer makes them. */
    void suspectFalsely(MemberId member) {
        for (SimulatedMembership other : members) {
            if (!other.isSelf(member) && other.process().isRunning()) {
                other.suspect(member);
            }
        }
        watch();
    }

    void join(SimulatedMembership joiner) {
        members.add(joiner);
        for (SimulatedMembership other : members) {
            if (isCoordinator(other) && other != joiner && other.isIn(joiner.cluster()) && canTalk(other, joiner)) {
                List<Peer> peers = new ArrayList<>(other.group().members());
                peers.add(joiner.peer());
                make(other, peers);
                return;
            }
        }
        boolean alone = members.stream()
                .noneMatch(other ->
                        other != joiner && other.isIn(joiner.cluster()) && other.hasGroup() && canTalk(other, joiner));
        if (alone) {
            make(joiner, List.of(joiner.peer()));
        }
        watch();
    }

    void leave(SimulatedMembership leaver) {
        for (SimulatedMembership other : members) {
            if (links.reaches(leaver.process().host(), other.process().host())) {
                other.suspect(leaver.peer().id());
            }
        }
        if (members.remove(leaver)) {
            review(leaver.cluster());
            watch();
        }
    }

    void report(SimulatedMembership reporter, MemberId member, Membership.Evidence evidence) {
        SimulatedMembership reported = find(member);
        if (evidence != Membership.Evidence.SILENT) {
            for (SimulatedMembership other : members) {
                if (links.reaches(reporter.process().host(), other.process().host())) {
                    other.suspect(member);
                }
            }
        } else {
            for (SimulatedMembership other : members) {
                if (links.reaches(reporter.process().host(), other.process().host())
                        && (reported == null || !canTalk(other, reported))) {
                    other.suspect(member);
                }
            }
        }
        review(reporter.cluster());
        watch();
    }

    /** Looks again and again, until all is as it should be. */
    void watch() {
        if (!watching) {
            watching = true;
            simulation.after(Math.max(1, timing.detectionNanos() / 4), () -> {
                watching = false;
                boolean settled = true;
                for (String cluster : clusters()) {
                    settled &= review(cluster);
                }
                if (!settled) {
                    watch();
                }
            });
        }
    }

    /** Lets each member do what it has reason to; returns whether there is nothing more to be done. */
    private boolean review(String cluster) {
        List<SimulatedMembership> running = members.stream()
                .filter(member -> member.isIn(cluster) && member.process().isRunning() && !member.hasLeft())
                .toList();
        boolean settled = true;
        members.forEach(SimulatedMembership::forgetSilencesWhilePaused);
        for (SimulatedMembership member : running) {
            if (!member.hasGroup()) {
                settled &= joinAgain(member, running);
            } else {
                settled &= listen(member);
                excludeSuspected(member);
                settled &= isCoordinator(member) && sendAgain(member) || !isCoordinator(member);
            }
        }
        return mergeIfDue(running) && settled;
    }

    /** Whoever found its coordinator silent goes on asking. */
    private boolean joinAgain(SimulatedMembership member, List<SimulatedMembership> running) {
        boolean expected = running.stream()
                .anyMatch(other -> other.hasGroup()
                        && contains(other.group(), member.peer().id()));
        if (!expected) {
            members.remove(member);
            join(member);
        }
        return false;
    }

    /** Notes whom the member hears; returns whether it hears all of its group. */
    private boolean listen(SimulatedMembership member) {
        boolean all = true;
        for (Peer peer : member.group().members()) {
            SimulatedMembership other = find(peer.id());
            boolean heard = other != null && hears(member, other);
            member.hear(peer.id(), heard, simulation.nowNanos(), detectionNanos());
            all &= heard;
        }
        return all;
    }

    private long detectionNanos() {
        return timing.detectionNanos() + simulation.random().nextLong(Math.max(1, timing.detectionNanos() / 4));
    }

    private boolean hears(SimulatedMembership member, SimulatedMembership other) {
        if (member == other) {
            return true;
        }
        boolean includes =
                !other.hasGroup() || contains(other.group(), member.peer().id());
        return other.process().isRunning()
                && !other.hasLeft()
                && includes
                && links.reaches(other.process().host(), member.process().host());
    }

    private void excludeSuspected(SimulatedMembership member) {
        List<Peer> left = new ArrayList<>();
        for (Peer peer : member.group().members()) {
            if (!member.suspects(peer.id(), simulation.nowNanos()) || member.isSelf(peer.id())) {
                left.add(peer);
            }
        }
        if (left.size() < member.group().members().size()
                && member.isSelf(left.get(0).id())) {
            make(member, left);
        }
    }

    /** Sends the coordinator's group to those who have not got it; returns whether all have it. */
    private boolean sendAgain(SimulatedMembership coordinator) {
        boolean all = true;
        for (Peer peer : coordinator.group().members()) {
            SimulatedMembership other = find(peer.id());
            if (other != null && isBehind(other, coordinator.group())) {
                send(coordinator, other, coordinator.group());
                all = false;
            }
        }
        return all;
    }

    private static boolean isBehind(SimulatedMembership member, Group group) {
        return !member.hasGroup() || member.group().id().number() < group.id().number();
    }

    private boolean mergeIfDue(List<SimulatedMembership> running) {
        List<List<SimulatedMembership>> parts = parts(running);
        List<List<SimulatedMembership>> meeting = meeting(parts);
        if (meeting.size() < 2) {
            merging = false;
            return parts.size() < 2;
        }
        long now = simulation.nowNanos();
        if (!merging) {
            merging = true;
            mergeAtNanos = now + timing.mergeNanos() + simulation.random().nextLong(timing.mergeNanos());
        } else if (now >= mergeAtNanos) {
            merging = false;
            merge(meeting);
        }
        return false;
    }

    private void merge(List<List<SimulatedMembership>> meeting) {
        Map<MemberId, Peer> peers = new LinkedHashMap<>();
        long number = 0;
        for (List<SimulatedMembership> part : meeting) {
            for (SimulatedMembership member : part) {
                peers.put(member.peer().id(), member.peer());
                number = Math.max(number, member.group().id().number());
            }
        }
        SimulatedMembership leader = meeting.get(0).get(0);
        // Whoever belongs to the leader's group stays in it, heard or not: it is for the detectors to remove it.
        leader.group().members().forEach(peer -> peers.putIfAbsent(peer.id(), peer));
        leader.countTo(number);
        make(leader, List.copyOf(peers.values()));
    }

    /** The members by the group that they have, the largest part first; each part in the order of its group. */
    private List<List<SimulatedMembership>> parts(List<SimulatedMembership> running) {
        List<List<SimulatedMembership>> parts = new ArrayList<>();
        Map<GroupId, List<SimulatedMembership>> byGroup = new LinkedHashMap<>();
        for (SimulatedMembership member : running) {
            if (member.hasGroup() && !isExpected(member, running)) {
                byGroup.computeIfAbsent(member.group().id(), id -> new ArrayList<>())
                        .add(member);
            }
        }
        byGroup.forEach((id, part) -> {
            Map<MemberId, Integer> order = new TreeMap<>();
            part.get(0).group().members().forEach(peer -> order.put(peer.id(), order.size()));
            part.sort(Comparator.comparing(
                    member -> order.getOrDefault(member.peer().id(), order.size())));
            parts.add(part);
        });
        parts.sort(Comparator.comparingInt(part -> -part.size()));
        return parts;
    }

    /** Whether a coordinator's newer group with the member is on its way. */
    private boolean isExpected(SimulatedMembership member, List<SimulatedMembership> running) {
        return running.stream()
                .anyMatch(other -> other != member
                        && isCoordinator(other)
                        && contains(other.group(), member.peer().id())
                        && isBehind(member, other.group()));
    }

    /** The parts that the first one which meets any can make one group with; itself first. */
    private List<List<SimulatedMembership>> meeting(List<List<SimulatedMembership>> parts) {
        for (List<SimulatedMembership> part : parts) {
            List<List<SimulatedMembership>> meeting = new ArrayList<>(List.of(part));
            for (List<SimulatedMembership> other : parts) {
                if (other != part && canTalk(part.get(0), other.get(0))) {
                    meeting.add(other);
                }
            }
            if (meeting.size() > 1) {
                return meeting;
            }
        }
        return List.of();
    }

    private void make(SimulatedMembership maker, List<Peer> peers) {
        Group group = new Group(new GroupId(maker.countUp(), maker.peer().id()), peers);
        // Who makes a group has it at once, though its listener hears of it later.
        maker.take(group);
        maker.tellLater(group, simulation.random().nextLong(timing.delayNanos()));
        for (Peer peer : peers) {
            SimulatedMembership other = find(peer.id());
            if (other != null && other != maker) {
                send(maker, other, group);
            }
        }
        watch();
    }

    private void send(SimulatedMembership maker, SimulatedMembership member, Group group) {
        simulation.after(simulation.random().nextLong(timing.delayNanos()), () -> {
            if (links.reaches(maker.process().host(), member.process().host())
                    && !maker.process().isGone()) {
                member.receive(group);
            }
        });
    }

    Simulation simulation() {
        return simulation;
    }

    Timing timing() {
        return timing;
    }

    private boolean canTalk(SimulatedMembership one, SimulatedMembership other) {
        return one.process().isRunning()
                && other.process().isRunning()
                && !one.hasLeft()
                && !other.hasLeft()
                && links.isWhole(one.process().host(), other.process().host());
    }

    private static boolean isCoordinator(SimulatedMembership member) {
        return member.hasGroup() && member.isSelf(member.group().coordinator());
    }

    private static boolean contains(Group group, MemberId id) {
        return group.members().stream().anyMatch(peer -> peer.id().equals(id));
    }

    private List<String> clusters() {
        return members.stream().map(SimulatedMembership::cluster).distinct().toList();
    }

    private @Nullable SimulatedMembership find(MemberId id) {
        for (SimulatedMembership member : members) {
            if (member.isSelf(id)) {
                return member;
            }
        }
        return null;
    }
}
