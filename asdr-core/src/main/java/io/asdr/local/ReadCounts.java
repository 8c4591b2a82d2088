package io.asdr.local;

import io.asdr.protocol.entry.Entries.Role;
import java.util.concurrent.atomic.LongAdder;

/** Where reads were served. Striped, so that readers on several cores share no cache line. */
public final class ReadCounts {

    private final LongAdder owner = new LongAdder();
    private final LongAdder replica = new LongAdder();
    private final LongAdder copy = new LongAdder();

    public void count(Role role) {
        switch (role) {
            case OWNER, WAITING_OWNER -> owner.increment();
            case REPLICA -> replica.increment();
            case READER -> copy.increment();
        }
    }

    public long owner() {
        return owner.sum();
    }

    public long replica() {
        return replica.sum();
    }

    public long copy() {
        return copy.sum();
    }
}
