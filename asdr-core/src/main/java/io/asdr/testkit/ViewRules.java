package io.asdr.testkit;

import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must hold of all views, whatever is in the tables: the invariants {@code UniqueIds}, {@code GapSound} and {@code AnswerHolds} of {@code Views.tla}. */
final class ViewRules {

    /** Who makes a view installs it first: so these are all that there are. */
    private final TreeMap<ViewId, View> views = new TreeMap<>();

    /** A member has installed {@code view}, with a gap or without one; returns which rules that breaks. */
    List<String> onView(MemberId member, @Nullable View before, View view, boolean gap) {
        List<String> broken = new ArrayList<>();
        View known = views.putIfAbsent(view.id(), view);
        if (known != null && !known.equals(view)) {
            broken.add("two views have the number " + view.id());
        }
        if (before != null && !gap && !wasInAllSince(before, member, view)) {
            broken.add("a member keeps what it has in view " + view.id() + " though it was not in all views since "
                    + before.id());
        }
        // Its owners take it for complete else.
        if (before != null && gap && !view.since(member, false).isAfter(before.id())) {
            broken.add("a member that had view " + before.id() + " has a gap, which others can't see in view "
                    + view.id());
        }
        return broken;
    }

    private boolean wasInAllSince(View before, MemberId member, View view) {
        return view.hasOnLine(before.id())
                && views.values().stream()
                        .filter(other ->
                                view.hasOnLine(other.id()) && other.id().isAfter(before.id()))
                        .allMatch(other -> other.contains(member));
    }
}
