package io.asdr.protocol.owner;

import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.CallMessage.Request;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.Outcome;
import io.asdr.spi.Version;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decides what a call does to the present value of its key. Changes nothing. */
final class CallExecution {

    /** What has to happen. */
    enum Kind {
        /** Write the value, then answer. */
        WRITE,
        /** Answer at once: nothing changes. */
        ANSWER,
        /** Give the claim, or wait for it. */
        CLAIM,
        /** The next asker may build. */
        END_CLAIM,
        /** Whoever waits for the build hears that it failed. */
        FAIL_CLAIM,
        /** The caller writes next. */
        RESERVE
    }

    /** What has to happen, and what the caller will be told. */
    record Step(Kind kind, byte @Nullable [] value, Outcome outcome) {}

    private final Entries entries;

    CallExecution(Entries entries) {
        this.entries = entries;
    }

    /** Whether a call of this kind can change an entry. */
    static boolean writes(Operation operation) {
        return switch (operation) {
            case PUT,
                    SET,
                    PUT_IF_ABSENT,
                    REPLACE,
                    REPLACE_IF_EQUAL,
                    REPLACE_IF_VERSION,
                    REMOVE,
                    REMOVE_IF_EQUAL,
                    REMOVE_IF_VERSION,
                    FULFIL -> true;
            case CLAIM, ABANDON, FAIL, RESERVE -> false;
        };
    }

    Step decide(Request request) {
        Entry entry = entries.find(request.key());
        byte[] present = entry == null ? null : entry.value();
        Version version = entry == null || present == null ? Version.NONE : entry.version();
        Step refused = new Step(Kind.ANSWER, null, Outcome.refused(present, version));
        return switch (request.operation()) {
            case PUT -> write(request, present, version);
            case SET -> write(request, null, version);
            case PUT_IF_ABSENT, FULFIL -> present == null ? write(request, null, version) : refused;
            case REPLACE -> present != null ? write(request, present, version) : refused;
            case REPLACE_IF_EQUAL ->
                present != null && Arrays.equals(present, request.expected()) ? write(request, null, version) : refused;
            case REPLACE_IF_VERSION ->
                version.equals(request.expectedVersion()) ? write(request, null, version) : refused;
            case REMOVE -> present != null ? remove(present, version) : refused;
            case REMOVE_IF_EQUAL ->
                present != null && Arrays.equals(present, request.expected()) ? remove(null, version) : refused;
            case REMOVE_IF_VERSION ->
                present != null && version.equals(request.expectedVersion()) ? remove(null, version) : refused;
            case CLAIM -> present != null ? refused : new Step(Kind.CLAIM, null, Outcome.refused(null, version));
            case ABANDON -> new Step(Kind.END_CLAIM, null, Outcome.done(null, version));
            case FAIL -> new Step(Kind.FAIL_CLAIM, null, Outcome.done(null, version));
            case RESERVE -> new Step(Kind.RESERVE, null, new Outcome(Outcome.Status.RESERVED, present, version));
        };
    }

    private static Step write(Request request, byte @Nullable [] before, Version version) {
        return new Step(Kind.WRITE, request.value(), Outcome.done(before, version));
    }

    private static Step remove(byte @Nullable [] before, Version version) {
        return new Step(Kind.WRITE, null, Outcome.done(before, version));
    }
}
