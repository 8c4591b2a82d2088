package io.asdr.spi;

import java.util.function.BooleanSupplier;

/** Lets a calling thread wait: in the real world it parks, in the simulator it makes the world go on. */
public interface Waiter {

    /**
     * Returns once {@code done} holds or {@code timeoutNanos} have passed. Whoever makes {@code done} true unparks the waiting thread.
     *
     * @return whether {@code done} holds
     * @throws InterruptedException if the calling thread was interrupted
     */
    boolean await(BooleanSupplier done, long timeoutNanos) throws InterruptedException;
}
