package io.asdr.protocol.owner;

import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Deadline;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.entry.Entry;
import io.asdr.protocol.message.CallMessage.Request;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.Outcome;
import io.asdr.protocol.message.Taken;
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
        /** Note the caller's reference, then answer. */
        REFER,
        /** The caller writes next. */
        RESERVE
    }

    /** What has to happen, and what the caller will be told. */
    record Step(Kind kind, byte @Nullable [] value, Outcome outcome) {}

    private final Place place;
    private final Entries entries;
    private final long refractoryMicros;

    CallExecution(Place place, Entries entries, long refractoryNanos) {
        this.place = place;
        this.entries = entries;
        this.refractoryMicros = (refractoryNanos + 999) / 1_000;
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
                    MERGE,
                    FULFIL -> true;
            // What moves a key may be done again.
            case CLAIM, ABANDON, FAIL, RESERVE, RETAIN, RELEASE, TAKE, ADOPT, PURGE -> false;
        };
    }

    /** Nothing changes. */
    static Step answer(Outcome outcome) {
        return new Step(Kind.ANSWER, null, outcome);
    }

    /** What the call does, unless it would update an entry that was written too lately (R99). What an owner before may have {@code begun} by its own clock is not refused for that. */
    Step decide(Request request, boolean begun) {
        Step step = onPresent(request);
        boolean updates = switch (request.operation()) {
            case FULFIL, ADOPT, MERGE -> false;
            default -> true;
        };
        if (step.kind() != Kind.WRITE || step.value() == null || refractoryMicros == 0 || !updates || begun) {
            return step;
        }
        Entry entry = entries.find(request.key());
        byte[] present = entry == null ? null : entry.value();
        if (entry == null || present == null || refractoryLeftMicros(entry.version()) == 0) {
            return step;
        }
        return answer(new Outcome(Outcome.Status.REFRACTORY, present, entry.version()));
    }

    /**
     * For how long updates of a value of that version are refused still; 0 if they are not. A version's counter carries the time at its owner. Where the clocks of a former owner and this one are further apart
     * than the period is long, there is none.
     */
    long refractoryLeftMicros(Version version) {
        if (version.isBrought()) {
            // Nobody has written it then.
            return 0;
        }
        long elapsed = place.wallMicros() - Version.micros(version.counter());
        return elapsed > -refractoryMicros ? Math.max(0, refractoryMicros - elapsed) : 0;
    }

    private Step onPresent(Request request) {
        Entry entry = entries.find(request.key());
        byte[] present = entry == null ? null : entry.value();
        Version version = entry == null || present == null ? Version.NONE : entry.version();
        Step refused = answer(Outcome.refused(present, version));
        return switch (request.operation()) {
            case PUT -> write(request, present, version);
            case SET -> write(request, null, version);
            case PUT_IF_ABSENT -> present == null ? write(request, null, version) : refused;
            case FULFIL -> present == null || isReplaced(request, version) ? write(request, null, version) : refused;
            case REPLACE -> present != null ? write(request, present, version) : refused;
            case REPLACE_IF_EQUAL ->
                present != null && Arrays.equals(present, request.expected()) ? write(request, null, version) : refused;
            case REPLACE_IF_VERSION ->
                version.equals(request.expectedVersion()) ? write(request, null, version) : refused;
            // What was only brought is older than what any part has written of the key since it moves.
            case MERGE ->
                version.equals(request.expectedVersion()) || version.isBrought()
                        ? write(request, null, version)
                        : refused;
            case REMOVE -> present != null ? remove(present, version) : refused;
            case REMOVE_IF_EQUAL ->
                present != null && Arrays.equals(present, request.expected()) ? remove(null, version) : refused;
            case REMOVE_IF_VERSION ->
                present != null && version.equals(request.expectedVersion()) ? remove(null, version) : refused;
            case CLAIM ->
                present != null && !isReplaced(request, version)
                        ? refused
                        : new Step(Kind.CLAIM, null, Outcome.refused(null, version));
            case RETAIN -> present == null ? refused : new Step(Kind.REFER, null, Outcome.done(present, version));
            case RELEASE -> new Step(Kind.REFER, null, Outcome.done(null, version));
            case ABANDON -> new Step(Kind.END_CLAIM, null, Outcome.done(null, version));
            case FAIL -> new Step(Kind.FAIL_CLAIM, null, Outcome.done(null, version));
            case RESERVE -> new Step(Kind.RESERVE, null, new Outcome(Outcome.Status.RESERVED, present, version));
            case TAKE ->
                entry == null || present == null ? refused : answer(Outcome.done(taken(entry, present), version));
            // What is here already is the same: nothing was done with it before the key was known to have moved.
            case ADOPT ->
                new Step(present == null ? Kind.WRITE : Kind.ANSWER, request.value(), Outcome.done(null, version));
            case PURGE -> request.expectedVersion().equals(version) ? remove(null, version) : refused;
        };
    }

    /** Whether the caller found just this value unusable, and builds another one. */
    private static boolean isReplaced(Request request, Version present) {
        return !present.equals(Version.NONE) && present.equals(request.expectedVersion());
    }

    private byte[] taken(Entry entry, byte[] value) {
        return new Taken(value, Deadline.left(entry.expiresNanos(), place.nowNanos())).toBytes();
    }

    private static Step write(Request request, byte @Nullable [] before, Version version) {
        return new Step(Kind.WRITE, request.value(), Outcome.done(before, version));
    }

    private static Step remove(byte @Nullable [] before, Version version) {
        return new Step(Kind.WRITE, null, Outcome.done(before, version));
    }
}
