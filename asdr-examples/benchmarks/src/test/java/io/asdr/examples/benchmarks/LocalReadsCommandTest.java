package io.asdr.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.examples.benchmarks.LocalReadsCommand.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalReadsCommandTest {

    @Test
    void putsMediansOfIterationsBesideTheLimitAndComparesTheScaling() {
        List<Sample> samples = List.of(
                new Sample(Kind.COPY, 1_000, 1, 100, 130, 0.5),
                new Sample(Kind.COPY, 1_000, 1, 100, 900, 0.5),
                new Sample(Kind.COPY, 1_000, 1, 100, 120, 0.5),
                new Sample(Kind.COPY, 1_000, 2, 100, 260, 0.5),
                new Sample(Kind.COPY, 0, 1, 100, 1, 0),
                new Sample(Kind.OWNED, 1_000, 1, 1, 1, 7));

        List<Figure> figures = LocalReadsCommand.figures(List.of(Kind.COPY), samples);

        assertThat(figures).extracting(Figure::measured).containsExactly(130.0, 260.0, 1.0);
        assertThat(figures).extracting(Figure::limit).containsExactly(100.0, 100.0, 2.0);
        assertThat(figures).extracting(Figure::isMet).containsExactly(true, false, false);
    }
}
