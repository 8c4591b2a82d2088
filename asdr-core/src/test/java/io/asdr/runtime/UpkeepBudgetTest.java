package io.asdr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UpkeepBudgetTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final long PIECE = 100_000;

    private long nowNanos = Long.MAX_VALUE - 10;
    private final UpkeepBudget budget = new UpkeepBudget(() -> nowNanos);

    /** Works piece by piece until it is told to stop. */
    private void work(BooleanSupplier isSpent) {
        do {
            nowNanos += PIECE;
        } while (!isSpent.getAsBoolean());
    }

    @Test
    @Tag("R58")
    void isAThousandthOfTheTime() {
        long begin = nowNanos;
        budget.refill(SECOND);

        budget.spend(this::work);
        budget.spend(this::work);

        assertThat(nowNanos - begin).isEqualTo(MILLI);
        assertThat(budget.isSpent()).isTrue();
    }

    @Test
    @Tag("R58")
    void savesNothingForLater() {
        budget.refill(SECOND);
        budget.refill(SECOND);
        long begin = nowNanos;

        budget.spend(this::work);

        assertThat(nowNanos - begin).isEqualTo(MILLI);
    }

    @Test
    @Tag("R58")
    void missesOneAllowanceWhereTooMuchWasSpent() {
        budget.refill(SECOND);
        budget.spend(isSpent -> nowNanos += 30 * MILLI);

        budget.refill(SECOND);
        assertThat(budget.isSpent()).isTrue();
        budget.refill(SECOND);

        assertThat(budget.isSpent()).isFalse();
    }
}
