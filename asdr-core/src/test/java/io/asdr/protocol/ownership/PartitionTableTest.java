package io.asdr.protocol.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.Ownership;
import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.OwnershipStrategy;
import io.asdr.spi.Peer;
import io.asdr.spi.TableOptions;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionTableTest {

    private static final int PARTITIONS = 8;
    private static final View.TableSettings PINNED = table(7, List.of("m2", "m4", "nobody"));
    private static final View.TableSettings PLAIN = table(8, List.of());

    static Stream<OwnershipStrategy> strategies() {
        return Stream.of(Ownership.rendezvous(), Ownership.modulo(), Ownership.range(), Ownership.nodeChain());
    }

    private static View.TableSettings table(int id, List<String> pins) {
        return new View.TableSettings(
                id,
                "t" + id,
                ViewId.NONE,
                2,
                true,
                true,
                false,
                "",
                "",
                "",
                new TableOptions(0, 0, 0, 0, 0, false, false, 0, false, pins));
    }

    private static View.Member member(int number, boolean leaving) {
        return named(number, "m" + number, leaving);
    }

    private static View.Member named(int id, String name, boolean leaving) {
        return new View.Member(new Peer(new MemberId(id), name, new Endpoint("here", id)), ViewId.NONE, leaving, id);
    }

    private static View view(View.Member... members) {
        View.Settings settings = new View.Settings(PARTITIONS, "any", 1, List.of(PINNED, PLAIN));
        return new View(new ViewId(1, new MemberId(1)), List.of(members), List.of(), settings);
    }

    private static List<Long> chain(PartitionTable table, int partition) {
        return table.chain(partition, PINNED).stream()
                .map(MemberId::incarnation)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    @Tag("R38")
    void givesPinsPartitionsOfTheirOwn(OwnershipStrategy strategy) {
        PartitionTable table = new PartitionTable(
                view(member(1, false), member(2, false), member(3, false), member(4, false)), strategy);

        assertThat(table.partitionCount(PINNED.id())).isEqualTo(PARTITIONS + 3);
        assertThat(table.partitionCount(PLAIN.id())).isEqualTo(PARTITIONS);
        assertThat(chain(table, PARTITIONS)).startsWith(2L).hasSize(3).doesNotHaveDuplicates();
        assertThat(chain(table, PARTITIONS + 1)).startsWith(4L).hasSize(3).doesNotHaveDuplicates();
        assertThat(chain(table, PARTITIONS + 2)).as("as any other").isEqualTo(chain(table, 2));
        IntStream.range(0, PARTITIONS + 3)
                .forEach(partition -> assertThat(table.owner(PINNED.id(), partition))
                        .isEqualTo(table.chain(partition, PINNED).get(0)));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    @Tag("R38")
    void makesTheSecondTheHeadWhenThePinnedMemberGoes(OwnershipStrategy strategy) {
        View.Member[] all = {member(1, false), member(2, false), member(3, false), member(4, false), member(5, false)};
        List<Long> before = chain(new PartitionTable(view(all), strategy), PARTITIONS);

        PartitionTable gone = new PartitionTable(view(all[0], all[2], all[3], all[4]), strategy);
        PartitionTable leaving = new PartitionTable(view(all[0], member(2, true), all[2], all[3], all[4]), strategy);

        assertThat(chain(gone, PARTITIONS))
                .startsWith(before.get(1), before.get(2))
                .hasSize(3);
        assertThat(chain(leaving, PARTITIONS)).isEqualTo(chain(gone, PARTITIONS));
    }

    @Test
    @Tag("R38")
    void takesTheLowestIdOfThoseThatHaveTheName() {
        View view = view(member(1, false), named(9, "m2", false), named(5, "m2", false), named(3, "m2", true));

        assertThat(chain(new PartitionTable(view, Ownership.rendezvous()), PARTITIONS))
                .startsWith(5L);
    }

    @Test
    @Tag("R38")
    void pinsToTheOnlyMember() {
        PartitionTable table = new PartitionTable(view(member(2, false)), Ownership.modulo());

        assertThat(chain(table, PARTITIONS)).containsExactly(2L);
        assertThat(chain(table, PARTITIONS + 1)).containsExactly(2L);
    }

    /** One hash, computed once, says both: which member, and which lane there, whatever the number of its lanes. */
    @Test
    @Tag("R36")
    @Tag("R40")
    void findsPartitionAndLaneFromOneHash() {
        View.Settings settings = new View.Settings(64, "any", 0x5EED, List.of());
        List<Integer> partitions = new ArrayList<>();
        for (long hash = 0; hash < 1_000; hash++) {
            partitions.add(Spot.of(hash).partition(settings));
        }

        assertThat(partitions).allMatch(partition -> partition >= 0 && partition < 64);
        assertThat(partitions.stream().distinct()).hasSize(64);
        for (int laneCount : new int[] {1, 3, 16}) {
            assertThat(partitions.stream()
                            .map(partition -> Partitioner.lane(partition, laneCount))
                            .distinct())
                    .hasSize(laneCount);
        }
    }

    @Test
    @Tag("R32")
    void keysTheHashWithTheSeed() {
        View.Settings one = new View.Settings(64, "any", 1, List.of());
        View.Settings other = new View.Settings(64, "any", 2, List.of());

        long moved = IntStream.range(0, 1_000)
                .filter(hash -> Spot.of(hash).partition(one) != Spot.of(hash).partition(other))
                .count();

        assertThat(moved).isGreaterThan(900);
        assertThat(Spot.pinned(3).partition(one))
                .isEqualTo(67)
                .isEqualTo(Spot.pinned(3).partition(other));
    }
}
