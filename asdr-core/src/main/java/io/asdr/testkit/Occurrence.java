package io.asdr.testkit;

/** Something that a run must have met often enough to prove anything. */
public enum Occurrence {
    /** Case a of PROTOCOL 7: an owner stays. */
    OWNER_STAYS,
    /** Case b: a complete member becomes the owner. */
    OWNER_PROMOTED,
    /** Case c: a new owner pulls from a complete member. */
    OWNER_PULLS,
    /** Case d: nobody is complete. */
    OWNER_RESTORES,
    PENDING_WRITTEN_AGAIN,
    /** A recall or an update meets a request for its key. */
    INCOMPLETE_MET,
    VIEW_SKIPPED,
    RELEASE_DURING_WRITE,
    COPY_RESTORED,
    STALE_MESSAGE,
    ANSWERED_FROM_RECORD,
    /** The member that was building a value died. */
    CLAIM_FREED
}
