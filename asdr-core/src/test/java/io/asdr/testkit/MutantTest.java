package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The random runs find a protocol without one of its rules: else they prove nothing about the rule. */
class MutantTest {

    private static final long MOST_SEEDS = 500;

    /** So many lives at least the product must pass without the mutation, however soon it is found. */
    private static final long LEAST_SOUND_SEEDS = 30;

    /** Every broken rule of the models, but those of refreshing and dropping copies, which are not built yet. */
    private static final List<String> RULES = List.of(
            "Asdr: noBarrier",
            "Asdr: noIncomplete",
            "Asdr: updateKeeps",
            "Asdr: joinLate",
            "Asdr: inflightContract",
            "Asdr: granterFirst",
            "Asdr: leaseBreak",
            "Asdr: leftChain",
            "Asdr: minority",
            "Asdr: noLeaseWait",
            "Asdr: noQuorumRead",
            "Asdr: gap",
            "Asdr: pendDrop",
            "Asdr: pendSource",
            "Asdr: syncEarly",
            "Asdr: effChain",
            "Asdr: releaseNoAck",
            "Asdr: purge",
            "Quorum: own",
            "Quorum: noWait",
            "Quorum: forgetEarly",
            "Quorum: early",
            "Quorum: noRecord",
            "QuorumLeases: left",
            "QuorumLeases: oneBase",
            "QuorumLeases: noBase",
            "QuorumLeases: gapDrop",
            "QuorumLeases: noWait",
            "QuorumLeases: granterFirst",
            "QuorumLeases: noLine",
            "Views: own",
            "Views: some",
            "Views: leaveOut",
            "Views: who",
            "Views: renumber",
            "Views: line",
            "Views: since");

    static Stream<Mutant> mutants() {
        return Mutants.all();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isFoundAndOnlyForItsFault(Mutant mutant, @TempDir Path directory) throws Exception {
        MutantLife sound = new MutantLife(mutant.name());
        try (MutantLoader loader = MutantLoader.of(mutant, directory)) {
            LongFunction<List<String>> life = loader.life(mutant);

            Optional<MutantSearch.Found> search = MutantSearch.search(life, MOST_SEEDS);

            assertThat(search).as("seed that shows a broken promise").isPresent();
            MutantSearch.Found found = search.orElseThrow();
            System.out.println(mutant + " is found by seed " + found.seed() + ": " + found.promise());
            List<String> problems = LongStream.rangeClosed(1, Math.max(found.seed(), LEAST_SOUND_SEEDS))
                    .parallel()
                    .boxed()
                    .flatMap(seed -> sound.apply(seed).stream().map(problem -> "seed " + seed + ": " + problem))
                    .toList();
            assertThat(problems).as("problems without the mutation").isEmpty();
        }
    }

    @Test
    void everyRuleOfTheModelsIsBrokenByAMutant() {
        assertThat(Mutants.all().flatMap(mutant -> mutant.rules().stream())).containsExactlyInAnyOrderElementsOf(RULES);
    }

    @Test
    void everyMutantHasItsOwnName() {
        assertThat(Mutants.all().map(Mutant::name)).doesNotHaveDuplicates();
    }
}
