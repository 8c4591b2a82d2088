package io.asdr.testkit;

/** A kind of fault that begins and ends, and ends no process. */
public enum Disturbance {
    /** One direction of one link, for less than detection takes. */
    LINK_CUT_BRIEFLY(false),
    /** Short of what detection takes. */
    PAUSE_SHORT(false),
    /** The wall clock of one member, by an hour. */
    CLOCK_JUMP(false),
    /** One direction of one link delays what it carries. */
    SLOW_LINK(false),
    /** One direction of one link loses a good part of what it carries. */
    LOSSY_LINK(false),
    LINK_CUT_ONE_WAY(true),
    LINK_CUT(true),
    SPLIT(true),
    SPLIT_IN_THREE(true),
    /** Two sides, and a member that reaches both. */
    BRIDGE(true),
    /** One member hears nothing, and is heard. */
    DEAF(true),
    /** One member is not heard, and hears. */
    MUTE(true),
    /** A split that comes and goes. */
    FLAP(true),
    PAUSE_LONG(true),
    FALSE_SUSPICION(true);

    private final boolean splitting;

    Disturbance(boolean splitting) {
        this.splitting = splitting;
    }

    /** Whether it can put a living member out of the others' view. */
    public boolean isSplitting() {
        return splitting;
    }
}
