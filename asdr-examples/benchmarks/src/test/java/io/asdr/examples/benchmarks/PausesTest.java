package io.asdr.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PausesTest {

    private static final int STOPS = 2;
    private static final long LOAD_NANOS = 20_000_000_000L;

    @Test
    void aMemberThatStopsForLessThanALeaseAndAFullMachineChangeNoView() {
        List<Figure> figures = Pauses.measure(STOPS, LOAD_NANOS);

        assertThat(figures).isNotEmpty().allMatch(Figure::isMet);
    }
}
