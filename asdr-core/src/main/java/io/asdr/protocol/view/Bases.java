package io.asdr.protocol.view;

import io.asdr.protocol.message.Base;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The views that a new one must hold majorities of before this member lets it act in STRICT tables (PROTOCOL 6; {@code QuorumLeases.tla}).
 *
 * <p>Invariant: a view that may have become settled is among them, or one that descends from it is. So a part of a split can't become a majority of itself, and two views never act at once.
 */
public final class Bases {

    private final int initialMembers;
    private List<Base> bases = List.of();

    /** {@code initialMembers}: a majority of so many must be in the first view of a cluster. */
    public Bases(int initialMembers) {
        this.initialMembers = initialMembers;
    }

    /** Begins with the bases of the line that a view goes on from, where this member has none of its own. */
    public void inherit(List<Base> inherited) {
        if (bases.isEmpty()) {
            bases = List.copyOf(inherited);
        }
    }

    /** Learns from others which view on the line of {@code next} is settled: it takes the place of those that it descends from, as if this member had been in it. */
    public void learn(List<Base> known, View next) {
        bases = newest(bases, known, next);
    }

    /**
     * {@code bases} with the newest of {@code known} that is settled and on the line of {@code next}, instead of older ones on that line. If this member approved that one itself, all that it had before are on the line
     * for certain, though the line may not reach back to them.
     */
    static List<Base> newest(List<Base> bases, List<Base> known, View next) {
        Base settled = known.stream()
                .filter(base -> base.settled() && next.hasOnLine(base.id()))
                .max(Comparator.comparing(Base::id))
                .orElse(null);
        if (settled == null) {
            return bases;
        }
        List<Base> older = new ArrayList<>();
        for (Base base : bases) {
            if (base.id().equals(settled.id())) {
                bases.subList(0, bases.indexOf(base)).stream()
                        .filter(before -> settled.id().isAfter(before.id()))
                        .forEach(older::add);
            } else if (next.hasOnLine(base.id()) && settled.id().isAfter(base.id())) {
                older.add(base);
            }
        }
        if (older.isEmpty()) {
            return bases;
        }
        List<Base> newer = new ArrayList<>();
        newer.add(settled);
        bases.stream()
                .filter(base -> !base.id().equals(settled.id()) && !older.contains(base))
                .forEach(newer::add);
        return List.copyOf(newer);
    }

    /** Forgets bases that can never be settled. Returns those that it had. */
    public List<ViewId> drop(List<ViewId> dead) {
        List<ViewId> dropped = ids().stream().filter(dead::contains).toList();
        bases = bases.stream().filter(base -> !dead.contains(base.id())).toList();
        return dropped;
    }

    /** Forgets all: this member comes from another cluster, in which nothing STRICT was ever written. */
    public void forget() {
        bases = List.of();
    }

    /** Takes a view that this member installs; returns whether it approves it. */
    public boolean onView(View next) {
        boolean approved = next.strict().acts() && approves(bases, next, initialMembers);
        if (approved) {
            List<Base> more = new ArrayList<>(bases);
            more.add(Base.of(next));
            bases = List.copyOf(more);
        }
        return approved;
    }

    /** Whether who has those bases approves the view; {@code initialMembers} counts where there are none. */
    static boolean approves(List<Base> bases, View next, int initialMembers) {
        return bases.isEmpty()
                ? 2 * Base.of(next).members().size() > initialMembers
                : bases.stream().allMatch(base -> next.hasOnLine(base.id()) && base.isMajority(next::contains));
    }

    /** The view may act: it is the only base from now on. */
    public void onSettled(View view) {
        bases = List.of(Base.of(view).asSettled());
    }

    /** Whether some base lies beside the line of {@code view}: this member can approve no view that goes on from there. */
    public boolean isBeside(View view) {
        return bases.stream().anyMatch(base -> !view.hasOnLine(base.id()));
    }

    /**
     * Whether that is so for good: a view on the line of {@code view} is known to be settled that is not on this member's own. Else nobody here knows which of the two will go on, and one who is away may prove
     * that a base is dead.
     *
     * @param ofTheLine the bases of the line
     */
    public boolean isLeftBehind(View view, List<Base> ofTheLine) {
        ViewId common = ids().stream()
                .filter(view::hasOnLine)
                .max(Comparator.naturalOrder())
                .orElse(ViewId.NONE);
        return isBeside(view)
                && ofTheLine.stream()
                        .anyMatch(base -> base.settled()
                                && view.hasOnLine(base.id())
                                && base.id().isAfter(common));
    }

    /** Whether {@code reached}, this member among them, hold majorities of all bases. */
    public boolean hasMajority(List<MemberId> reached) {
        return bases.isEmpty()
                ? 2 * reached.size() > initialMembers
                : bases.stream().allMatch(base -> base.isMajority(reached::contains));
    }

    /** Whether the member is in all bases. */
    public boolean haveAll(MemberId member) {
        return bases.stream().allMatch(base -> base.members().contains(member));
    }

    /** Whether those in {@code part} are a majority of each base; false where there is none. */
    public boolean isQuorum(Predicate<MemberId> part) {
        return !bases.isEmpty() && bases.stream().allMatch(base -> base.isMajority(part));
    }

    public List<Base> toList() {
        return bases;
    }

    private List<ViewId> ids() {
        return bases.stream().map(Base::id).toList();
    }
}
