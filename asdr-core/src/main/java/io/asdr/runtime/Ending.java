package io.asdr.runtime;

/** How a call of this member came to its end. */
enum Ending {
    ANSWERED,
    /** The node was closed. */
    CLOSED,
    /** The table is STRICT, and the members that can be reached are no majority any more. */
    MINORITY
}
