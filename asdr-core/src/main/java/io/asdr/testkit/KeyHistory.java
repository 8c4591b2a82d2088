package io.asdr.testkit;

import io.asdr.testkit.Operation.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operations on one key, made ready for a search: values are numbers, calls have slots, and begins and ends stand in one line.
 *
 * <p>Values that no operation looks at, as a result or as an expected value, share one number. No operation can tell them apart, so nothing is lost, and writes that nobody reads become
 * one and the same move.
 */
final class KeyHistory {

    /** A call's begin or return. */
    record Event(Call call, boolean isReturn) {}

    /**
     * An operation and its place in the search.
     *
     * @param slot its number among the calls under way, used again after its return; of an open call, its number among the open ones
     * @param twin the open call before this one that makes the same move, or null: to take effect is the older one's turn first
     */
    record Call(
            Operation operation,
            Move move,
            int slot,
            @Nullable Call twin) {}

    private final List<Event> events;
    private final int slotCount;
    private final int openCount;

    /** Takes the operations on one key. */
    KeyHistory(List<Operation> operations) {
        Map<String, Integer> numbers = numberValues(operations);
        Map<Move, Call> lastOfMove = new HashMap<>();
        ArrayDeque<Integer> freeSlots = new ArrayDeque<>();
        Call[] calls = new Call[operations.size()];
        List<Event> line = new ArrayList<>();
        int slots = 0;
        int opens = 0;
        for (Bound bound : inOrder(operations)) {
            int index = bound.index;
            Operation operation = operations.get(index);
            if (bound.isReturn) {
                freeSlots.push(calls[index].slot);
            } else if (operation.isOpen()) {
                Move move = compile(operation, numbers);
                calls[index] = new Call(operation, move, opens++, lastOfMove.get(move));
                lastOfMove.put(move, calls[index]);
            } else {
                int slot = freeSlots.isEmpty() ? slots++ : freeSlots.pop();
                calls[index] = new Call(operation, compile(operation, numbers), slot, null);
            }
            line.add(new Event(calls[index], bound.isReturn));
        }
        events = List.copyOf(line);
        slotCount = slots;
        openCount = opens;
    }

    List<Event> events() {
        return events;
    }

    /** Nothing has taken effect, and the state is {@code state}. */
    Configuration untouched(int state) {
        return new Configuration(state, SlotSet.empty(slotCount), SlotSet.empty(openCount));
    }

    /** The states that the calls among {@code window} can tell apart. */
    static Set<Integer> statesSeenBy(List<Call> window) {
        Set<Integer> states = new LinkedHashSet<>(List.of(Move.ABSENT, Move.UNSEEN));
        for (Call call : window) {
            states.add(call.move.result());
            states.add(call.move.expected());
        }
        states.removeIf(state -> state < 0);
        return states;
    }

    /** One end of the operation of that index. */
    private record Bound(int index, long nanos, boolean isReturn) {}

    private static List<Bound> inOrder(List<Operation> operations) {
        List<Bound> bounds = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            // A read whose answer nobody got says nothing.
            if (!operation.isOpen() || operation.kind() != Kind.GET) {
                bounds.add(new Bound(i, operation.invokedNanos(), false));
            }
            if (!operation.isOpen()) {
                bounds.add(new Bound(i, operation.returnedNanos(), true));
            }
        }
        // At the same time, begins go first: only what returned strictly before precedes.
        bounds.sort(Comparator.comparingLong(Bound::nanos).thenComparing(Bound::isReturn));
        return bounds;
    }

    private static Map<String, Integer> numberValues(List<Operation> operations) {
        Set<String> seen = new LinkedHashSet<>();
        for (Operation operation : operations) {
            if (operation.result() != null && !operation.kind().answersYesOrNo()) {
                seen.add(operation.result());
            }
            if (operation.kind().answersYesOrNo()) {
                seen.add(operation.arguments().get(0));
            }
        }
        Map<String, Integer> numbers = new HashMap<>();
        for (String value : seen) {
            numbers.put(value, Move.UNSEEN + 1 + numbers.size());
        }
        return numbers;
    }

    private static Move compile(Operation operation, Map<String, Integer> numbers) {
        List<Integer> arguments = operation.arguments().stream()
                .map(value -> numbers.getOrDefault(value, Move.UNSEEN))
                .toList();
        Kind kind = operation.kind();
        int expected = kind.answersYesOrNo() ? arguments.get(0) : Move.ANY;
        return new Move(kind, expected, written(kind, arguments), result(operation, numbers), operation.isOpen());
    }

    private static List<Integer> written(Kind kind, List<Integer> arguments) {
        return switch (kind) {
            case GET, REMOVE, REMOVE_IF_EQUAL -> List.of(Move.ABSENT);
            case PUT, SET, PUT_IF_ABSENT, REPLACE -> arguments;
            case REPLACE_IF_EQUAL -> arguments.subList(1, 2);
            case LOST -> {
                Set<Integer> restored = new HashSet<>(arguments);
                restored.add(Move.ABSENT);
                yield restored.stream().sorted().toList();
            }
        };
    }

    private static int result(Operation operation, Map<String, Integer> numbers) {
        String result = operation.result();
        if (operation.isOpen() || !operation.kind().answers()) {
            return Move.ANY;
        }
        if (operation.kind().answersYesOrNo()) {
            return "true".equals(result) ? Move.YES : Move.NO;
        }
        return result == null ? Move.ABSENT : numbers.getOrDefault(result, Move.UNSEEN);
    }
}
