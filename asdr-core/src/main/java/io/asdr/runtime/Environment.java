package io.asdr.runtime;

import io.asdr.spi.Clock;
import io.asdr.spi.Timer;
import io.asdr.spi.Waiter;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The world of a node: real, or simulated.
 *
 * @param steps runs what control hands to the lanes, one task at a time and in order
 * @param callbacks runs code of the application that nobody waits for
 * @param random makes incarnations
 * @param heapPercent how much of the greatest heap is in use
 * @param close frees what this environment owns
 */
public record Environment(
        Clock clock,
        Timer timer,
        Waiter waiter,
        Executor steps,
        Executor callbacks,
        LongSupplier random,
        IntSupplier heapPercent,
        Runnable close) {}
