package io.asdr.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HitRatesTest {

    private static final Trace TRACE = Trace.generated(20_000, 400_000);

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20})
    @Tag("R74")
    void areAtMostOnePointBelowCaffeinesOnPopularKeysAndScans(int share) {
        HitRates rates = HitRates.measure(TRACE, share);

        assertThat(rates.ours()).isBetween(1.0, 99.0).isGreaterThanOrEqualTo(rates.caffeine() - HitRates.ALLOWED);
    }
}
