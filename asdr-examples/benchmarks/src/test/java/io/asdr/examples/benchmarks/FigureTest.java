package io.asdr.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void meetsATargetThatIsTheMostUpToItsRatio() {
        assertThat(Figure.atMost("get", "us", 42, 30, 1.4).isMet()).isTrue();
        assertThat(Figure.atMost("get", "us", 43, 30, 1.4).isMet()).isFalse();
    }

    @Test
    void meetsATargetThatIsTheLeastFromItsRatioOn() {
        assertThat(Figure.atLeast("get", "ops/s", 40, 100, 0.4).isMet()).isTrue();
        assertThat(Figure.atLeast("get", "ops/s", 39, 100, 0.4).isMet()).isFalse();
    }

    @Test
    void showsFigureLimitRatioTargetAndVerdictInOneLine() {
        List<Figure> figures =
                List.of(Figure.atMost("get", "us", 45, 30, 1.4), Figure.beside("start", "ms", 2_000, 1_000));

        List<String> lines = FigureTable.of(figures).lines().toList();

        assertThat(cells(lines.get(2))).containsExactly("get", "us", "45.0", "30.0", "1.50", "<= 1.4", "NO");
        assertThat(cells(lines.get(3))).containsExactly("start", "ms", "2,000", "1,000", "2.00", "", "");
    }

    private static List<String> cells(String line) {
        return List.of(line.strip().replaceAll("^\\||\\|$", "").split("\\|")).stream()
                .map(String::strip)
                .toList();
    }
}
