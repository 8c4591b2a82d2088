package io.asdr.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table with a bound: what stays and what goes. */
@Tag("R74")
class ResidentsTest {

    private static void readAll(BoundedTable table, LongStream keys) {
        keys.forEach(table::read);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 9, 100})
    void neverHasMoreThanItsCapacity(long capacity) {
        BoundedTable table = new BoundedTable(capacity);
        Random random = new Random(capacity);

        for (int step = 0; step < 20_000; step++) {
            long key = (long) Math.abs(random.nextGaussian() * capacity);
            switch (random.nextInt(8)) {
                case 0 -> table.recall(key);
                case 1 -> table.write(key);
                default -> table.read(key);
            }

            assertThat(table.residents().count()).isEqualTo(table.size()).isLessThanOrEqualTo(capacity);
        }
        readAll(table, LongStream.range(1_000_000, 1_000_000 + capacity));
        assertThat(table.size()).isEqualTo(capacity);
    }

    @Test
    void evictsNothingWhileThereIsRoom() {
        BoundedTable table = new BoundedTable(1_000);

        readAll(table, LongStream.range(0, 1_000));

        assertThat(table.size()).isEqualTo(1_000);
        assertThat(table.keys()).allMatch(key -> key < 1_000);
    }

    @Test
    void keepsWhatIsUsedThroughAScan() {
        BoundedTable table = new BoundedTable(100);
        for (int round = 0; round < 4; round++) {
            readAll(table, LongStream.range(0, 50));
        }

        readAll(table, LongStream.range(1_000, 100_000));

        assertThat(table.keys()).contains(LongStream.range(0, 50).boxed().toArray(Long[]::new));
    }

    @Test
    void letsGoOfWhatIsNoLongerUsed() {
        BoundedTable table = new BoundedTable(100);
        for (int round = 0; round < 10; round++) {
            readAll(table, LongStream.range(0, 50));
        }

        for (int round = 0; round < 20; round++) {
            readAll(table, LongStream.range(1_000, 1_090));
        }

        assertThat(table.keys()).contains(LongStream.range(1_000, 1_090).boxed().toArray(Long[]::new));
    }

    @Test
    void takesTheOldestOfWhatWasNeverUsed() {
        BoundedTable table = new BoundedTable(3);

        readAll(table, LongStream.of(1, 2, 3, 4, 5));

        assertThat(table.keys()).containsExactlyInAnyOrder(3L, 4L, 5L);
    }

    @Test
    void keepsWhatComesBackSoonAfterItsEviction() {
        BoundedTable table = new BoundedTable(100);
        readAll(table, LongStream.range(0, 150));
        assertThat(table.keys()).doesNotContain(7L);

        table.read(7);
        readAll(table, LongStream.range(1_000, 1_090));

        assertThat(table.keys()).contains(7L);
    }

    @Test
    void takesAUseFromWhomItPassesOver() {
        Residents<Item> residents = new Residents<>(3);
        Item used = new Item(1);
        Item unused = new Item(2);
        residents.admit(used);
        residents.admit(unused);
        residents.admit(new Item(3));
        used.hit();
        unused.hit();
        // Both go to the main queue; then so do two that come back.
        assertThat(residents.admit(new Item(4))).extracting(Item::hash).isEqualTo(3L);
        assertThat(residents.admit(new Item(3))).extracting(Item::hash).isEqualTo(4L);
        used.uses(Resident.MOST_USES);

        Item victim = residents.admit(new Item(4));

        assertThat(victim).isSameAs(unused);
        assertThat(used.uses()).isEqualTo(Resident.MOST_USES - 1);
    }

    @Test
    void keepsTheNewOneWhenAllOthersAreInUse() {
        BoundedTable table = new BoundedTable(1_000);
        for (int round = 0; round < 5; round++) {
            readAll(table, LongStream.range(0, 1_000));
        }

        table.read(5_000);

        assertThat(table.size()).isEqualTo(1_000);
        assertThat(table.keys()).contains(5_000L);
    }

    @Test
    void passesOverABoundedNumberForOneVictim() {
        Residents<Item> residents = new Residents<>(10_000);
        List<Item> all = new ArrayList<>();
        for (int hash = 0; hash < 10_000; hash++) {
            all.add(new Item(hash));
            residents.admit(all.get(hash));
        }
        all.forEach(item -> item.uses(Resident.MOST_USES));

        Item victim = residents.admit(new Item(-1));

        assertThat(victim).isNotNull();
        assertThat(all.stream().filter(item -> item.looks() > 0)).hasSizeLessThan(100);
    }

    @Test
    void hasRoomForEachOneThatWasRecalled() {
        BoundedTable table = new BoundedTable(100);
        readAll(table, LongStream.range(0, 100));
        LongStream.range(0, 40).forEach(table::recall);

        readAll(table, LongStream.range(1_000, 1_040));

        assertThat(table.keys())
                .containsExactlyInAnyOrder(LongStream.concat(LongStream.range(40, 100), LongStream.range(1_000, 1_040))
                        .boxed()
                        .toArray(Long[]::new));
    }

    @Test
    void aWriteKeepsAnEntrysStanding() {
        BoundedTable table = new BoundedTable(100);
        for (int from = 0; from < 80; from += 40) {
            for (int round = 0; round < 4; round++) {
                readAll(table, LongStream.range(from, from + 40));
            }
            readAll(table, LongStream.range(1_000L * (from + 1), 1_000L * (from + 1) + 100));
        }

        LongStream.range(0, 80).forEach(table::write);
        readAll(table, LongStream.range(200_000, 300_000));

        assertThat(table.keys()).contains(LongStream.range(0, 80).boxed().toArray(Long[]::new));
    }

    @Test
    void aWriteIsAUse() {
        BoundedTable table = new BoundedTable(100);
        table.read(1);

        table.write(1);
        readAll(table, LongStream.range(1_000, 2_000));

        assertThat(table.keys()).contains(1L);
    }

    @Test
    void aWriteOfWhatIsNotResidentAdmitsIt() {
        Residents<Item> residents = new Residents<>(1);
        Item victim = new Item(1);
        residents.admit(victim);
        assertThat(residents.admit(new Item(2))).isSameAs(victim);

        Item evicted = residents.replace(victim, new Item(1));

        assertThat(evicted).extracting(Item::hash).isEqualTo(2L);
        assertThat(residents.count()).isOne();
    }

    @Test
    void forgettingAVictimChangesNothing() {
        Residents<Item> residents = new Residents<>(1);
        Item victim = new Item(1);
        residents.admit(victim);
        residents.admit(new Item(2));

        residents.forget(victim);
        residents.forget(victim);

        assertThat(residents.count()).isOne();
    }

    @Test
    void admitsAVictimThatItsOwnerCouldNotDrop() {
        Residents<Item> residents = new Residents<>(1);
        Item pinned = new Item(1);
        residents.admit(pinned);
        Item other = new Item(2);
        residents.admit(other);

        Item evicted = residents.admit(pinned);

        assertThat(evicted).isSameAs(other);
        assertThat(residents.count()).isOne();
    }

    @Test
    void refusesWhatIsThereOrWasForgotten() {
        Residents<Item> residents = new Residents<>(2);
        Item there = new Item(1);
        residents.admit(there);
        Item forgotten = new Item(2);
        residents.forget(forgotten);

        assertThatThrownBy(() -> residents.admit(there)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> residents.admit(forgotten)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Residents<Item>(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity=0");
    }

    @Test
    void aHitWritesNothingOnceTheUsesAreFull() {
        Item item = new Item(1);

        for (int hit = 0; hit < 100; hit++) {
            item.hit();
        }

        assertThat(item.uses()).isEqualTo(Resident.MOST_USES);
        assertThat(item.writes()).isEqualTo(Resident.MOST_USES);
    }

    @Test
    void itsMemoryFollowsWhatIsThereWhateverTheCapacity() {
        BoundedTable table = new BoundedTable(Long.MAX_VALUE / 2);

        assertThat(table.residents().slots()).isLessThan(32);
        readAll(table, LongStream.range(0, 10_000));
        assertThat(table.residents().slots()).isLessThan(32_768);
        LongStream.range(0, 10_000).forEach(table::recall);
        assertThat(table.residents().slots()).isLessThan(32);
    }

    @Test
    void holdsFewOfThoseThatWereRecalled() {
        BoundedTable table = new BoundedTable(1_000);
        readAll(table, LongStream.range(0, 1_000));

        for (long key = 0; key < 1_000; key++) {
            table.recall(key);

            assertThat(table.residents().held()).isLessThanOrEqualTo(table.size() * 5L / 4 + 8);
        }
    }

    @Test
    void givesBackTheMemoryOfTheNewOnceTheyHaveBecomeOld() {
        BoundedTable table = new BoundedTable(1_000);
        for (int round = 0; round < 2; round++) {
            readAll(table, LongStream.range(0, 1_000));
        }

        readAll(table, LongStream.range(1_000, 4_000));

        // The main queue has 1,024 slots, the small one half of those that it had, and there are as many ghosts as
        // residents.
        assertThat(table.residents().slots()).isLessThan(2_600);
    }

    @Test
    void itsMemoryIsBoundedHoweverManyAreRecalled() {
        BoundedTable table = new BoundedTable(1_000);
        Random random = new Random(1);
        readAll(table, LongStream.range(0, 2_000));

        for (long step = 0; step < 1_000_000; step++) {
            table.recall(random.nextInt(2_000));
            table.read(random.nextInt(2_000));
            table.write(random.nextInt(2_000));
        }

        // At most 2.5 times the residents in the queues, and as many ghosts as residents.
        assertThat(table.residents().slots()).isLessThan(3_600);
    }

    @Test
    void sameCallsHaveTheSameResults() {
        List<List<Long>> evicted = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            BoundedTable table = new BoundedTable(50);
            Random random = new Random(7);
            for (int step = 0; step < 50_000; step++) {
                long key = (long) Math.abs(random.nextGaussian() * 100);
                if (random.nextInt(10) == 0) {
                    table.recall(key);
                } else {
                    table.read(key);
                }
            }
            evicted.add(table.evicted());
        }

        assertThat(evicted.get(0)).hasSizeGreaterThan(1_000).isEqualTo(evicted.get(1));
    }
}
