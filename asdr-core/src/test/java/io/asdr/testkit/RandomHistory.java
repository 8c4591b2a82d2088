package io.asdr.testkit;

import io.asdr.testkit.Operation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Histories of one key that a correct map could have given, and what becomes of them when it is not correct. */
final class RandomHistory {

    private final Random random;
    private final List<Kind> kinds;
    private final int valueCount;
    private int nextUnique;

    /** {@code valueCount} different values are written; 0 stands for a new one each time. */
    RandomHistory(long seed, List<Kind> kinds, int valueCount) {
        this.random = new Random(seed);
        this.kinds = kinds;
        this.valueCount = valueCount;
    }

    /**
     * Operations that {@code clients} call one after the other. Each takes effect at a moment between its begin and its return.
     *
     * @param openShare how many of a hundred calls stay open, half of them without effect
     */
    List<Operation> linearizable(int count, int clients, int openShare) {
        long[] free = new long[clients];
        // Ordered by the moment of effect; each moment occurs once, for its lowest digits count.
        Map<Long, Operation> byEffect = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            int client = random.nextInt(clients);
            long invoked = free[client] + random.nextInt(20);
            long effect = invoked + random.nextInt(20);
            long returned = effect + random.nextInt(20);
            free[client] = returned + 1;
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            boolean open = random.nextInt(100) < openShare;
            Operation blank = new Operation(client, "k", kind, arguments(kind), invoked, Operation.OPEN, null);
            if (!open) {
                byEffect.put(effect * count + i, ended(blank, returned, placeholder(kind)));
            } else {
                boolean hasEffect = random.nextBoolean();
                byEffect.put((hasEffect ? effect + random.nextInt(60) : Long.MAX_VALUE / count - 1) * count + i, blank);
            }
        }
        return execute(byEffect);
    }

    /** The same with the result of one operation changed, if any has a result. */
    List<Operation> corrupted(List<Operation> operations) {
        List<Operation> changed = new ArrayList<>(operations);
        int index = random.nextInt(operations.size());
        Operation victim = operations.get(index);
        if (!victim.isOpen() && victim.kind().answers()) {
            @Nullable String result;
            if (victim.kind().answersYesOrNo()) {
                result = "true".equals(victim.result()) ? "false" : "true";
            } else {
                result = random.nextInt(3) == 0 ? null : value();
            }
            changed.set(index, ended(victim, victim.returnedNanos(), result));
        }
        return changed;
    }

    private List<Operation> execute(Map<Long, Operation> byEffect) {
        Map<String, String> map = new HashMap<>();
        List<Operation> done = new ArrayList<>();
        byEffect.forEach((effect, operation) -> {
            List<String> fates = operation.arguments();
            String fate = fates.isEmpty() || random.nextBoolean() ? null : fates.get(random.nextInt(fates.size()));
            boolean never = operation.isOpen() && effect > Long.MAX_VALUE / 2;
            Object result = never ? null : BruteForce.apply(operation, fate, map);
            boolean says = !operation.isOpen() && operation.kind().answers() && result != null;
            done.add(
                    operation.isOpen()
                            ? operation
                            : ended(operation, operation.returnedNanos(), says ? String.valueOf(result) : null));
        });
        done.sort(Comparator.comparingLong(Operation::invokedNanos));
        return done;
    }

    private static Operation ended(Operation operation, long returned, @Nullable String result) {
        return new Operation(
                operation.client(),
                operation.key(),
                operation.kind(),
                operation.arguments(),
                operation.invokedNanos(),
                returned,
                result);
    }

    private static @Nullable String placeholder(Kind kind) {
        return kind.answersYesOrNo() ? "false" : null;
    }

    private List<String> arguments(Kind kind) {
        return switch (kind) {
            case GET, REMOVE -> List.of();
            case PUT, SET, PUT_IF_ABSENT, REPLACE, REMOVE_IF_EQUAL -> List.of(value());
            case REPLACE_IF_EQUAL -> List.of(value(), value());
            case LOST -> random.nextBoolean() ? List.of() : List.of(value());
        };
    }

    private String value() {
        return valueCount == 0 ? "v" + nextUnique++ : String.valueOf((char) ('a' + random.nextInt(valueCount)));
    }
}
