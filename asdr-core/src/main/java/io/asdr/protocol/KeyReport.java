package io.asdr.protocol;

import io.asdr.protocol.effect.Poisoning;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a lane knows about one key, for people. */
public record KeyReport(
        MemberId owner,
        List<MemberId> chain,
        List<MemberId> holders,
        Version version,
        State state,
        int uses,
        long idleNanos,
        long liveLeftNanos,
        long refractoryLeftNanos,
        List<MemberId> retainedBy,
        @Nullable MemberId builder,
        @Nullable Poisoning lastPoisoning) {

    /** What an entry is at a member (PROTOCOL 2). */
    public enum State {
        OWNED,
        REPLICA,
        CACHED,
        PENDING,
        INCOMPLETE,
        POISONED,
        ABSENT
    }
}
