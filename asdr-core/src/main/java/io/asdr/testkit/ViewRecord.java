package io.asdr.testkit;

import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which views the members of a simulated cluster have installed, and what follows: whether the cluster is or was split, and who has fallen since it was last whole. */
final class ViewRecord {

    private final Supplier<List<SimulatedNode>> alive;
    private final TreeMap<MemberId, View> present = new TreeMap<>();
    private final TreeMap<ViewId, View> sinceWhole = new TreeMap<>();
    private final TreeSet<MemberId> fallen = new TreeSet<>();
    private final TreeSet<ViewId> approved = new TreeSet<>();
    private final TreeSet<MemberId> left = new TreeSet<>();
    private int survivable;
    private boolean wasSplit;
    private long newestNanos;

    ViewRecord(Supplier<List<SimulatedNode>> alive) {
        this.alive = alive;
    }

    /** A member has installed a view. Returns whether that put a living member out. */
    boolean onView(MemberId member, @Nullable View before, View view, boolean gap, long now) {
        if (gap && before != null) {
            // What it had is void, as if it had fallen.
            fallen.add(member);
        }
        present.put(member, view);
        newestNanos = sinceWhole.put(view.id(), view) == null ? now : newestNanos;
        boolean putOut = false;
        for (SimulatedNode node : alive.get()) {
            View theirs = present.get(node.id());
            if (theirs == null || node.id().equals(member)) {
                continue;
            }
            boolean out = leavesOut(view, node.id(), theirs);
            boolean outThere = leavesOut(theirs, member, view);
            putOut |= out || outThere;
            if (out && approved.contains(view.id())) {
                fallen.add(node.id());
            }
            if (outThere && approved.contains(theirs.id())) {
                fallen.add(member);
            }
        }
        wasSplit |= putOut;
        return putOut;
    }

    boolean hasInstalled(MemberId member) {
        return present.containsKey(member);
    }

    /** Whether a view that a member is about to install puts a living one out. */
    boolean putsOut(MemberId member, View view) {
        return alive.get().stream().anyMatch(node -> {
            View theirs = present.get(node.id());
            return !node.id().equals(member) && theirs != null && leavesOut(view, node.id(), theirs);
        });
    }

    /** Whether {@code member}, whose view is {@code theirs}, is out of a view from which it did not go on. */
    private static boolean leavesOut(View view, MemberId member, View theirs) {
        return !view.contains(member) && !theirs.hasOnLine(view.id());
    }

    /** Some member takes the view for one that may act. */
    void onApproved(ViewId view) {
        approved.add(view);
    }

    void onFallen(MemberId member) {
        fallen.add(member);
    }

    /** The member handed over all that it had before it went. Where too few stay in its view for as many copies as there were, one is gone with it. */
    void onLeft(MemberId member) {
        left.add(member);
        View last = present.get(member);
        long staying = last == null
                ? 0
                : last.members().stream()
                        .filter(each -> !each.leaving() && !each.id().equals(member))
                        .count();
        if (staying <= survivable) {
            fallen.add(member);
        }
    }

    /** Every partition stands on its whole chain in one view, which can lose {@code canFall} members. */
    void onWhole(int canFall) {
        fallen.clear();
        survivable = canFall;
    }

    /** Whether as many have fallen since the cluster was last whole as may lose a partition. */
    boolean mayHaveLost() {
        return fallen.size() > survivable;
    }

    /** Only the present views matter from now on: everybody who is here relies on no older one. */
    void forgetOlder() {
        sinceWhole.clear();
        for (SimulatedNode node : alive.get()) {
            View view = present.get(node.id());
            if (view != null) {
                sinceWhole.put(view.id(), view);
            }
        }
    }

    /** When a view was first installed that nobody had before. */
    long newestNanos() {
        return newestNanos;
    }

    /** How many members fell since the cluster was last whole. */
    int fallenCount() {
        return fallen.size();
    }

    /** Whether a living member was ever out of the others' view. */
    boolean wasSplit() {
        return wasSplit;
    }

    /** Whether the living members, without {@code gone}, are a majority of each view that may still count in STRICT tables. */
    boolean keepsMajorities(MemberId gone) {
        List<MemberId> stay = new ArrayList<>();
        for (SimulatedNode node : alive.get()) {
            if (!node.id().equals(gone)) {
                stay.add(node.id());
            }
        }
        for (View view : sinceWhole.values()) {
            List<MemberId> counted = new ArrayList<>();
            view.members().forEach(member -> {
                if (!left.contains(member.id())) {
                    counted.add(member.id());
                }
            });
            long living = counted.stream().filter(stay::contains).count();
            boolean half = !counted.isEmpty() && 2 * living == counted.size() && stay.contains(counted.get(0));
            if (2 * living <= counted.size() && !half) {
                return false;
            }
        }
        return true;
    }

    /** The members of the newest view that somebody has, oldest first. */
    List<MemberId> byAge() {
        return present.values().stream()
                .max(Comparator.comparing(View::id))
                .map(view -> view.members().stream().map(View.Member::id).toList())
                .orElse(List.of());
    }

    Map<MemberId, View> present() {
        return present;
    }
}
