package io.asdr.runtime;

import io.asdr.protocol.message.Outcome;

/** How a call ended; {@code sequence} names the claim or reservation that it got. */
record CallResult(Outcome outcome, long sequence, Ending ending) {

    static final CallResult CLOSED = new CallResult(Outcome.UNKNOWN, 0, Ending.CLOSED);

    static final CallResult MOVED = new CallResult(Outcome.UNKNOWN, 0, Ending.MOVED);

    static final CallResult UNKNOWN = new CallResult(Outcome.UNKNOWN, 0, Ending.ANSWERED);

    static final CallResult MINORITY = new CallResult(Outcome.UNKNOWN, 0, Ending.MINORITY);
}
