package io.asdr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {

    /** Three members, then two, then three, each with a read and a write of each key in a SERVE and a STRICT table. */
    @Test
    void playsEveryCallToItsEnd() {
        int calls = (3 + 2 + 3) * 2 * 2 * Rehearsal.KEYS;

        assertThat(new Rehearsal().play()).isEqualTo(calls);
    }
}
