package io.asdr.protocol.view;

import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import java.util.TreeMap;

/**
 * What a member knows of whether the present view may act in STRICT tables: once all its members have approved it, and the leases that they gave to members outside it have ended (PROTOCOL 6). Then
 * nobody who is not in it can act or read any more.
 */
public final class Settlement {

    /** Who approved the view, and whether its leases to members outside have ended. */
    private final TreeMap<MemberId, Boolean> approved = new TreeMap<>();

    private boolean agreed;
    private boolean settled;

    /** Another view. */
    public void begin() {
        approved.clear();
        agreed = false;
        settled = false;
    }

    /** The member approved the view; {@code clear} if its leases to members outside have ended. */
    public void onApproved(MemberId member, boolean clear) {
        approved.merge(member, clear, Boolean::logicalOr);
    }

    /** Whether the member said so. */
    public boolean hasApproved(MemberId member, boolean clear) {
        Boolean said = approved.get(member);
        return said != null && (said || !clear);
    }

    /** Whether all have approved the view since what was told last; true once. From then on no view beside it can be settled. */
    public boolean agrees(View view) {
        boolean all = !agreed && view.members().stream().allMatch(member -> hasApproved(member.id(), false));
        agreed = agreed || all;
        return all;
    }

    /** Whether the view is settled since what was told last; true once. */
    public boolean settles(View view) {
        boolean all = !settled && view.members().stream().allMatch(member -> hasApproved(member.id(), true));
        settled = settled || all;
        return all;
    }

    /** Whether all have approved the view and the member has not said that its leases ended: that message may be lost. */
    public boolean lacksOnly(View view, MemberId member) {
        return !settled
                && !hasApproved(member, true)
                && view.members().stream().allMatch(other -> hasApproved(other.id(), false));
    }
}
