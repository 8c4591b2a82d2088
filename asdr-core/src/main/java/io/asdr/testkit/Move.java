package io.asdr.testkit;

import io.asdr.testkit.Operation.Kind;
import java.util.List;

/**
 * One operation as a rule on numbered values: in which states it may take effect, and which state follows.
 *
 * @param kind what it does
 * @param expected the value that it compares with; {@link #ANY} if none
 * @param values what it may write, one of them; {@link #ABSENT} for a removal and for kinds that write nothing
 * @param result the value that it returned, {@link #YES} or {@link #NO}; {@link #ANY} if that is unknown or says nothing
 * @param open whether it may be left out
 */
record Move(Kind kind, int expected, List<Integer> values, int result, boolean open) {

    static final int IMPOSSIBLE = -1;
    static final int ANY = -2;
    static final int NO = -3;
    static final int YES = -4;

    /** The state without a value. */
    static final int ABSENT = 0;
    /** Every value that no operation looks at. */
    static final int UNSEEN = 1;

    Move {
        values = List.copyOf(values);
        if (open && kind == Kind.PUT) {
            // With its result unknown it is the same move, which lets the search take one for the other.
            kind = Kind.SET;
        }
    }

    /** The state after it has taken effect in {@code state} and written {@code value}; {@link #IMPOSSIBLE} if its result was another. */
    int after(int state, int value) {
        boolean present = state != ABSENT;
        boolean equal = state == expected;
        return switch (kind) {
            case GET -> returns(state) ? state : IMPOSSIBLE;
            case PUT, REMOVE -> returns(state) ? value : IMPOSSIBLE;
            case SET, LOST -> value;
            case PUT_IF_ABSENT -> !returns(state) ? IMPOSSIBLE : present ? state : value;
            case REPLACE -> !returns(state) ? IMPOSSIBLE : present ? value : state;
            case REPLACE_IF_EQUAL, REMOVE_IF_EQUAL -> !returns(equal ? YES : NO) ? IMPOSSIBLE : equal ? value : state;
        };
    }

    /** Whether it leaves every state as it is in which it may take effect. */
    boolean isObserver() {
        int value = values.get(0);
        return !open
                && switch (kind) {
                    case GET -> true;
                    case SET, LOST -> false;
                    case PUT, REMOVE -> result == value;
                    case PUT_IF_ABSENT -> result != ABSENT;
                    case REPLACE -> result == ABSENT || result == value;
                    case REPLACE_IF_EQUAL, REMOVE_IF_EQUAL -> result == NO || expected == value;
                };
    }

    private boolean returns(int seen) {
        return result == ANY || result == seen;
    }
}
