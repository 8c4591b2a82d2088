package io.asdr.protocol;

import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Installation;
import io.asdr.protocol.effect.MemberOutbox;
import io.asdr.protocol.effect.Passage;
import io.asdr.protocol.lease.Leases;
import io.asdr.protocol.lease.OwnerLease;
import io.asdr.protocol.message.Base;
import io.asdr.protocol.message.ExchangeMessage;
import io.asdr.protocol.message.ExchangeMessage.Offer;
import io.asdr.protocol.message.LeaseMessage;
import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.message.ViewMessage;
import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.protocol.view.Bases;
import io.asdr.protocol.view.Coordination;
import io.asdr.protocol.view.Settlement;
import io.asdr.spi.Group;
import io.asdr.spi.MemberId;
import io.asdr.spi.MemberStatus;
import io.asdr.spi.OwnershipStrategy;
import io.asdr.spi.Peer;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One member's control: views, leases and the exchange. Its lanes hold the data ({@link Partitions}).
 *
 * <p>Not thread-safe: one input at a time, and it does nothing long.
 */
public final class Member implements LeaseMessage.Handler, ExchangeMessage.Handler, Coordination.Installer {

    /**
     * What a member needs to know from its configuration.
     *
     * @param leaseNanos L of PROTOCOL 5
     * @param resendNanos when a message that was not answered is sent again
     * @param silenceNanos after how long without an answer a member is reported
     */
    public record Timing(long leaseNanos, long resendNanos, long silenceNanos) {

        public Timing {
            if (leaseNanos < 8 || resendNanos < 1 || silenceNanos < leaseNanos) {
                throw new IllegalArgumentException("leaseNanos=" + leaseNanos + " resendNanos=" + resendNanos
                        + " silenceNanos=" + silenceNanos + " must be positive, and silence not below the lease");
            }
        }
    }

    /** How many messages of a view that is being installed may wait from one member. */
    private static final int MOST_EARLY = 4;

    private final MemberId self;
    private final MemberOutbox out;
    private final OwnershipStrategy strategy;
    private final int laneCount;
    private final Timing timing;
    private final Coordination coordination;
    private final Bases bases;
    private final Settlement settlement = new Settlement();
    private final Leases leases;
    private final OwnerLease ownerLease;
    private final TreeSet<Integer> lanesToInstall = new TreeSet<>();
    private final TreeSet<Integer> lanesToExchange = new TreeSet<>();
    private final TreeMap<MemberId, List<Offer>> offers = new TreeMap<>();
    private final TreeSet<MemberId> installed = new TreeSet<>();
    private final TreeSet<MemberId> exchanged = new TreeSet<>();
    private final TreeMap<MemberId, List<ExchangeMessage>> early = new TreeMap<>();
    private @Nullable Group group;
    private @Nullable View view;
    private @Nullable View lastActing;
    private int viewNumber;
    private long nowNanos;
    private long tickNanos;
    private long wallNanos;
    private long heartbeatNanos;
    private long exchangeSentNanos;
    private boolean approved;

    /** Whether all lanes are in views that this member approved. */
    private boolean approvedInLanes;

    private boolean minority;

    public Member(
            MemberId self,
            MemberOutbox out,
            View.Settings brought,
            OwnershipStrategy strategy,
            int laneCount,
            Timing timing,
            int initialMembers,
            int address,
            long nowNanos,
            long wallNanos) {
        this.self = self;
        this.out = out;
        this.strategy = strategy;
        this.laneCount = laneCount;
        this.timing = timing;
        this.nowNanos = nowNanos;
        this.tickNanos = nowNanos;
        this.wallNanos = wallNanos;
        this.leases = new Leases(self, out, timing.leaseNanos(), nowNanos);
        this.ownerLease = new OwnerLease(timing.leaseNanos(), nowNanos);
        this.bases = new Bases(initialMembers);
        this.coordination = new Coordination(
                self, out, brought, timing.resendNanos(), timing.silenceNanos(), initialMembers, address, this);
    }

    public void onGroup(Group next, long now) {
        nowNanos = now;
        group = next;
        talk();
        checkMajority();
        coordination.onGroup(next, now);
    }

    public void onMessage(MemberId from, MemberMessage message, long now) {
        nowNanos = now;
        if (message instanceof ViewMessage viewed) {
            coordination.onMessage(from, viewed, now);
        } else if (message instanceof LeaseMessage lease) {
            lease.dispatch(from, this);
        } else if (message instanceof ExchangeMessage exchange) {
            exchange.dispatch(from, this);
        }
    }

    /** Opens a table that the view does not have. */
    public void onOpen(View.TableSettings table, long now) {
        nowNanos = now;
        coordination.open(table, now);
    }

    /** Of the keys from which the table moves, this member has none left in that view. */
    public void onDrained(ViewId drainedIn, int table, long now) {
        nowNanos = now;
        coordination.drained(drainedIn, table, now);
    }

    /** Asks for a view in which this member is in no chain. */
    public void onLeave(long now) {
        nowNanos = now;
        coordination.leave(now);
    }

    /** Tells all that this member relies on nothing any more: the last that it says. */
    public void onGoing() {
        others().forEach(member -> out.send(member, new LeaseMessage.Ended()));
    }

    /** The process of a member is gone for certain, and its leases with it. The others may not learn that themselves before they drop it. */
    public void onGone(MemberId member) {
        LeaseMessage.Gone gone = new LeaseMessage.Gone(member);
        others().stream().filter(other -> !other.equals(member)).forEach(other -> out.send(other, gone));
        onGone(self, gone);
    }

    /** A lane has installed the view. */
    public void onLaneInstalled(int lane, ViewId id, Map<MemberId, List<Offer>> found, long now) {
        nowNanos = now;
        View present = view;
        if (present == null || !id.equals(present.id()) || !lanesToInstall.remove(lane)) {
            return;
        }
        found.forEach((owner, list) ->
                offers.computeIfAbsent(owner, member -> new ArrayList<>()).addAll(list));
        if (lanesToInstall.isEmpty()) {
            for (View.Member member : present.members()) {
                tellInstalled(member.id());
            }
            // Not before the last lane raised its floors: what is void there would be read once more.
            ownerLease.onConfirmed();
            publishOwnerLease();
            approvedInLanes = approved;
            publishQuorum();
            leases.renew(now);
            List<Map.Entry<MemberId, List<ExchangeMessage>>> waiting = new ArrayList<>(early.entrySet());
            early.clear();
            waiting.forEach(entry -> entry.getValue().forEach(message -> message.dispatch(entry.getKey(), this)));
        }
    }

    /** A lane needs nothing any more of what was offered. */
    public void onLaneExchanged(int lane, ViewId id, long now) {
        nowNanos = now;
        if (view != null && id.equals(view.id()) && lanesToExchange.remove(lane) && lanesToExchange.isEmpty()) {
            others().forEach(member -> out.send(member, new ExchangeMessage.Exchanged(id, false)));
            onExchanged(self, new ExchangeMessage.Exchanged(id, false));
        }
    }

    /** How this member fares: its heartbeats tell the others. */
    public void onStatus(MemberStatus status) {
        leases.onStatus(status);
    }

    /** Keeps leases, and repeats what was not answered. Called at least four times a heartbeat. */
    public void onTick(long now, long wall) {
        boolean clocksDisagree = Math.abs((now - tickNanos) - (wall - wallNanos)) > leases.driftNanos();
        tickNanos = now;
        wallNanos = wall;
        nowNanos = now;
        boolean stood = ownerLease.onTick(now, clocksDisagree, others().isEmpty());
        if (stood) {
            leases.endAll(now);
            renew(now);
        }
        publishOwnerLease();
        if (now - heartbeatNanos >= timing.leaseNanos() / 4) {
            renew(now);
        }
        publishQuorum();
        tellClear();
        leases.reportSilent(now, timing.silenceNanos());
        coordination.onTick(now);
        repeatExchange(now);
    }

    @Override
    public void onHeartbeat(MemberId from, LeaseMessage.Heartbeat heartbeat) {
        leases.onHeartbeat(from, heartbeat, bases.haveAll(from), nowNanos);
    }

    @Override
    public void onRenewed(MemberId from, LeaseMessage.Renewed renewed) {
        if (leases.onRenewed(from, renewed, nowNanos) && lanesToInstall.isEmpty()) {
            ownerLease.onConfirmed();
        }
        publishQuorum();
    }

    @Override
    public void onEnded(MemberId from, LeaseMessage.Ended ended) {
        leases.onEnded(from);
        tellClear();
    }

    @Override
    public void onGone(MemberId from, LeaseMessage.Gone gone) {
        leases.onEnded(gone.member());
        tellClear();
    }

    @Override
    public void onInstalled(MemberId from, ExchangeMessage.Installed message) {
        if (isForLater(from, message, message.view())) {
            return;
        }
        View present = view;
        if (present == null || !message.view().equals(present.id())) {
            return;
        }
        if (installed.add(from)) {
            out.installed(message.view(), from, message.offers());
            if (isExchangeOver()) {
                out.exchanged(present.id());
            }
        }
        if (message.approved()) {
            settlement.onApproved(from, message.clear());
            settleIfAllDo(present);
        }
    }

    @Override
    public void onClear(MemberId from, ExchangeMessage.Clear message) {
        if (isForLater(from, message, message.view())) {
            return;
        }
        View present = view;
        if (present != null && message.view().equals(present.id())) {
            settlement.onApproved(from, true);
            settleIfAllDo(present);
        }
    }

    @Override
    public void onMissing(MemberId from, ExchangeMessage.Missing missing) {
        if (view != null && missing.view().equals(view.id()) && lanesToInstall.isEmpty()) {
            tellInstalled(from);
        }
    }

    @Override
    public void onExchanged(MemberId from, ExchangeMessage.Exchanged message) {
        View present = view;
        if (present == null || !message.view().equals(present.id())) {
            return;
        }
        if (message.asks() && lanesToExchange.isEmpty()) {
            out.send(from, new ExchangeMessage.Exchanged(present.id(), false));
        }
        if (exchanged.add(from) && exchanged.size() == present.members().size()) {
            out.purge(present.id());
        }
    }

    @Override
    public void onStale(MemberId from, ExchangeMessage.Stale stale) {
        // The coordinator sends its view until this member has it; what is open is sent again then.
    }

    /** The view that this member has installed, or null. */
    public @Nullable View view() {
        return view;
    }

    /** Whether every member has installed the view. */
    public boolean isExchangeOver() {
        return view != null && installed.size() == view.members().size();
    }

    @Override
    public ViewId acted() {
        return lastActing == null ? ViewId.NONE : lastActing.id();
    }

    @Override
    public List<Base> bases() {
        return bases.toList();
    }

    @Override
    public void install(View next, List<Base> inherited, List<ViewId> dead) {
        View before = view;
        boolean gap = next.isGapFor(self, before, false);
        View acted = lastActing;
        boolean strictGap = next.isGapFor(self, acted, true);
        bases.drop(dead).forEach(base -> out.report(new Event.BaseDropped(base)));
        if (before != null && bases.isBeside(next) && isOfAnotherCluster(before, next)) {
            bases.forget();
        }
        boolean leftBehind = bases.isLeftBehind(next, inherited);
        bases.inherit(inherited);
        bases.learn(inherited, next);
        approved = bases.onView(next);
        approvedInLanes = approvedInLanes && approved;
        out.report(new Event.Approved(next.id(), approved));
        view = next;
        lastActing = next.strict().acts() ? next : acted;
        viewNumber++;
        settlement.begin();
        Map<MemberId, Long> departed = leases.onView(next, nowNanos);
        lanesToInstall.clear();
        lanesToExchange.clear();
        for (int lane = 0; lane < laneCount; lane++) {
            lanesToInstall.add(lane);
            lanesToExchange.add(lane);
        }
        offers.clear();
        installed.clear();
        exchanged.clear();
        exchangeSentNanos = nowNanos;
        talk();
        checkMajority();
        publishQuorum();
        out.install(new Installation(
                new PartitionTable(next, strategy),
                viewNumber,
                new Passage(before, gap),
                new Passage(acted, strictGap),
                approved,
                departed,
                wallNanos - tickNanos));
        if (leftBehind) {
            out.expelled(
                    "view " + next.id() + " goes on from a line on which this member's own past does not lie; a new"
                            + " node can join. Clusters that began side by side are kept apart by initialMembers");
        }
    }

    /**
     * In a view that this member has not approved, STRICT tables are where they were before, and what is here of them may have been given up by an owner that went on without this member. Contracts are renewed all
     * the same, for SERVE tables: so nothing is read in STRICT ones, until all lanes are in a view that it has approved.
     */
    private void publishQuorum() {
        leases.publishQuorum(part -> approvedInLanes && bases.isQuorum(part), nowNanos);
    }

    /** Whether the two views have no past in common, and nothing STRICT was ever written in the one. */
    private static boolean isOfAnotherCluster(View own, View other) {
        return !other.hasOnLine(own.id())
                && own.line().stream().noneMatch(other::hasOnLine)
                && own.settings().tables().stream().noneMatch(View.TableSettings::strict);
    }

    /** Says once, and on demand again, that nobody outside the view can rely on this member any more. */
    private void tellClear() {
        View present = view;
        if (present == null || !approved || !lanesToInstall.isEmpty() || settlement.hasApproved(self, true)) {
            return;
        }
        if (leases.isClear(nowNanos)) {
            others().forEach(member -> out.send(member, new ExchangeMessage.Clear(present.id())));
            onClear(self, new ExchangeMessage.Clear(present.id()));
        }
    }

    private void settleIfAllDo(View present) {
        if (settlement.agrees(present)) {
            out.agreed(present.id());
        }
        if (settlement.settles(present)) {
            bases.onSettled(present);
            out.report(new Event.Settled(present.id()));
            publishQuorum();
            checkMajority();
            out.settled(present.id());
            coordination.settled(nowNanos);
        }
    }

    /** STRICT tables are refused from the moment at which the members that can be reached are no majority. */
    private void checkMajority() {
        Group reached = group;
        if (reached == null) {
            return;
        }
        boolean lacks =
                !bases.hasMajority(reached.members().stream().map(Peer::id).toList());
        if (lacks != minority) {
            minority = lacks;
            out.report(lacks ? new Event.MinorityEntered() : new Event.MinorityLeft());
            out.minority(lacks);
        }
    }

    /** The transport talks to who is in the group or in the view. */
    private void talk() {
        Map<MemberId, Peer> peers = new LinkedHashMap<>();
        if (group != null) {
            group.members().forEach(peer -> peers.put(peer.id(), peer));
        }
        if (view != null) {
            view.members().forEach(member -> peers.put(member.id(), member.peer()));
        }
        peers.remove(self);
        out.peers(peers.values());
    }

    /** Asks for other leases, unless lanes still have what is void in the view: then the last of them does. */
    private void renew(long now) {
        if (lanesToInstall.isEmpty()) {
            heartbeatNanos = now;
            leases.renew(now);
        }
    }

    private void publishOwnerLease() {
        if (ownerLease.isLive()) {
            out.horizon(self, ownerLease.untilNanos());
        }
    }

    private void tellInstalled(MemberId member) {
        View present = view;
        if (present == null) {
            return;
        }
        ExchangeMessage.Installed message = new ExchangeMessage.Installed(
                present.id(), approved, approved && leases.isClear(nowNanos), offers.getOrDefault(member, List.of()));
        if (member.equals(self)) {
            onInstalled(self, message);
        } else {
            out.send(member, message);
        }
    }

    private void repeatExchange(long now) {
        View present = view;
        if (present == null || now - exchangeSentNanos < timing.resendNanos()) {
            return;
        }
        exchangeSentNanos = now;
        for (MemberId member : others()) {
            if (!installed.contains(member) || settlement.lacksOnly(present, member)) {
                out.send(member, new ExchangeMessage.Missing(present.id()));
            }
        }
        if (lanesToExchange.isEmpty()) {
            others().stream()
                    .filter(member -> !exchanged.contains(member))
                    .forEach(member -> out.send(member, new ExchangeMessage.Exchanged(present.id(), true)));
        }
    }

    private boolean isForLater(MemberId from, ExchangeMessage message, ViewId id) {
        boolean later = view == null || id.isAfter(view.id()) || id.equals(view.id()) && !lanesToInstall.isEmpty();
        if (later && !from.equals(self)) {
            List<ExchangeMessage> waiting = early.computeIfAbsent(from, member -> new ArrayList<>());
            if (waiting.size() < MOST_EARLY) {
                waiting.add(message);
            }
        }
        return later && !from.equals(self);
    }

    private List<MemberId> others() {
        List<MemberId> others = new ArrayList<>();
        if (view != null) {
            for (View.Member member : view.members()) {
                if (!member.id().equals(self)) {
                    others.add(member.id());
                }
            }
        }
        return others;
    }
}
