package io.asdr.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Judges a small history by trying every order on a {@link HashMap}. Shares nothing with the checker that it judges. */
final class BruteForce {

    private BruteForce() {}

    static boolean isLinearizable(List<Operation> operations) {
        return canContinue(operations, new HashMap<>());
    }

    private static boolean canContinue(List<Operation> left, Map<String, String> map) {
        if (left.stream().allMatch(Operation::isOpen)) {
            return true;
        }
        for (Operation next : left) {
            boolean mayBeNext = left.stream().allMatch(other -> next.invokedNanos() <= other.returnedNanos());
            if (mayBeNext) {
                List<Operation> rest = new ArrayList<>(left);
                rest.remove(next);
                for (@Nullable String fate : fates(next)) {
                    Map<String, String> changed = new HashMap<>(map);
                    Object result = apply(next, fate, changed);
                    boolean fits = next.isOpen()
                            || !next.kind().answers()
                            || Objects.equals(next.result(), result == null ? null : result.toString());
                    if (fits && canContinue(rest, changed)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static List<@Nullable String> fates(Operation operation) {
        List<@Nullable String> fates = new ArrayList<>();
        fates.add(null);
        if (operation.kind() == Operation.Kind.LOST) {
            fates.addAll(operation.arguments());
        }
        return fates;
    }

    /** Does what a map does, and returns what it returns; {@code fate} is what a lost value becomes. */
    static @Nullable Object apply(Operation operation, @Nullable String fate, Map<String, String> map) {
        String key = operation.key();
        List<String> arguments = operation.arguments();
        return switch (operation.kind()) {
            case GET -> map.get(key);
            case PUT, SET -> map.put(key, arguments.get(0));
            case PUT_IF_ABSENT -> map.putIfAbsent(key, arguments.get(0));
            case REPLACE -> map.replace(key, arguments.get(0));
            case REPLACE_IF_EQUAL -> map.replace(key, arguments.get(0), arguments.get(1));
            case REMOVE -> map.remove(key);
            case REMOVE_IF_EQUAL -> map.remove(key, arguments.get(0));
            case LOST -> fate == null ? map.remove(key) : map.put(key, fate);
        };
    }
}
