package io.asdr.protocol.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.Ownership;
import io.asdr.spi.MemberId;
import io.asdr.spi.OwnershipStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrategiesTest {

    private static final int PARTITIONS = 1_024;
    private static final List<MemberId> FIVE = members(5);

    private static List<MemberId> members(int count) {
        SplittableRandom random = new SplittableRandom(7);
        return Stream.generate(() -> new MemberId(random.nextLong()))
                .limit(count)
                .toList();
    }

    static Stream<OwnershipStrategy> all() {
        return Stream.of(Ownership.rendezvous(), Ownership.modulo(), Ownership.range(), Ownership.nodeChain());
    }

    static Stream<OwnershipStrategy> rings() {
        return all().skip(1);
    }

    private static List<MemberId> chain(OwnershipStrategy strategy, int partition, List<MemberId> members) {
        return Arrays.stream(strategy.ranking(partition, PARTITIONS, members, members.size()))
                .mapToObj(members::get)
                .toList();
    }

    private static long owned(OwnershipStrategy strategy, MemberId member) {
        long count = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            count += chain(strategy, partition, FIVE).get(0).equals(member) ? 1 : 0;
        }
        return count;
    }

    @ParameterizedTest
    @MethodSource("all")
    @Tag("R49")
    void ranksEachMemberOnce(OwnershipStrategy strategy) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(chain(strategy, partition, FIVE)).containsExactlyInAnyOrderElementsOf(FIVE);
            assertThat(strategy.ranking(partition, PARTITIONS, FIVE, 2))
                    .isEqualTo(Arrays.copyOf(strategy.ranking(partition, PARTITIONS, FIVE, 5), 2));
        }
    }

    @ParameterizedTest
    @MethodSource("rings")
    @Tag("R7")
    @Tag("R48")
    void dealsPartitionsEvenly(OwnershipStrategy strategy) {
        for (MemberId member : FIVE) {
            assertThat(owned(strategy, member)).isBetween(PARTITIONS / 5L, PARTITIONS / 5L + 1);
        }
    }

    @Test
    void drawsPartitionsNearlyEvenly() {
        for (MemberId member : FIVE) {
            assertThat(owned(Ownership.rendezvous(), member)).isBetween(PARTITIONS / 7L, PARTITIONS / 4L);
        }
    }

    @Test
    @Tag("R34")
    void movesOnlyWhatANewMemberWins() {
        List<MemberId> four = FIVE.subList(0, 4);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<MemberId> before = chain(Ownership.rendezvous(), partition, four);
            List<MemberId> after = new ArrayList<>(chain(Ownership.rendezvous(), partition, FIVE));

            after.remove(FIVE.get(4));

            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    @Tag("R61")
    void makesTheSecondTheHeadWhenTheHeadGoes() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<MemberId> before = chain(Ownership.rendezvous(), partition, FIVE);
            List<MemberId> rest = FIVE.stream()
                    .filter(member -> !member.equals(before.get(0)))
                    .toList();

            assertThat(chain(Ownership.rendezvous(), partition, rest)).isEqualTo(before.subList(1, 5));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void doesNotDependOnTheOrderOfMembersUnlessItDealsByAge(OwnershipStrategy strategy) {
        List<MemberId> reversed = new ArrayList<>(FIVE);
        Collections.reverse(reversed);

        List<MemberId> here = chain(strategy, 3, FIVE);

        assertThat(chain(strategy, 3, reversed).equals(here))
                .isEqualTo(!strategy.id().equals("nodeChain"));
    }

    @Test
    @Tag("R7")
    void givesNeighboursTheSameOwnerInARange() {
        assertThat(chain(Ownership.range(), 0, FIVE)).isEqualTo(chain(Ownership.range(), 204, FIVE));
        assertThat(chain(Ownership.range(), 205, FIVE)).isNotEqualTo(chain(Ownership.range(), 204, FIVE));
    }
}
