package io.asdr.protocol.effect;

/** Why a copy became unusable (R75 to R86). */
public enum PoisonCause {
    /** The partition has another owner, and this member is not in its chain. */
    VIEW_CHANGE,
    /** This member was out of the view for a while, and comes back as a new one. */
    RETURN,
    /** This member comes from another part of a cluster that was split. */
    MERGE,
    /** The owner recalled it for a write. */
    WRITE,
    /** The application said so. */
    APPLICATION
}
