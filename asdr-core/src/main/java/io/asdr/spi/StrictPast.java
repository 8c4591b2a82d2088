package io.asdr.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a view may act in STRICT tables, and since when its members have been in all views on its line that may. In a view that may not, nothing STRICT is ever written: who was out of such views only
 * has missed nothing.
 *
 * @param acts whether the view may act: no member approves one that may not
 * @param last the newest view before it on its line that may act; {@link ViewId#NONE} if there is none
 * @param members where the view acts, its own; else those of {@code last}
 */
public record StrictPast(boolean acts, ViewId last, List<Since> members) {

    public StrictPast {
        members = List.copyOf(members);
    }

    /** A member, and the view since which it has been in all views that may act without a break. */
    public record Since(MemberId member, ViewId since) {}

    /** The view since which the member has been in all views that may act, or null if it is in none. */
    public @Nullable ViewId since(MemberId member) {
        for (Since entry : members) {
            if (entry.member().equals(member)) {
                return entry.since();
            }
        }
        return null;
    }
}
