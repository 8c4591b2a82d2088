package io.asdr.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

    @Test
    void takesTheMiddleRound() {
        assertThat(Rounds.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
        assertThat(Rounds.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3.0);
    }

    @Test
    void letsLimitAndProductTakeTurns() {
        List<String> turns = new ArrayList<>();

        Rounds rounds = Rounds.alternate(
                2,
                () -> {
                    turns.add("limit");
                    return 1;
                },
                () -> {
                    turns.add("product");
                    return 2;
                });

        assertThat(turns).containsExactly("limit", "product", "limit", "product");
        assertThat(rounds).isEqualTo(new Rounds(1, 2));
    }
}
