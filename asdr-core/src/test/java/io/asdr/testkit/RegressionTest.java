package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Seeds that once showed a bug, so that each commit runs them first. They drift: a change of the workload, of the simulated world or of what the protocol sends gives a seed another life, and then it
 * is only one more seed.
 */
class RegressionTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "35, a key was synchronised whose update had been answered",
        "66, owner and lane told each other for ever that the exchange was over",
        "185, a replica was synchronised while a write was on its way",
        "369, owner and lane told each other for ever that the exchange was over",
        "712, an outcome was lost whose value the new owner had as committed, and its source as pending",
        "1774, the last word of a synchronisation was lost and never repeated",
        "1995, a claim did not end when its fulfilment was answered with UNKNOWN",
        "2131, a call that was written again did not end the claim of its caller",
        "2763, a synchronisation wiped the results of calls that the replica had recorded",
        "4525, a released member came back into the chain during a write and was not asked again",
        "5737, a released member came back into the chain during a write and was not asked again",
        "11949, a release counted as the answer to a write",
        "358460, a base from before the line began was taken for one beside it"
    })
    void isMended(long seed, String bug) {
        RandomRun.Outcome life = RandomRun.run(seed);

        assertThat(life.problems()).as("%s (%s)", life.describe(), bug).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @Tag("R93")
    @CsvSource({
        "1, a member that the others had put out and that could not read their keys any more stayed",
        "223, calls in a partition that was given up had no answer",
        "248, a claim of before the move kept a table in both formats",
        "487, a minority began to move a STRICT table",
        "648, a minority ended the move of a STRICT table",
        "1232, calls were counted anew in a partition of which owners remembered the numbers",
        "2499, a half that began in a view that its owner had skipped was said to be lost",
        "4088, the judge took no copy for gone with a planned leave that left too few members for all of them",
        "4178, a refusal was lost and never repeated",
        "101780, what an owner wrote with such an answer was taken for what it had refused before",
        "108831, a removal that a later owner committed was taken for what this one had refused before",
        "33024, a call that its caller made anew was written again by the next owner too",
        "126970, a call that a later owner had begun was answered from an older refusal",
        "170474, a call that a later owner had begun was answered from an older refusal",
        "135633, what an owner had begun to write was written after its key had been taken away",
        "214935, the judge took versions of two partitions for one",
        "233759, the judge heard of a split after lanes had acted in it",
        "246670, a copy that its owner had given up was readable again in a view without majority",
        "278225, a copy that its owner had given up was readable again in a view without majority",
        "169672, a replica that had skipped a view put back what its owner was about to remove",
        "509934, an owner that was not relieved yet offered nothing of what it had",
        "661569, a copy that its owner had given up was readable again before all lanes were in the view that came next"
    })
    void isMendedWhereKeysMove(long seed, String bug) {
        RandomRun.Outcome life = RandomRun.run(seed, Profile.of(seed).movingKeys());

        assertThat(life.problems()).as("%s (%s)", life.describe(), bug).isEmpty();
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({
        "TAKES_VIEWS_OF_AN_OLDER_GROUP, 200, a member that had taken an update for a recall came into the chain and was not asked again",
        "TAKES_VIEWS_OF_AN_OLDER_GROUP, 280, a member that had taken an update for a recall came into the chain and was not asked again"
    })
    void isMendedInTheLifeMadeForAMutant(String mutant, long seed, String bug) {
        RandomRun.Outcome life = RandomRun.run(seed, Mutants.named(mutant).profile());

        assertThat(life.problems()).as("%s (%s)", life.describe(), bug).isEmpty();
    }

    /** Where two of five messages are lost a cluster heals all the same, in time and in bounded memory. */
    @ParameterizedTest
    @ValueSource(longs = {34, 39, 41, 43, 45, 66, 99})
    void healsWhereTwoOfFiveMessagesAreLost(long seed) {
        Profile lossy = MutantProfile.serve(4, 1)
                .load(6, 1, 200, 10)
                .groups(2, 10, 10)
                .crashes(2)
                .joins(3)
                .stepCrash(0.3)
                .network(new Faults(0.4, 0, 0, 1_000_000, 1_000_000))
                .build();

        RandomRun.Outcome life = RandomRun.run(seed, lossy);

        assertThat(life.problems()).as(life.describe()).isEmpty();
    }

    @ParameterizedTest(name = "{0}, {1} to {2}: {3}")
    @CsvSource({
        "85, 70, 110, members were expelled that the others needed for their majority",
        "178, 100, 200, members were expelled that the others needed for their majority"
    })
    void isMendedWhereSplitsCross(long seed, int leastMillis, int mostMillis, String bug) {
        Profile crossing = MutantProfile.strict(5, 1)
                .network(new Faults(0.3, 0, 0, 1_000_000, 1_000_000))
                .lease(200, 10)
                .step("123 45", leastMillis, mostMillis)
                .step("12 345", 400, 600)
                .step("1245 3", 200, 400)
                .step("12345", 200, 300)
                .build();

        RandomRun.Outcome life = RandomRun.run(seed, crossing);

        assertThat(life.problems()).as("%s (%s)", life.describe(), bug).isEmpty();
    }
}
