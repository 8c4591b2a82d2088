package io.asdr;

import io.asdr.spi.Version;
import java.util.List;

/**
 * What this member knows about one key, for people. Requirement R8: the view in the version says when the value came to be.
 *
 * @param owner name of the owner in this member's view
 * @param chain names of the members that keep the key, owner first
 * @param partition the number of the key's partition: keys of equal parts under an {@code affinity} have the same
 * @param pinnedTo name of the member that the table pins the key to, whether it is there or not; empty if to none
 * @param holders names of the readers that keep a copy under a contract; known at the owner only, else empty
 * @param version of the value that is here; {@link Version#NONE} if there is none
 * @param state what the entry is here: OWNED, REPLICA, CACHED, PENDING, INCOMPLETE, POISONED or ABSENT
 * @param leaseLeftNanos how long this member may still rely on the owner without hearing from it; negative if it may not
 * @param uses how often it was used here lately, from 0 to 3
 * @param idleNanos at the owner: how long ago the entry was last seen to have been used, which without a {@code maxIdle} is when it was written or came here; else 0
 * @param liveLeftNanos how long the value lives still, 0 if for ever
 * @param refractoryLeftNanos at the owner: for how long updates are refused still; else 0
 * @param retainedBy names of the members that hold references to the entry; elsewhere than at the owner, only whether this one does
 * @param builder at the owner: name of the member that builds the value, by a loader or {@code computeIfAbsent}; else empty
 * @param lastPoisoning what last made a copy of the key unusable here: cause (VIEW_CHANGE, RETURN, MERGE, WRITE or APPLICATION), who decided it, when, and the application's reason; of single keys, the
 *     last 32 of a partition are remembered; empty if nothing did
 * @param keyMajor the major of the key format in which all of this is said; while the table moves to another one, that in which the entry is here
 */
public record Explanation(
        String owner,
        List<String> chain,
        int partition,
        String pinnedTo,
        List<String> holders,
        Version version,
        String state,
        long leaseLeftNanos,
        int uses,
        long idleNanos,
        long liveLeftNanos,
        long refractoryLeftNanos,
        List<String> retainedBy,
        String builder,
        String lastPoisoning,
        int keyMajor) {

    public Explanation {
        chain = List.copyOf(chain);
        holders = List.copyOf(holders);
        retainedBy = List.copyOf(retainedBy);
    }
}
