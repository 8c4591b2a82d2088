package io.asdr.testkit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks for a seed that shows a broken promise, on all processors, and stops at the first. */
final class MutantSearch {

    /** A seed and the promise that it breaks. */
    record Found(long seed, String promise) {}

    private final LongFunction<List<String>> life;
    private final AtomicLong seeds = new AtomicLong();
    private volatile @Nullable Found found;

    private MutantSearch(LongFunction<List<String>> life) {
        this.life = life;
    }

    /** The first found, or none if no seed from 1 to {@code mostSeeds} shows any. Which one is found depends on who is faster. */
    static Optional<Found> search(LongFunction<List<String>> life, long mostSeeds) {
        MutantSearch search = new MutantSearch(life);
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .parallel()
                .forEach(worker -> search.work(mostSeeds));
        return Optional.ofNullable(search.found);
    }

    private void work(long mostSeeds) {
        long seed = seeds.incrementAndGet();
        while (found == null && seed <= mostSeeds) {
            for (String problem : life.apply(seed)) {
                if (MutantLife.isBrokenPromise(problem)) {
                    found = new Found(seed, problem);
                }
            }
            seed = seeds.incrementAndGet();
        }
    }
}
