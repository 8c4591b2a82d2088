package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The random runs find a protocol without one of its rules: else they prove nothing about the rule. */
class MutantTest {

    private static final long MOST_SEEDS = 500;
    private static final long SOUND_SEEDS = 100;

    @ParameterizedTest
    @EnumSource
    void isFoundAndOnlyForItsFault(Mutant mutant, @TempDir Path directory) throws Exception {
        MutantLife sound = new MutantLife(mutant.name());
        try (MutantLoader loader = MutantLoader.of(mutant, directory)) {
            LongFunction<List<String>> life = loader.life(mutant);

            OptionalLong found = LongStream.rangeClosed(1, MOST_SEEDS)
                    .filter(seed -> life.apply(seed).stream().anyMatch(MutantTest::isBrokenPromise))
                    .findFirst();

            assertThat(found).as("seed that shows a broken promise").isPresent();
            System.out.println(mutant + " is found by seed " + found.getAsLong() + ": "
                    + life.apply(found.getAsLong()).get(0));
            List<String> problems = LongStream.rangeClosed(1, Math.max(found.getAsLong(), SOUND_SEEDS))
                    .parallel()
                    .mapToObj(seed -> sound.apply(seed).stream().map(problem -> "seed " + seed + ": " + problem))
                    .flatMap(problemsOfSeed -> problemsOfSeed)
                    .toList();
            assertThat(problems).as("problems without the mutation").isEmpty();
        }
    }

    /** A wrong value, not only a cluster that stands still. */
    private static boolean isBrokenPromise(String problem) {
        return problem.startsWith("at ") || problem.contains("not linearizable");
    }
}
