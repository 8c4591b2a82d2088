package io.asdr.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.examples.benchmarks.Beats.Gap;
import org.junit.jupiter.api.Test;

class BeatsTest {

    private final Beats beats = new Beats(10);

    @Test
    void findsTheLongestStretchBetweenTwoSuccessesOfTheWindow() {
        add(0, 10);
        add(15, 20);
        add(25, 90);
        add(95, 100);
        add(105, 400);

        assertThat(beats.longestGap(12, 100)).isEqualTo(new Gap(20, 90));
    }

    @Test
    void countsACallThatWasOnItsWayWhenTheWindowBegan() {
        add(0, 10);
        add(15, 70);
        add(75, 80);

        assertThat(beats.longestGap(30, 80)).isEqualTo(new Gap(10, 70));
    }

    @Test
    void countsUpToTheEndOfTheWindowWhereNoSuccessCameAnyMore() {
        add(0, 10);
        add(15, 20);

        assertThat(beats.longestGap(15, 100)).isEqualTo(new Gap(20, 100));
    }

    @Test
    void showsACallThatOutlastsTheWindowInFull() {
        add(0, 10);
        add(15, 150);

        assertThat(beats.longestGap(12, 100)).isEqualTo(new Gap(10, 150));
    }

    @Test
    void takesTheTimesOfCallsThatBeganInTheWindow() {
        add(0, 10);
        add(20, 50);
        add(60, 61);

        assertThat(beats.took(20, 60).getMaxValue()).isEqualTo(30);
        assertThat(beats.took(20, 60).getTotalCount()).isOne();
    }

    @Test
    void keepsNoMoreThanItHasRoomFor() {
        for (int i = 0; i < 20; i++) {
            add(i, i + 1);
        }

        assertThat(beats.took(0, 100).getTotalCount()).isEqualTo(10);
    }

    private void add(long begin, long end) {
        beats.add(begin, end);
    }
}
