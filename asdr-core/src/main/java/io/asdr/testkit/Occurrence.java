package io.asdr.testkit;

/** Something that the runs must have met often enough to prove anything: each kind of fault, each case of PROTOCOL 6 and 7, and what is rare in 3 and 4. */
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
    /** A member comes from a view that the new one does not go on from. */
    VIEW_WITH_GAP,
    RELEASE_DURING_WRITE,
    COPY_RESTORED,
    PARTITION_LOST,
    STALE_MESSAGE,
    ANSWERED_FROM_RECORD,
    /** The member that was building a value died. */
    CLAIM_FREED,

    /** PROTOCOL 6: a new view holds majorities of all bases of a member. */
    VIEW_APPROVED,
    VIEW_NOT_APPROVED,
    VIEW_SETTLED,
    BASE_DROPPED,
    MINORITY_ENTERED,
    MINORITY_LEFT,
    /** A call was refused, as its member is in a minority. */
    CALL_REFUSED_IN_MINORITY,
    /** An owner of a STRICT table holds calls back, as its quorum lease is not live. */
    HELD_STRICT,
    /** An owner of a SERVE table holds calls back, as it stood still. */
    HELD_SERVE,
    /** A living member is out of the others' view. */
    PUT_OUT_ALIVE,
    /** A member could approve no view any more, and had to end. */
    EXPELLED,
    MERGE_BEGUN,
    KEY_MERGED,
    /** All members had a new key format, and the table moved to it. */
    KEYS_MOVED,

    MESSAGE_LOST,
    MESSAGE_REPEATED,
    MESSAGE_DELAYED,
    MESSAGE_OVERTAKEN,
    DRIFT,
    JOIN,
    LEAVE,
    CRASH,
    POWER_OFF,
    RESTART,
    /** A reader is the first that runs after a pause. */
    READ_FIRST_AFTER_PAUSE,

    LINK_CUT_BRIEFLY,
    PAUSE_SHORT,
    CLOCK_JUMP,
    SLOW_LINK,
    LOSSY_LINK,
    LINK_CUT_ONE_WAY,
    LINK_CUT,
    SPLIT,
    SPLIT_IN_THREE,
    BRIDGE,
    DEAF,
    MUTE,
    FLAP,
    REMOVED_BY_THE_TABLE,
    PAUSE_LONG,
    FALSE_SUSPICION,

    CRASH_APPLIED_NOT_REPLICATED,
    CRASH_REPLICATED_NOT_ANSWERED,
    CRASH_REPLICATED_NOT_HEARD,
    CRASH_COMMITTED_NOT_TOLD,
    CRASH_NOT_RECALLED,
    CRASH_RECALLED_NOT_ANSWERED,
    CRASH_CARRIED_OUT_NOT_ANSWERED,
    CRASH_PROMISED_NOT_ANSWERED,
    CRASH_INSTALLED_NOT_TOLD,
    CRASH_MADE_NOT_SENT,
    CRASH_TOLD_NOT_HEARD,
    CRASH_NOT_PULLED,
    CRASH_PULLED_NOT_TAKEN,
    CRASH_NOT_COMPARED,
    CRASH_SYNCHRONISED_NOT_HEARD,
    CRASH_RELEASED_NOT_ANSWERED,
    CRASH_GRANTED_NOT_HEARD;

    static Occurrence of(Disturbance disturbance) {
        return valueOf(disturbance.name());
    }

    /** A crash at that step. */
    static Occurrence crashAt(ProtocolStep step) {
        return valueOf("CRASH_" + step.name());
    }
}
