package io.asdr.protocol.poison;

import java.util.Collections;
import java.util.Iterator;
import java.util.function.BooleanSupplier;

/** Purges poisoned copies in the background, within a budget of time, so that no input waits for it. What is poisoned is unreadable already. */
public final class PoisonScan {

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

    /** Goes on until {@code isSpent}, which is asked after each partition. */
    public void proceed(BooleanSupplier isSpent) {
        while (rest.hasNext() && !isSpent.getAsBoolean()) {
            rest.next().purge();
        }
    }
}
