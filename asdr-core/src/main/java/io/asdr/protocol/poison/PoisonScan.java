package io.asdr.protocol.poison;

import java.util.Collections;
import java.util.Iterator;

/** Purges poisoned copies in the background, a few partitions at a time, so that no input waits for it. What is poisoned is unreadable already. */
public final class PoisonScan {

    private static final int PARTITIONS_A_STEP = 4;

    /** Something whose poisoned copies can be purged. */
    public interface Purgeable {
        void purge();
    }

    private Iterator<? extends Purgeable> rest = Collections.emptyIterator();

    public void begin(Iterator<? extends Purgeable> partitions) {
        rest = partitions;
    }

    public void stop() {
        rest = Collections.emptyIterator();
    }

    public boolean isRunning() {
        return rest.hasNext();
    }

    public void proceed() {
        for (int i = 0; i < PARTITIONS_A_STEP && rest.hasNext(); i++) {
            rest.next().purge();
        }
    }
}
