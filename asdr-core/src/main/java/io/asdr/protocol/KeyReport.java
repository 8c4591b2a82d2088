package io.asdr.protocol;

import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import java.util.List;

/** What a lane knows about one key, for people. */
public record KeyReport(
        MemberId owner,
        List<MemberId> chain,
        List<MemberId> holders,
        Version version,
        State state,
        int uses,
        long idleNanos,
        ViewId lastPoisoning) {

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
