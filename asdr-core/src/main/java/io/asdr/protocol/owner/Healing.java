package io.asdr.protocol.owner;

import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.message.HandoverMessage.CallLog;
import io.asdr.protocol.message.HandoverMessage.Compare;
import io.asdr.protocol.message.HandoverMessage.Release;
import io.asdr.protocol.message.HandoverMessage.Synchronise;
import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** Brings a partition back to its full chain after a view: synchronises the new replicas, then releases who is no longer needed (PROTOCOL 7). Only a complete owner heals. */
final class Healing {

    private final Place place;
    private final Entries entries;
    private final ChainInEffect chain;
    private final TreeMap<MemberId, Mirror> mirrors = new TreeMap<>();
    private final TreeMap<MemberId, Long> releasedAt = new TreeMap<>();
    private long numbers;

    /** The lane lets other partitions go first. */
    private boolean queued;

    Healing(Place place, Entries entries, ChainInEffect chain) {
        this.place = place;
        this.entries = entries;
        this.chain = chain;
    }

    /** What was begun in the view before is void. Who was told to give up what it has may have done so: its answer would come from the view before. */
    void onView() {
        releasedAt.keySet().forEach(chain::onUncertain);
        mirrors.clear();
        releasedAt.clear();
        queued = false;
    }

    /** Begins what is needed next, and repeats what was not answered: a member that is complete already says so again. */
    void proceed() {
        long now = place.nowNanos();
        List<MemberId> lacking = chain.toSynchronise();
        mirrors.keySet().retainAll(lacking);
        queued = false;
        for (MemberId member : lacking) {
            Mirror mirror = mirrors.get(member);
            if (place.isHeldBack(member)) {
                continue;
            }
            if (mirror == null) {
                if (!place.takesTurn()) {
                    queued = true;
                    break;
                }
                mirror = new Mirror(++numbers, entries);
                mirrors.put(member, mirror);
            } else if (now - mirror.sentNanos() < place.resendNanos()) {
                continue;
            }
            mirror.onSent(now);
            place.send(member, new Synchronise(mirror.number()));
        }
        for (MemberId member : chain.toRelease()) {
            Long sentNanos = releasedAt.get(member);
            if (sentNanos == null || now - sentNanos >= place.resendNanos()) {
                releasedAt.put(member, now);
                place.send(member, new Release());
            }
        }
    }

    void onCompare(MemberId from, Compare compare, BiPredicate<MemberId, Key> unanswered, CallLog calls) {
        Mirror mirror = mirrors.get(from);
        // A new replica that is congested asks again until it is not.
        if (mirror != null && mirror.number() == compare.number() && !place.isHeldBack(from)) {
            mirror.onSent(place.nowNanos());
            place.send(from, mirror.page(compare, key -> unanswered.test(from, key), calls, place.nowNanos()));
        }
    }

    void onSynchronised(MemberId from, long number) {
        Mirror mirror = mirrors.get(from);
        if (mirror != null && mirror.number() == number) {
            chain.onComplete(List.of(from));
            proceed();
        }
    }

    /** Returns whether the member had been told to give up what it has. */
    boolean onReleased(MemberId from) {
        boolean told = releasedAt.remove(from) != null;
        if (told) {
            chain.onReleased(from);
        }
        return told;
    }

    /** Whether ticks are needed. Who waits for its turn is told of it. */
    boolean isBusy() {
        return !chain.isHealed() && !(queued && mirrors.isEmpty());
    }

    /** Whether data is on its way to a new replica. */
    boolean isMoving() {
        return !mirrors.isEmpty();
    }
}
