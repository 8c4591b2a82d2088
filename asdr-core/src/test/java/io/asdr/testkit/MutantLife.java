package io.asdr.testkit;

import java.util.List;
import java.util.function.LongFunction;

/** Says what problems a seed shows in the life made for a mutant. Loaded beside the mutated class, and called through what both loaders share. */
public final class MutantLife implements LongFunction<List<String>> {

    private final Mutant mutant;

    public MutantLife(String name) {
        this.mutant = Mutant.valueOf(name);
    }

    @Override
    public List<String> apply(long seed) {
        try {
            return RandomRun.run(seed, mutant.profile()).problems();
        } catch (RuntimeException broken) {
            return List.of(broken.toString());
        }
    }
}
