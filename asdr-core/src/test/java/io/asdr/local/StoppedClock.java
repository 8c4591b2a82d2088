package io.asdr.local;

import io.asdr.spi.Clock;

/** Time does not go on. */
public final class StoppedClock implements Clock {

    @Override
    public long nanos() {
        return 0;
    }

    @Override
    public long millis() {
        return 0;
    }
}
