package io.asdr.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.spi.MemberId;
import org.junit.jupiter.api.Test;

class PermitsTest {

    private static final MemberId A = new MemberId(1);
    private static final MemberId B = new MemberId(2);

    private final Permits permits = new Permits();

    @Test
    void givesSoManyAPeerAndNoMoreUntilOneIsReleased() {
        for (int i = 0; i < Permits.MOST_A_PEER; i++) {
            assertThat(permits.tryAcquire(A)).isTrue();
        }

        assertThat(permits.tryAcquire(A)).isFalse();
        assertThat(permits.tryAcquire(B)).as("another peer").isTrue();

        permits.release(A);
        assertThat(permits.tryAcquire(A)).isTrue();
    }

    @Test
    void refusesToReleaseWhatWasNotTaken() {
        permits.tryAcquire(A);
        permits.release(A);

        assertThatThrownBy(() -> permits.release(A)).hasMessageContaining("released twice");
    }
}
