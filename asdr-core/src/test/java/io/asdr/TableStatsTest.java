package io.asdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Counts of two moments or of two members. */
class TableStatsTest {

    /** What there is now, and not since the start. */
    private static final Set<String> PRESENT = Set.of("retained", "pooledWrites", "entries");

    private static final RecordComponent[] COMPONENTS = TableStats.class.getRecordComponents();

    /** The first count is {@code factor}, the second twice as much, and so on. */
    private static TableStats counts(long factor) throws ReflectiveOperationException {
        Class<?>[] types = new Class<?>[COMPONENTS.length];
        Object[] values = new Object[COMPONENTS.length];
        for (int i = 0; i < values.length; i++) {
            types[i] = long.class;
            values[i] = factor * (i + 1);
        }
        return TableStats.class.getDeclaredConstructor(types).newInstance(values);
    }

    @Test
    void subtractsEachCountAndKeepsWhatThereIsNow() throws ReflectiveOperationException {
        TableStats interval = counts(10).minus(counts(1));

        for (int i = 0; i < COMPONENTS.length; i++) {
            long expected = PRESENT.contains(COMPONENTS[i].getName()) ? 10L * (i + 1) : 9L * (i + 1);
            assertThat(COMPONENTS[i].getAccessor().invoke(interval))
                    .as(COMPONENTS[i].getName())
                    .isEqualTo(expected);
        }
    }

    @Test
    void addsEachCount() throws ReflectiveOperationException {
        assertThat(counts(10).plus(counts(1))).isEqualTo(counts(11));
        assertThat(TableStats.NONE.plus(counts(1))).isEqualTo(counts(1));
        assertThat(Arrays.stream(COMPONENTS).map(RecordComponent::getName)).containsAll(PRESENT);
    }
}
