package io.asdr.testkit;

import java.util.List;
import java.util.stream.Collectors;

/** What the {@link LinearizabilityChecker} found. Its text is for people. */
public sealed interface Verdict {

    /** How many times the search tried a call: the measure of its work, the same in every run. */
    long steps();

    default boolean isLinearizable() {
        return this instanceof Linearizable;
    }

    /** For every key there is an order of its operations that explains all results. */
    record Linearizable(long steps) implements Verdict {}

    /**
     * For {@code key} there is no such order.
     *
     * @param unexplained the first operation in the order of return that no order explains
     * @param window the operations that show it, in the order of invocation: whatever the value was before them (absent, if the window holds the key's first operation), no order explains
     *     them. It ends with the return of {@code unexplained} and begins as late as possible
     */
    record Violated(String key, Operation unexplained, List<Operation> window, long steps) implements Verdict {

        public Violated {
            window = List.copyOf(window);
        }

        @Override
        public String toString() {
            String lines = window.stream()
                    .map(operation -> (operation.equals(unexplained) ? "> " : "  ") + operation)
                    .collect(Collectors.joining("\n"));
            return "Key " + key
                    + " is not linearizable. No order explains these operations up to the return of the marked one\n"
                    + "(invoked returned client key KIND argument... = result; ? never returned, ~ null):\n"
                    + lines + "\n";
        }
    }

    /** The search for {@code key} was given up at the step bound; no other key is known to be violated. */
    record Undecided(String key, long steps) implements Verdict {}
}
