package io.asdr.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.TableStats;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final RunResult.Kill KILL = new RunResult.Kill(
            "service-2",
            20_013,
            37,
            List.of(184_000_000L, 190_000_000L),
            1_234,
            567,
            List.of(321_000_000L, 400_000_000L),
            0,
            new RunResult.Join("service-4", 1_200_000_000L, 900_000_000L, 3_211));
    private static final RunResult.Comparison EQUAL = new RunResult.Comparison(3, 4_890, 5_713, 0, List.of());
    private static final RunResult.Staleness FRESH = new RunResult.Staleness(41_200, List.of(), 1);

    @Test
    void saysAllThatAPersonWantsToKnow() {
        String report = Report.render(result(KILL, EQUAL, FRESH));

        assertThat(report)
                .contains("ACCESS LOG  generated, seed 1")
                .containsPattern("lines +40,000 in 5.0 s")
                .contains("8,000 lines a second, 3 services")
                .containsPattern("unreadable +1\n +line 7: garbage")
                .containsPattern("this heap, as owner +300 +30.0 %")
                .containsPattern("over the network +100 +10.0 %")
                .containsPattern("in the whole cluster +5,714")
                .containsPattern("begun by the dead +1")
                .containsPattern("pages, maxCopies 200 +4,002 copies dropped")
                .containsPattern("visits, maxIdle 1 s +7,001 aged out")
                .containsPattern("803 messages said that copies were in use")
                .containsPattern("visits, usable +217 clients of the dead service got another one")
                .containsPattern("visits begun +9,100, of which 0 too early")
                .contains("service-2, SIGKILL after line 20,013")
                .contains("37 lines that were in flight")
                .containsPattern("new view after +184 ms \\(the last of 2 survivors: 190 ms\\)")
                .containsPattern("copies poisoned +1,234")
                .containsPattern("copies now replicas +567")
                .containsPattern("first answer after +321 ms \\(the last of 2 of its pages: 400 ms\\)")
                .containsPattern("ready after +1,200 ms \\(900 ms from its main\\)")
                .containsPattern("entries moved +3,211")
                .containsPattern("lost +0\n")
                .containsPattern("stale +0 of 41,200 reads")
                .contains("found 1 of 1 planted")
                .contains("PASSED");
    }

    @Test
    void showsDifferences() {
        var different = new RunResult.Comparison(3, 1, 1, 2, List.of("service-1: session of x is wrong"));

        String report = Report.render(result(KILL, different, FRESH));

        assertThat(report)
                .contains("service-1: session of x is wrong")
                .containsPattern("lost +2\n")
                .contains("FAILED");
    }

    @Test
    void showsStaleReads() {
        var stale = new RunResult.Staleness(10, List.of(new PageRead("/old", 1, 2, 3)), 1);

        String report = Report.render(result(KILL, EQUAL, stale));

        assertThat(report).contains("/old").contains("FAILED");
    }

    @Test
    void failsIfTheJudgeIsBlind() {
        String report = Report.render(result(KILL, EQUAL, new RunResult.Staleness(10, List.of(), 0)));

        assertThat(report).contains("found 0 of 1 planted").contains("FAILED");
    }

    @Test
    void leavesOutTheKillWhereThereWasNone() {
        String report = Report.render(result(null, EQUAL, FRESH));

        assertThat(report).doesNotContain("THE KILL").doesNotContain("THE JOIN");
    }

    private static RunResult result(
            RunResult.@Nullable Kill kill, RunResult.Comparison comparison, RunResult.Staleness staleness) {
        TableStats stats = new TableStats(
                300, 200, 400, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7_001, 0, 4_002, 803, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        return new RunResult(
                "generated, seed 1",
                3,
                40_000,
                5_000_000_000L,
                0,
                1,
                List.of("7: garbage"),
                new RunResult.Tables(stats, stats, stats),
                new RunResult.Loads(5_714, 5_713, 1),
                new RunResult.Visits(9_100, 217, List.of()),
                kill,
                staleness,
                comparison);
    }
}
