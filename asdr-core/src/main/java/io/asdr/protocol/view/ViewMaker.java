package io.asdr.protocol.view;

import io.asdr.protocol.message.ViewMessage.Told;
import io.asdr.spi.Group;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next view from what all members of a group told (PROTOCOL 2; {@code Views.tla}).
 *
 * <p>It goes on from the greatest view that was told, if all others are on its line; at a merge, from the part that most members come from. So a member that told a view on the line keeps what it has.
 */
public final class ViewMaker {

    /** A view and who was not taken into it, with the reason. {@code view} is null if nothing would change. */
    public record Result(@Nullable View view, Map<MemberId, String> refused) {}

    private final MemberId self;
    private long madeEpoch;

    public ViewMaker(MemberId self) {
        this.self = self;
    }

    /**
     * Makes a view.
     *
     * @param told what each member of the group told
     * @param opens tables to be opened, with id 0
     */
    public Result make(Group group, Map<MemberId, Told> told, Collection<View.TableSettings> opens) {
        View base = base(told.values());
        View.Settings settings =
                base != null ? base.settings() : told(told, self).settings();
        Map<MemberId, String> refused = refused(group, told, settings);
        long epoch = madeEpoch;
        for (Told answer : told.values()) {
            View installed = answer.installed();
            epoch = installed == null ? epoch : Math.max(epoch, installed.id().epoch());
        }
        ViewId id = new ViewId(epoch + 1, self);
        List<View.Member> members = members(group, told, refused, base, id);
        View view = new View(id, members, line(base), settings(settings, opens, id));
        if (base != null && changesNothing(base, view, told, refused)) {
            return new Result(null, refused);
        }
        madeEpoch = epoch + 1;
        return new Result(view, refused);
    }

    /** The view to go on from, or null where nobody has one. */
    private static @Nullable View base(Collection<Told> told) {
        List<View> views = new ArrayList<>();
        for (Told answer : told) {
            if (answer.installed() != null) {
                views.add(answer.installed());
            }
        }
        View best = null;
        int mostOnLine = 0;
        for (View view : views) {
            int onLine = 0;
            for (View other : views) {
                onLine += view.hasOnLine(other.id()) ? 1 : 0;
            }
            boolean better = onLine > mostOnLine
                    || onLine == mostOnLine && best != null && view.id().isAfter(best.id());
            if (better) {
                best = view;
                mostOnLine = onLine;
            }
        }
        return best;
    }

    private static Map<MemberId, String> refused(Group group, Map<MemberId, Told> told, View.Settings settings) {
        Map<MemberId, String> refused = new TreeMap<>();
        for (Peer peer : group.members()) {
            View.Settings brought = told(told, peer.id()).settings();
            if (brought.partitionCount() != settings.partitionCount()) {
                refused.put(
                        peer.id(),
                        "partitionCount=" + brought.partitionCount() + ", the cluster has "
                                + settings.partitionCount());
            } else if (!brought.strategy().equals(settings.strategy())) {
                refused.put(
                        peer.id(),
                        "ownership='" + brought.strategy() + "', the cluster has '" + settings.strategy() + "'");
            }
        }
        return refused;
    }

    /** Those of the base first, in their order; then the new ones, in the group's. */
    private static List<View.Member> members(
            Group group, Map<MemberId, Told> told, Map<MemberId, String> refused, @Nullable View base, ViewId id) {
        Map<MemberId, Peer> joining = new LinkedHashMap<>();
        group.members().forEach(peer -> joining.put(peer.id(), peer));
        joining.keySet().removeAll(refused.keySet());
        List<View.Member> members = new ArrayList<>();
        if (base != null) {
            for (View.Member member : base.members()) {
                if (joining.remove(member.id()) != null) {
                    boolean leaving =
                            member.leaving() || told(told, member.id()).leaving();
                    members.add(new View.Member(member.peer(), member.since(), leaving));
                }
            }
        }
        joining.values()
                .forEach(peer -> members.add(
                        new View.Member(peer, id, told(told, peer.id()).leaving())));
        return members;
    }

    private static List<ViewId> line(@Nullable View base) {
        List<ViewId> line = new ArrayList<>();
        if (base != null) {
            line.add(base.id());
            line.addAll(base.line());
        }
        return line.subList(0, Math.min(line.size(), View.MAX_LINE));
    }

    private static View.Settings settings(View.Settings settings, Collection<View.TableSettings> opens, ViewId id) {
        List<View.TableSettings> tables = new ArrayList<>(settings.tables());
        int lastId = tables.stream().mapToInt(View.TableSettings::id).max().orElse(0);
        for (View.TableSettings open : opens) {
            if (settings.table(open.name()) == null) {
                tables.add(open.bornIn(id, ++lastId));
            }
        }
        return new View.Settings(settings.partitionCount(), settings.strategy(), tables);
    }

    private static boolean changesNothing(
            View base, View view, Map<MemberId, Told> told, Map<MemberId, String> refused) {
        boolean allHaveIt = told.entrySet().stream()
                .filter(entry -> !refused.containsKey(entry.getKey()))
                .allMatch(entry -> entry.getValue().installed() != null
                        && entry.getValue().installed().id().equals(base.id()));
        return allHaveIt
                && view.members().equals(base.members())
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
