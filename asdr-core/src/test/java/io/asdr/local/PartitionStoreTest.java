package io.asdr.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.entry.Entries.Role;
import io.asdr.protocol.message.Key;
import io.asdr.spi.Clock;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A store with its index, as a reader sees it. */
class PartitionStoreTest {

    private static final MemberId OWNER = new MemberId(1);
    private static final Key KEY = key(1);
    private static final long LEASE_END = 1_000;

    private final Horizons horizons = new Horizons(0);
    private final ReadIndex index = new ReadIndex();
    private long nowNanos = 1;
    private final Clock clock = new Clock() {
        @Override
        public long nanos() {
            return nowNanos;
        }

        @Override
        public long millis() {
            return nowNanos / 1_000_000;
        }
    };
    private final PartitionStore store = new PartitionStore(horizons, index, false, clock);

    private static Key key(int number) {
        return new Key(new byte[] {(byte) number, (byte) (number >> 8)}, number * 0x9E37_79B9L);
    }

    private static Version version(long counter) {
        return new Version(new ViewId(1, OWNER), counter);
    }

    @BeforeEach
    void serve() {
        horizons.move(OWNER, LEASE_END);
        store.serve(OWNER, Role.READER);
    }

    /** An entry that readers find by "key". */
    private HeapEntry put(String value, long counter, int tenure) {
        HeapEntry entry = (HeapEntry) store.put(KEY, new byte[] {1}, version(counter), tenure);
        entry.decoded(value);
        return entry;
    }

    @Test
    @Tag("R16")
    void servesWhatTheIndexHas() {
        index.fill("key", put("one", 1, 1));

        assertThat(index.read("key", clock)).isEqualTo("one");
        assertThat(index.counts().copy()).isEqualTo(1);
    }

    @Test
    void servesNothingOnceTheLeaseHasEnded() {
        index.fill("key", put("one", 1, 1));

        nowNanos = LEASE_END;
        assertThat(index.read("key", clock)).isNull();

        horizons.move(OWNER, LEASE_END + 1);
        assertThat(index.read("key", clock)).isEqualTo("one");
    }

    @Test
    @Tag("R84")
    void servesNothingBelowTheFloor() {
        index.fill("key", put("one", 1, 4));

        store.raiseFloor(5);
        store.raiseFloor(3);

        assertThat(store.floor()).isEqualTo(5);
        assertThat(index.read("key", clock)).isNull();
    }

    @Test
    @Tag("R80")
    @Tag("R82")
    void anUpdateIsOfThePresentTenure() {
        index.fill("key", put("one", 1, 4));
        store.raiseFloor(5);

        index.fill("key", put("two", 2, 5));

        assertThat(index.read("key", clock)).isEqualTo("two");
    }

    @Test
    void servesNothingToAnOwnerThatWaits() {
        index.fill("key", put("one", 1, 1));

        store.serve(OWNER, Role.WAITING_OWNER);

        assertThat(index.read("key", clock)).isNull();
    }

    @Test
    void servesNothingAfterClose() {
        index.fill("key", put("one", 1, 1));

        horizons.close();
        horizons.move(OWNER, LEASE_END);

        assertThat(index.read("key", clock)).isNull();
    }

    @Test
    void leavesTheIndexWhenItRetires() {
        HeapEntry entry = put("one", 1, 1);
        index.fill("key", entry);

        entry.retire();

        assertThat(index.size()).isZero();
        assertThat(entry.isServable(clock)).isFalse();
    }

    @Test
    void doesNotEnterTheIndexOnceItRetired() {
        HeapEntry entry = put("one", 1, 1);
        entry.retire();

        index.fill("key", entry);

        assertThat(index.size()).isZero();
    }

    @Test
    void keepsTheKeyInTheIndexWhenItsValueIsReplaced() {
        HeapEntry before = put("one", 1, 1);
        index.fill("key", before);

        HeapEntry after = put("two", 2, 1);

        assertThat(before.isReadable()).isFalse();
        assertThat(index.find("key")).isSameAs(after);
        assertThat(index.read("key", clock)).isEqualTo("two");
    }

    @Test
    void leavesTheIndexWhenItsValueIsReplacedByNone() {
        index.fill("key", put("one", 1, 1));

        store.put(KEY, null, version(2), 1);

        assertThat(index.size()).isZero();
        assertThat(store.find(KEY)).isNotNull();
    }

    @Test
    void forgetsWhatIsRemoved() {
        HeapEntry entry = put("one", 1, 1);
        index.fill("key", entry);

        store.remove(KEY);

        assertThat(store.find(KEY)).isNull();
        assertThat(store.size()).isZero();
        assertThat(entry.isReadable()).isFalse();
        assertThat(index.size()).isZero();
    }

    @Test
    void findsEachOfManyKeysThatGrowAndShrink() {
        for (int i = 0; i < 1_000; i++) {
            store.put(key(i), new byte[] {(byte) i}, version(i), 1);
        }
        for (int i = 0; i < 1_000; i += 2) {
            store.remove(key(i));
        }

        assertThat(store.size()).isEqualTo(500);
        assertThat(store.all()).hasSize(500);
        for (int i = 0; i < 1_000; i++) {
            HeapEntry found = store.find(key(i));
            assertThat(found == null).isEqualTo(i % 2 == 0);
            if (found != null) {
                assertThat(found.value()).containsExactly(i);
                assertThat(found.key()).isEqualTo(key(i));
                assertThat(found.version()).isEqualTo(version(i));
            }
        }
    }

    @Test
    void retiresEverythingWhenItIsCleared() {
        HeapEntry entry = put("one", 1, 1);
        index.fill("key", entry);

        store.clear();

        assertThat(entry.isReadable()).isFalse();
        assertThat(store.all()).isEmpty();
        assertThat(index.size()).isZero();
    }

    @Test
    void countsAHolderOnce() {
        HeapEntry entry = put("one", 1, 1);

        entry.addHolder(new MemberId(2), 0);
        entry.addHolder(new MemberId(3), 0);
        entry.addHolder(new MemberId(2), 0);

        assertThat(entry.holders()).containsExactly(new MemberId(2), new MemberId(3));
    }
}
