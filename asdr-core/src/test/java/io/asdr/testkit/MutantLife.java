package io.asdr.testkit;

import java.util.List;
import java.util.function.LongFunction;

/** Says what promises a seed breaks in the life made for a mutant. Loaded beside the mutated class, and called through what both loaders share. */
public final class MutantLife implements LongFunction<List<String>> {

    /** A wrong value, a needless loss or a wrong view, not only a cluster that stands still. */
    private static final List<String> BROKEN_PROMISES = List.of(
            "can read version",
            "committed after",
            "was lost although",
            "not linearizable",
            "members read different values",
            "a value that nobody wrote",
            "two views have the number",
            "keeps what it has in view",
            "has a gap, which others can't see");

    private static final String NEEDLESS_LOSS =
            "living members that were put out or lost their data though all could be reached: ";

    private final Mutant mutant;

    public MutantLife(String name) {
        this.mutant = Mutants.named(name);
    }

    @Override
    public List<String> apply(long seed) {
        try {
            RandomRun.Outcome outcome = RandomRun.run(seed, mutant.profile());
            int losses = outcome.occurrences().getOrDefault(Occurrence.VIEW_WITH_GAP, 0)
                    + outcome.occurrences().getOrDefault(Occurrence.PUT_OUT_ALIVE, 0);
            return mutant.needlessLoss() && losses > 0 ? List.of(NEEDLESS_LOSS + losses) : outcome.problems();
        } catch (RuntimeException broken) {
            return List.of(broken.toString());
        }
    }

    static boolean isBrokenPromise(String problem) {
        return problem.startsWith(NEEDLESS_LOSS) || BROKEN_PROMISES.stream().anyMatch(problem::contains);
    }
}
