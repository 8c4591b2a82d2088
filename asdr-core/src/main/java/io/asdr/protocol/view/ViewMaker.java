package io.asdr.protocol.view;

import io.asdr.protocol.message.Base;
import io.asdr.protocol.message.ViewMessage.Refused;
import io.asdr.protocol.message.ViewMessage.Told;
import io.asdr.spi.Group;
import io.asdr.spi.KeyFormats;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.StrictPast;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next view from what all members of a group told (PROTOCOL 2; {@code Views.tla}).
 *
 * <p>It goes on from the greatest view that was told, if all others are on its line; at a merge, from the line on which the bases of the most members lie, then from the part that most members come
 * from. So a member that told a view on the line keeps what it has.
 */
public final class ViewMaker {

    /**
     * A view and who was not taken into it, with the reason.
     *
     * @param view null if nothing would change
     * @param inherited the bases with which a member begins that has none: those of the line
     * @param dead bases beside the line that can never be settled
     */
    public record Result(
            @Nullable View view, List<Base> inherited, List<ViewId> dead, Map<MemberId, Refused> refused) {}

    /**
     * Tables all of whose keys have moved to the present format.
     *
     * @param view in which all members said so
     */
    public record Moved(ViewId view, Set<Integer> tables) {

        static final Moved NOTHING = new Moved(ViewId.NONE, Set.of());
    }

    private final MemberId self;
    private final int initialMembers;
    private long madeEpoch;

    /** {@code initialMembers}: a majority of so many must be in the first view that may act in STRICT tables. */
    public ViewMaker(MemberId self, int initialMembers) {
        this.self = self;
        this.initialMembers = initialMembers;
    }

    /**
     * Makes a view.
     *
     * @param told what each member of the group told
     * @param opens tables to be opened, with id 0
     * @param madeHere the views that were made of this very group: a member may still install one of them
     */
    public Result make(
            Group group, Map<MemberId, Told> told, Collection<View.TableSettings> opens, Set<ViewId> madeHere) {
        return make(group, told, opens, Moved.NOTHING, madeHere);
    }

    /**
     * Makes a view.
     *
     * @param told what each member of the group told
     * @param opens tables to be opened, with id 0
     * @param moved tables whose former keys are gone
     * @param madeHere the views that were made of this very group: a member may still install one of them
     */
    public Result make(
            Group group,
            Map<MemberId, Told> told,
            Collection<View.TableSettings> opens,
            Moved moved,
            Set<ViewId> madeHere) {
        Set<ViewId> neverSettled = neverSettled(told, madeHere);
        View base = base(told.values(), neverSettled);
        View.Settings settings =
                base != null ? base.settings() : told(told, self).settings();
        Map<MemberId, Refused> refused = refused(group, told, settings);
        KeyFormats keys = agree(base, told, refused);
        refuseUnreadable(told, keys, refused);
        long epoch = madeEpoch;
        for (Told answer : told.values()) {
            View installed = answer.installed();
            epoch = installed == null ? epoch : Math.max(epoch, installed.id().epoch());
        }
        ViewId id = new ViewId(epoch + 1, self);
        List<View.Member> members = members(group, told, refused, base, id);
        View idle = new View(
                id,
                members,
                line(base),
                settings(
                        settings,
                        keys,
                        told.values(),
                        opens,
                        base != null && base.id().equals(moved.view()) ? moved.tables() : Set.of(),
                        id),
                new StrictPast(false, ViewId.NONE, List.of()));
        List<ViewId> dead =
                neverSettled.stream().filter(beside -> !idle.hasOnLine(beside)).toList();
        List<Base> known = told.values().stream()
                .flatMap(answer -> answer.bases().stream())
                .toList();
        List<Base> inherited = Bases.newest(
                inherited(told, base).stream()
                        .filter(ofTheLine -> !dead.contains(ofTheLine.id()))
                        .toList(),
                known,
                idle);
        View view = new View(
                id,
                members,
                idle.line(),
                idle.settings(),
                strictPast(base, told, idle, mayAct(told, idle, inherited, dead)));
        if (base != null && changesNothing(base, view, told, refused)) {
            return new Result(null, List.of(), List.of(), refused);
        }
        madeEpoch = epoch + 1;
        return new Result(view, inherited, dead, refused);
    }

    /** Whether all its members approve the view, as far as they told: else it can never be settled, and nobody shall act in it. */
    private boolean mayAct(Map<MemberId, Told> told, View view, List<Base> inherited, List<ViewId> dead) {
        return told.entrySet().stream()
                .filter(answer -> view.contains(answer.getKey()))
                .map(answer -> answer.getValue().bases().stream()
                        .filter(base -> !dead.contains(base.id()))
                        .toList())
                .allMatch(bases -> Bases.approves(
                        bases.isEmpty() ? inherited : Bases.newest(bases, inherited, view), view, initialMembers));
    }

    private static StrictPast strictPast(@Nullable View base, Map<MemberId, Told> told, View view, boolean acts) {
        ViewId last = base == null
                ? ViewId.NONE
                : base.strict().acts() ? base.id() : base.strict().last();
        if (!acts) {
            return new StrictPast(
                    false, last, base == null ? List.of() : base.strict().members());
        }
        List<StrictPast.Since> members = view.members().stream()
                .map(member -> {
                    ViewId before = base == null ? null : base.strict().since(member.id());
                    boolean onLine = view.hasOnLine(told(told, member.id()).acted());
                    return new StrictPast.Since(member.id(), before == null || !onLine ? view.id() : before);
                })
                .toList();
        return new StrictPast(true, last, members);
    }

    /** The view to go on from, or null where nobody has one. */
    private static @Nullable View base(Collection<Told> told, Set<ViewId> neverSettled) {
        return told.stream()
                .map(Told::installed)
                .filter(Objects::nonNull)
                .max(Comparator.<View, Boolean>comparing(view -> !canNeverAct(view, told))
                        .thenComparingLong(view -> told.stream()
                                .filter(answer -> hasBasesOn(view, answer, neverSettled))
                                .count())
                        .thenComparing(view -> newestSettled(view, told))
                        .thenComparingLong(view -> told.stream()
                                .map(Told::installed)
                                .filter(other -> other != null && view.hasOnLine(other.id()))
                                .count())
                        .thenComparing(View::id))
                .orElse(null);
    }

    /** The newest base on the line of {@code view} that somebody knows to be settled. A line beside such a view can never act again. */
    private static ViewId newestSettled(View view, Collection<Told> told) {
        return told.stream()
                .flatMap(answer -> answer.bases().stream())
                .filter(base -> base.settled() && view.hasOnLine(base.id()))
                .map(Base::id)
                .max(Comparator.naturalOrder())
                .orElse(ViewId.NONE);
    }

    /** Whether somebody knows of a settled view that has a past in common with {@code view}, but is not on its line. */
    private static boolean canNeverAct(View view, Collection<Told> told) {
        return told.stream().anyMatch(answer -> {
            View other = answer.installed();
            return other != null
                    && view.line().stream().anyMatch(other::hasOnLine)
                    && answer.bases().stream()
                            .anyMatch(
                                    base -> base.settled() && other.hasOnLine(base.id()) && !view.hasOnLine(base.id()));
        });
    }

    /** Whether the member could approve a view that goes on from {@code view}, as far as the line is concerned. */
    private static boolean hasBasesOn(View view, Told answer, Set<ViewId> neverSettled) {
        return !answer.bases().isEmpty()
                && answer.bases().stream()
                        .map(Base::id)
                        .allMatch(base -> view.hasOnLine(base) || neverSettled.contains(base));
    }

    /**
     * Bases that can never be settled: a member of such a view has told that it never approved it, and will not, since it takes only views of its present group or of a later one. Views of this group are
     * left out: one may be on its way to that member.
     */
    private static Set<ViewId> neverSettled(Map<MemberId, Told> told, Set<ViewId> madeHere) {
        Set<ViewId> never = new TreeSet<>();
        for (Told answer : told.values()) {
            for (Base base : answer.bases()) {
                boolean denied = base.members().stream()
                        .map(told::get)
                        .anyMatch(member -> member != null && neverApproved(member, base.id()));
                if (denied && !madeHere.contains(base.id())) {
                    never.add(base.id());
                }
            }
        }
        return never;
    }

    /**
     * Whether what the member told proves that it never approved {@code view}. Had it done so, the view would be among its bases, or on the line of all of them since a later one was settled; so one base
     * on the line of its installed view is enough to see that the view is not.
     */
    private static boolean neverApproved(Told member, ViewId view) {
        View installed = member.installed();
        if (member.bases().stream().anyMatch(base -> base.id().equals(view))) {
            return false;
        }
        if (installed == null || member.bases().isEmpty()) {
            return true;
        }
        List<ViewId> line = installed.line();
        boolean reachesBack =
                line.size() < View.MAX_LINE || line.get(line.size() - 1).epoch() < view.epoch();
        return reachesBack
                && !line.contains(view)
                && member.bases().stream().anyMatch(base -> installed.hasOnLine(base.id()));
    }

    /** The bases of a member that has the view which is gone on from; of this one if it does. */
    private List<Base> inherited(Map<MemberId, Told> told, @Nullable View base) {
        if (base == null) {
            return List.of();
        }
        Told own = told.get(self);
        List<Told> there = new ArrayList<>(told.values());
        if (own != null) {
            there.add(0, own);
        }
        return there.stream()
                .filter(answer ->
                        answer.installed() != null && answer.installed().id().equals(base.id()))
                .map(Told::bases)
                .findFirst()
                .orElse(List.of());
    }

    private static KeyFormats agree(@Nullable View base, Map<MemberId, Told> told, Map<MemberId, Refused> refused) {
        KeyFormats before = base == null ? null : base.settings().keys();
        if (before != null && base != null && refused.isEmpty() && haveAll(base, told) && mayMove(base, told)) {
            KeyFormats next = FormatVote.next(before, votes(told.values()));
            if (!next.equals(before)) {
                return next;
            }
        }
        return FormatVote.agree(
                before,
                told.entrySet().stream()
                        .filter(answer -> !refused.containsKey(answer.getKey()))
                        .map(answer -> answer.getValue().settings().keys())
                        .filter(vote -> before == null || vote.readsAllOf(before))
                        .toList());
    }

    /** Whether the members of the view are those that told, and have installed it. */
    private static boolean haveAll(View view, Map<MemberId, Told> told) {
        return told.size() == view.members().size()
                && told.entrySet().stream()
                        .allMatch(answer -> view.contains(answer.getKey())
                                && answer.getValue().installed() != null
                                && answer.getValue().installed().id().equals(view.id()));
    }

    private static boolean mayMove(View view, Map<MemberId, Told> told) {
        return !hasStrictTables(view) || newestSettled(view, told.values()).equals(view.id());
    }

    static boolean hasStrictTables(View view) {
        return view.settings().tables().stream().anyMatch(View.TableSettings::strict);
    }

    private static List<KeyFormats> votes(Collection<Told> told) {
        return told.stream().map(answer -> answer.settings().keys()).toList();
    }

    /** Whether the tables are to move to another key format in the next view, once all members have this one. */
    public static boolean isToMove(View view, Collection<Told> told) {
        KeyFormats keys = view.settings().keys();
        return told.size() == view.members().size()
                && !FormatVote.next(keys, votes(told)).equals(keys);
    }

    private static void refuseUnreadable(Map<MemberId, Told> told, KeyFormats keys, Map<MemberId, Refused> refused) {
        told.forEach((member, answer) -> {
            KeyFormats read = answer.settings().keys();
            if (!read.readsAllOf(keys)) {
                refused.putIfAbsent(
                        member, new Refused("keyFormat=" + read + ", the cluster has keyFormat=" + keys, true));
            }
        });
    }

    private static Map<MemberId, Refused> refused(Group group, Map<MemberId, Told> told, View.Settings settings) {
        Map<MemberId, Refused> refused = new TreeMap<>();
        for (Peer peer : group.members()) {
            View.Settings brought = told(told, peer.id()).settings();
            if (brought.partitionCount() != settings.partitionCount()) {
                refused.put(
                        peer.id(),
                        new Refused(
                                "partitionCount=" + brought.partitionCount() + ", the cluster has "
                                        + settings.partitionCount(),
                                false));
            } else if (!brought.strategy().equals(settings.strategy())) {
                refused.put(
                        peer.id(),
                        new Refused(
                                "ownership='" + brought.strategy() + "', the cluster has '" + settings.strategy() + "'",
                                false));
            }
        }
        return refused;
    }

    /** Those of the base first, in their order; then the new ones, in the group's. */
    private static List<View.Member> members(
            Group group, Map<MemberId, Told> told, Map<MemberId, Refused> refused, @Nullable View base, ViewId id) {
        Map<MemberId, Peer> joining = new LinkedHashMap<>();
        group.members().forEach(peer -> joining.put(peer.id(), peer));
        joining.keySet().removeAll(refused.keySet());
        Addresses addresses = addresses(joining.keySet(), told, base);
        List<View.Member> members = new ArrayList<>();
        if (base != null) {
            for (View.Member member : base.members()) {
                if (joining.remove(member.id()) != null) {
                    boolean leaving =
                            member.leaving() || told(told, member.id()).leaving();
                    // Who comes from beside the line has nothing of it: the others have to see that.
                    View installed = told(told, member.id()).installed();
                    boolean came = installed != null && !base.hasOnLine(installed.id());
                    members.add(new View.Member(
                            member.peer(), came ? id : member.since(), leaving, addresses.of(member.id())));
                }
            }
        }
        joining.values()
                .forEach(peer -> members.add(
                        new View.Member(peer, id, told(told, peer.id()).leaving(), addresses.of(peer.id()))));
        return members;
    }

    private static Addresses addresses(Collection<MemberId> members, Map<MemberId, Told> told, @Nullable View base) {
        Addresses addresses = new Addresses();
        members.forEach(member -> addresses.give(member, addressIn(base, member)));
        members.forEach(member -> addresses.give(member, told(told, member).address()));
        // Where parts meet, those of the others keep theirs, too, if they are free.
        members.forEach(member ->
                addresses.give(member, addressIn(told(told, member).installed(), member)));
        return addresses;
    }

    private static int addressIn(@Nullable View view, MemberId id) {
        View.Member member = view == null ? null : view.member(id);
        return member == null ? 0 : member.address();
    }

    private static List<ViewId> line(@Nullable View base) {
        List<ViewId> line = new ArrayList<>();
        if (base != null) {
            line.add(base.id());
            line.addAll(base.line());
        }
        return line.subList(0, Math.min(line.size(), View.MAX_LINE));
    }

    /** The tables of the line as they are, then those that only other parts have, then those that are opened. */
    private static View.Settings settings(
            View.Settings settings,
            KeyFormats keys,
            Collection<Told> told,
            Collection<View.TableSettings> opens,
            Set<Integer> moved,
            ViewId id) {
        int major = keys.format().major();
        Map<String, View.TableSettings> tables = new LinkedHashMap<>();
        for (View.TableSettings table : settings.tables()) {
            View.TableSettings present = moved.contains(table.id()) ? table.moved() : table;
            tables.put(table.name(), present.keyMajor() == major ? present : present.movingTo(major, id));
        }
        List<View.TableSettings> others = new ArrayList<>();
        for (Told answer : told) {
            View installed = answer.installed();
            if (installed != null) {
                others.addAll(installed.settings().tables());
            }
        }
        others.addAll(opens);
        for (View.TableSettings table : others) {
            tables.computeIfAbsent(
                    table.name(), name -> brought(table, major, id).bornIn(id, freeId(name, tables.values())));
        }
        List<Integer> former = tables.values().stream()
                .filter(View.TableSettings::isMoving)
                .map(View.TableSettings::movingFrom)
                .toList();
        return new View.Settings(
                settings.partitionCount(),
                settings.strategy(),
                settings.seed(),
                List.copyOf(tables.values()),
                new KeyFormats(keys.format(), former));
    }

    /** A table that is new on the line. One that only another part has, and that was moving there, begins anew: not everybody here may read its keys. */
    private static View.TableSettings brought(View.TableSettings table, int major, ViewId id) {
        return table.isMoving() ? table.movingTo(major, id).moved() : table.inFormat(major);
    }

    /** Follows from the name, so that clusters that begin side by side and meet give a table the same one. */
    private static int freeId(String name, Collection<View.TableSettings> tables) {
        int wanted = name.hashCode();
        while (wanted <= 0 || isTaken(wanted, tables)) {
            wanted = wanted + 1 & Integer.MAX_VALUE;
        }
        return wanted;
    }

    private static boolean isTaken(int id, Collection<View.TableSettings> tables) {
        return tables.stream().anyMatch(table -> table.id() == id);
    }

    private static boolean changesNothing(
            View base, View view, Map<MemberId, Told> told, Map<MemberId, Refused> refused) {
        boolean allHaveIt = told.entrySet().stream()
                .filter(entry -> !refused.containsKey(entry.getKey()))
                .allMatch(entry -> entry.getValue().installed() != null
                        && entry.getValue().installed().id().equals(base.id()));
        return allHaveIt
                && view.members().equals(base.members())
                && view.strict().acts() == base.strict().acts()
                && view.settings().equals(base.settings());
    }

    private static Told told(Map<MemberId, Told> told, MemberId member) {
        Told answer = told.get(member);
        if (answer == null) {
            throw new IllegalArgumentException("member " + member + " of the group has not told its view");
        }
        return answer;
    }
}
