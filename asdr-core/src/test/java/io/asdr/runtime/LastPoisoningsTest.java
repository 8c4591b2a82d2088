package io.asdr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.runtime.LastPoisonings.Batch;
import org.junit.jupiter.api.Test;

/** What a report says of poisonings is bounded, and rare causes stay beside frequent ones. */
class LastPoisoningsTest {

    private final LastPoisonings last = new LastPoisonings();

    private static Batch batch(int table, String cause, String by, long wallMillis) {
        return new Batch(new EventBatches.Kind(table, cause, by), 7, wallMillis);
    }

    @Test
    void keepsTheLastOfEachTableAndCause() {
        last.add(batch(1, "MERGE", "m1", 1));
        last.add(batch(2, "WRITE", "m1", 2));
        for (int time = 10; time < 100; time++) {
            last.add(batch(1, "WRITE", "m" + time % 5, time));
        }
        last.add(batch(1, "VIEW_CHANGE", "m2", 50));

        assertThat(last.of(1))
                .containsExactly(
                        batch(1, "WRITE", "m4", 99),
                        batch(1, "WRITE", "m3", 98),
                        batch(1, "WRITE", "m2", 97),
                        batch(1, "VIEW_CHANGE", "m2", 50),
                        batch(1, "MERGE", "m1", 1));
        assertThat(last.of(2)).containsExactly(batch(2, "WRITE", "m1", 2));
        assertThat(last.of(3)).isEmpty();
    }
}
