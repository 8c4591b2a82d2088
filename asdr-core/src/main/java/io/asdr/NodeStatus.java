package io.asdr;

/** Where a node stands in its life. */
public enum NodeStatus {
    /** Not in a view yet. */
    JOINING,
    /** In a view: calls are served. */
    READY,
    /** Hands over what it has, then goes. */
    LEAVING,
    /** Gone; every call throws {@link NodeClosedException}. */
    CLOSED
}
