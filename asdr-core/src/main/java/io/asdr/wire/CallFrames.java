package io.asdr.wire;

import io.asdr.protocol.message.CallMessage.Reply;
import io.asdr.protocol.message.CallMessage.Request;
import io.asdr.protocol.message.OpId;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.Outcome;
import java.util.List;

/** The layouts of calls, and of what other messages say about calls. */
final class CallFrames {

    /** The place in the list is the number in a frame. */
    static final List<Operation> OPERATIONS = List.of(
            Operation.PUT,
            Operation.SET,
            Operation.PUT_IF_ABSENT,
            Operation.REPLACE,
            Operation.REPLACE_IF_EQUAL,
            Operation.REPLACE_IF_VERSION,
            Operation.REMOVE,
            Operation.REMOVE_IF_EQUAL,
            Operation.REMOVE_IF_VERSION,
            Operation.CLAIM,
            Operation.FULFIL,
            Operation.ABANDON,
            Operation.FAIL,
            Operation.RESERVE,
            Operation.RETAIN,
            Operation.RELEASE,
            Operation.TAKE,
            Operation.ADOPT,
            Operation.PURGE,
            Operation.MERGE);

    /** The place in the list is the number in a frame. */
    static final List<Outcome.Status> STATUSES = List.of(
            Outcome.Status.DONE,
            Outcome.Status.REFUSED,
            Outcome.Status.CLAIMED,
            Outcome.Status.RESERVED,
            Outcome.Status.LOADER_FAILED,
            Outcome.Status.UNKNOWN,
            Outcome.Status.REFRACTORY,
            Outcome.Status.MOVING);

    private CallFrames() {}

    static void writeRequest(FrameWriter to, Request request) {
        to.number(request.sequence());
        to.number(request.lowMark());
        to.viewId(request.firstSent());
        to.oneOf(OPERATIONS, request.operation());
        to.key(request.key());
        to.nullableBytes(request.value());
        to.nullableBytes(request.expected());
        to.version(request.expectedVersion());
        to.number(request.claim());
        to.number(request.liveNanos());
    }

    static Request readRequest(FrameReader from) {
        return new Request(
                from.number("sequence"),
                from.number("lowMark"),
                from.viewId("firstSent"),
                from.oneOf("operation", OPERATIONS),
                from.key("key"),
                from.nullableBytes("value"),
                from.nullableBytes("expected"),
                from.version("expectedVersion"),
                from.number("claim"),
                from.nanos("liveNanos"));
    }

    static void writeReply(FrameWriter to, Reply reply) {
        to.number(reply.sequence());
        writeOutcome(to, reply.outcome());
    }

    static Reply readReply(FrameReader from) {
        return new Reply(from.number("sequence"), readOutcome(from));
    }

    static void writeOutcome(FrameWriter to, Outcome outcome) {
        to.oneOf(STATUSES, outcome.status());
        to.nullableBytes(outcome.value());
        to.version(outcome.version());
    }

    static Outcome readOutcome(FrameReader from) {
        return new Outcome(
                from.oneOf("outcome.status", STATUSES),
                from.nullableBytes("outcome.value"),
                from.version("outcome.version"));
    }

    static void writeOpId(FrameWriter to, OpId call) {
        to.member(call.caller());
        to.number(call.sequence());
    }

    static OpId readOpId(FrameReader from) {
        return new OpId(from.member("call.caller"), from.number("call.sequence"));
    }
}
