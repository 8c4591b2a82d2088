package io.asdr.runtime;

import io.asdr.protocol.message.Outcome;

/** How a call ended; {@code sequence} names the claim or reservation that it got. */
record CallResult(Outcome outcome, long sequence, boolean failed) {

    /** The node was closed. */
    static final CallResult FAILED = new CallResult(Outcome.UNKNOWN, 0, true);
}
