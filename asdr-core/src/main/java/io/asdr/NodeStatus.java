package io.asdr;

/** Where a node stands in its life. */
public enum NodeStatus {
    /** Not in a view yet. */
    JOINING,
    /** In a view: calls are served. */
    READY,
    /** In a view without a majority: STRICT tables throw {@link NotInMajorityException}, SERVE tables work. */
    MINORITY,
    /** Hands over what it has, then goes. */
    LEAVING,
    /** Gone; every call throws {@link NodeClosedException}. */
    CLOSED
}
