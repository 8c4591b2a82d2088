package io.asdr.spi;

import java.util.List;

/**
 * Who can be reached, as a {@link Membership} sees it. A group is not yet a {@link View}: its coordinator makes the view.
 *
 * @param id the group's name; all members that have the group see the same members in the same order under it
 * @param members the coordinator first, then the others; never empty
 */
public record Group(GroupId id, List<Peer> members) {

    public Group {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("members must not be empty");
        }
    }

    /** The member that makes views of this group. */
    public MemberId coordinator() {
        return members.get(0).id();
    }
}
