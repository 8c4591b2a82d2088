package io.asdr.protocol.owner;

import io.asdr.spi.MemberId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who gets the owner's writes: the chain of the view, and every member that was in it or is complete, until it is released (PROTOCOL 7).
 *
 * <p>Invariant: at each moment of a change, all that was committed stands on as many members as before it, so nobody is let go before the whole new chain is complete.
 */
final class ChainInEffect {

    private final MemberId self;
    private final TreeSet<MemberId> members = new TreeSet<>();
    private final TreeSet<MemberId> complete = new TreeSet<>();
    private final TreeMap<MemberId, Long> departed = new TreeMap<>();
    private List<MemberId> chain = List.of();

    ChainInEffect(MemberId self) {
        this.self = self;
    }

    /** Takes the chain of a new view; who was in effect stays. */
    void onChain(List<MemberId> newChain) {
        chain = newChain;
        members.addAll(newChain);
        members.remove(self);
    }

    /** A member left the view: it may read until {@code leaseEndNanos}. */
    void onLeft(MemberId member, long leaseEndNanos) {
        complete.remove(member);
        if (members.remove(member)) {
            departed.put(member, leaseEndNanos);
        }
    }

    /** These have every committed entry: they get the writes from now on. */
    void onComplete(Collection<MemberId> found) {
        for (MemberId member : found) {
            if (!member.equals(self)) {
                complete.add(member);
                members.add(member);
            }
        }
    }

    /** These have every committed entry up to now, but are not waited for: they are to be told of what comes, or released. */
    void onSources(Collection<MemberId> found) {
        members.addAll(found);
        members.remove(self);
    }

    /** Nobody knows whether the member still has what it had: if it is needed, it is synchronised, or says that it is complete. */
    void onUncertain(MemberId member) {
        complete.remove(member);
    }

    void onReleased(MemberId member) {
        members.remove(member);
        complete.remove(member);
    }

    /** All members that get the writes, without the owner. */
    Set<MemberId> members() {
        return members;
    }

    boolean contains(MemberId member) {
        return members.contains(member);
    }

    /** Members that left while they could read, and when they no longer can; {@code agreed} if that is enough to forget them. */
    Map<MemberId, Long> departed(long nowNanos, boolean agreed) {
        if (agreed) {
            departed.values().removeIf(end -> nowNanos - end >= 0);
        }
        return departed;
    }

    /** Members of the chain that have not every entry yet. */
    List<MemberId> toSynchronise() {
        List<MemberId> lacking = List.of();
        for (MemberId member : chain) {
            if (!member.equals(self) && !complete.contains(member)) {
                lacking = with(lacking, member);
            }
        }
        return lacking;
    }

    /** Who is no longer needed: all outside the chain, once the whole chain is complete. */
    List<MemberId> toRelease() {
        if (!toSynchronise().isEmpty()) {
            return List.of();
        }
        List<MemberId> extra = List.of();
        for (MemberId member : members) {
            if (!chain.contains(member)) {
                extra = with(extra, member);
            }
        }
        return extra;
    }

    /** Whether the chain is complete, and nobody is to be released. */
    boolean isHealed() {
        return toSynchronise().isEmpty() && toRelease().isEmpty();
    }

    /** Mostly there is nobody: then no list is made. */
    private static List<MemberId> with(List<MemberId> list, MemberId member) {
        List<MemberId> longer = list.isEmpty() ? new ArrayList<>(2) : list;
        longer.add(member);
        return longer;
    }
}
