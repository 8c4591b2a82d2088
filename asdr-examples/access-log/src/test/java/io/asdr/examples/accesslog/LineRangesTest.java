package io.asdr.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LineRangesTest {

    @Test
    void isOneRunForLinesThatAreAStrideApart() {
        LineRanges lines = of(3, 4, 7, 10);

        assertThat(lines.runs()).containsExactly(new LineRanges.Run(4, 3));
    }

    @Test
    void keepsNeighboursThatWereDealtToOthersApart() {
        LineRanges lines = of(3, 4, 5, 6);

        assertThat(lines.runs()).hasSize(3);
        assertThat(lines.count()).isEqualTo(3);
    }

    @Test
    void joinsTwoRunsWhenTheGapIsFilled() {
        LineRanges lines = of(3, 1, 7, 4);

        assertThat(lines.runs()).containsExactly(new LineRanges.Run(1, 3));
    }

    @Test
    void isTheSameObjectForALineThatItHas() {
        LineRanges lines = of(3, 1, 4);

        assertThat(lines.with(4)).isSameAs(lines);
    }

    @Test
    void isTheSameSetInWhicheverOrderLinesCome() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            TreeSet<Integer> model = new TreeSet<>();
            for (int i = 0; i < 60; i++) {
                model.add(random.nextInt(120));
            }
            List<Integer> shuffled = new ArrayList<>(model);
            Collections.shuffle(shuffled, random);
            int stride = 1 + random.nextInt(5);

            LineRanges lines = of(stride, shuffled);

            assertThat(lines).isEqualTo(of(stride, model));
            assertThat(lines.lines().boxed()).containsExactlyInAnyOrderElementsOf(model);
            assertThat(lines.runs().size()).isLessThanOrEqualTo(model.size());
            for (int line = 0; line < 125; line++) {
                assertThat(lines.contains(line)).isEqualTo(model.contains(line));
            }
        }
    }

    @Test
    void countsWhatAnotherSetLacks() {
        assertThat(of(3, 1, 4, 5).countMissingFrom(of(3, 4, 8))).isEqualTo(2);
    }

    @Test
    void refusesALineBelowZero() {
        assertThatThrownBy(() -> LineRanges.none(3).with(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line=-1");
    }

    private static LineRanges of(int stride, Integer... lines) {
        return of(stride, List.of(lines));
    }

    private static LineRanges of(int stride, Iterable<Integer> lines) {
        LineRanges ranges = LineRanges.none(stride);
        for (int line : lines) {
            ranges = ranges.with(line);
        }
        return ranges;
    }
}
