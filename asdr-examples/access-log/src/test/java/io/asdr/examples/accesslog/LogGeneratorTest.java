package io.asdr.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LogGeneratorTest {

    private static final int LINES = 5_000;

    @Test
    void givesTheSameLinesForTheSameSeed() {
        List<String> first = new LogGenerator(3, LINES).lines().toList();
        List<String> second = new LogGenerator(3, LINES).lines().toList();

        assertThat(second).isEqualTo(first).hasSize(LINES);
    }

    @Test
    void givesTheSameLinesOnEveryMachine() {
        assertThat(new LogGenerator(1, 1).lines()).containsExactly(FIRST_LINE_OF_SEED_1);
    }

    @Test
    void givesOtherLinesForAnotherSeed() {
        assertThat(new LogGenerator(4, LINES).lines().toList())
                .isNotEqualTo(new LogGenerator(3, LINES).lines().toList());
    }

    @Test
    void givesLinesThatCanBeRead() {
        RequestParser parser = new RequestParser();

        assertThat(new LogGenerator(3, LINES).lines())
                .allSatisfy(line -> assertThat(parser.parse(line)).isPresent());
    }

    @Test
    void hasTheSkewOfARealLog() throws Exception {
        RequestParser parser = new RequestParser();

        Map<String, Long> linesOfPath = new LogGenerator(3, LINES)
                .lines()
                .map(line -> parser.parse(line).orElseThrow().path())
                .collect(Collectors.groupingBy(path -> path, Collectors.counting()));

        long busiest =
                linesOfPath.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        long once = linesOfPath.values().stream().filter(lines -> lines == 1).count();
        assertThat(busiest).isGreaterThan(LINES / 30);
        assertThat(once).isGreaterThan(linesOfPath.size() / 5);
    }

    private static final String FIRST_LINE_OF_SEED_1 =
            "94.55.121.177 - - [17/May/2015:10:05:00 +0000] \"GET /blog/article-0.html HTTP/1.1\" 200 18942 \"-\""
                    + " \"Mozilla/5.0 (X11; Linux x86_64; rv:24.0) Gecko/20140205 Firefox/24.0 Iceweasel/24.3.0\"";
}
