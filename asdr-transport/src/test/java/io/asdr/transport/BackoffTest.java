package io.asdr.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff();

    @Test
    void waitsLongerEachTimeUpToALimit() {
        assertThat(LongStream.generate(backoff::nextMillis).limit(10))
                .containsExactly(0L, 5L, 10L, 20L, 40L, 80L, 160L, 320L, 500L, 500L);
    }

    @Test
    void beginsAnewAfterAReset() {
        backoff.nextMillis();
        backoff.nextMillis();

        backoff.reset();

        assertThat(backoff.nextMillis()).isZero();
    }
}
