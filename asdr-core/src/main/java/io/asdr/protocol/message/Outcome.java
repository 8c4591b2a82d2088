package io.asdr.protocol.message;

import io.asdr.spi.Version;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param value DONE: the value before, if it was asked for; REFUSED, RESERVED and REFRACTORY: the present value; null if there is none
 * @param version of the value that the call left or found
 */
public record Outcome(Status status, byte @Nullable [] value, Version version) {

    /** The call may have taken effect or not, and nobody can tell any more. */
    public static final Outcome UNKNOWN = new Outcome(Status.UNKNOWN, null, Version.NONE);

    /** What became of a call. */
    public enum Status {
        /** It took effect. */
        DONE,
        /** Its condition did not hold. */
        REFUSED,
        /** There is no value: the caller builds it. */
        CLAIMED,
        /** The caller's next write of the key comes before all others. */
        RESERVED,
        /** The loader that the call waited for failed. */
        LOADER_FAILED,
        /** It may have taken effect or not. */
        UNKNOWN,
        /** The entry was written so lately that its table refuses updates. */
        REFRACTORY,
        /** The call had no effect: its key moves to another key format, and must be brought there first. The version is that by which it is adopted, if the key is to be there. */
        MOVING
    }

    /**
     * Whether the call changed nothing, for a reason that another owner may not find. A caller that asks for it still in a later view has not heard it, since it hears nothing of views before its own: the call
     * may have another outcome then.
     */
    public boolean isRefusal() {
        return switch (status) {
            case REFUSED, REFRACTORY, MOVING -> true;
            case DONE, CLAIMED, RESERVED, LOADER_FAILED, UNKNOWN -> false;
        };
    }

    public static Outcome done(byte @Nullable [] before, Version version) {
        return new Outcome(Status.DONE, before, version);
    }

    public static Outcome refused(byte @Nullable [] present, Version version) {
        return new Outcome(Status.REFUSED, present, version);
    }
}
