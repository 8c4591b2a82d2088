package io.asdr.runtime;

/** How a call of this member came to its end. */
enum Ending {
    ANSWERED,
    /** The node was closed. */
    CLOSED,
    /** The key is in another partition: the cluster merged with one that has another hash seed. Nothing was done. */
    MOVED,
    /** The table is STRICT, and the members that can be reached are no majority any more. */
    MINORITY
}
