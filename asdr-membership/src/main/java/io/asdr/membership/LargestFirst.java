package io.asdr.membership;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jgroups.Address;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.stack.MembershipChangePolicy;

/**
 * The order of members: by age; after a merge the largest part first, among equals the one with the oldest member.
 *
 * <p>JGroups' own rule makes the lowest address the coordinator of a merged group: any member, even one that was frozen a moment ago.
 */
final class LargestFirst implements MembershipChangePolicy {

    private final MembershipChangePolicy byAge = new GMS.DefaultMembershipPolicy();

    @Override
    public List<Address> getNewMembership(
            Collection<Address> members,
            Collection<Address> joiners,
            Collection<Address> leavers,
            Collection<Address> suspects) {
        return byAge.getNewMembership(members, joiners, leavers, suspects);
    }

    @Override
    public List<Address> getNewMembership(Collection<Collection<Address>> parts) {
        var merged = new LinkedHashSet<Address>();
        parts.stream()
                .sorted(comparingInt((Collection<Address> part) -> -part.size()).thenComparing(LargestFirst::oldest))
                .forEach(merged::addAll);
        // JGroups goes on working on the list.
        return new ArrayList<>(merged);
    }

    private static Long oldest(Collection<Address> part) {
        return part.stream()
                .flatMap(address -> PeerAddress.of(address).stream())
                .map(PeerAddress::startedMillis)
                .min(comparing(started -> started))
                .orElse(Long.MAX_VALUE);
    }
}
