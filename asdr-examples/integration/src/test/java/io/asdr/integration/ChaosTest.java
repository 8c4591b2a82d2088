package io.asdr.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.testkit.LinearizabilityChecker;
import io.asdr.testkit.Operation;
import io.asdr.testkit.Operation.Kind;
import io.asdr.testkit.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The scenarios of chaos that every build runs: one of each sort of fault, and two runs that show what the judges can find. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ChaosTest {

    private static final Duration FAULT = Duration.ofSeconds(8);

    /** The longest stop of any key while members leave and join one after the other. */
    private static final Duration HANDED_OVER = Duration.ofSeconds(1);

    private final ChaosReport report = new ChaosReport();

    @SuppressWarnings("NullAway.Init")
    private ChaosCluster cluster;

    @BeforeAll
    void prepare() throws IOException {
        cluster = new ChaosCluster(ChaosCluster.SIZE, report);
    }

    @BeforeEach
    void makeWhole() throws IOException {
        cluster.makeWhole();
    }

    @AfterAll
    void end() throws IOException {
        report.print("build");
        cluster.close();
    }

    @Test
    @Tag("fault-2")
    void kill() throws Exception {
        int victim = cluster.byAge().get(2);
        Scenario scenario = cluster.begin("kill", Set.of(victim));

        cluster.kill(victim);
        cluster.awaitOneView();
        cluster.start(victim);
        scenario.faultEnds();

        scenario.judge()
                .touchedWithin(Bounds.BACK_FROM_DEATH)
                .untouchedWithin(Bounds.UNDISTURBED)
                .backWithin(Bounds.BACK_FROM_DEATH)
                .passes();
    }

    @Test
    @Tag("fault-5")
    @Tag("case-A")
    void pauseLong() throws Exception {
        int victim = cluster.byAge().get(2);
        Scenario scenario = cluster.begin("pause-long", Set.of(victim));

        cluster.pause(victim);
        scenario.hold(FAULT);
        cluster.resume(victim);
        scenario.faultEnds();

        scenario.judge()
                .touchedWithin(Bounds.BACK)
                .untouchedWithin(Bounds.UNDISTURBED)
                .backWithin(Bounds.BACK)
                .passes();
    }

    @Test
    @Tag("fault-6")
    void partMinority() throws Exception {
        cluster.needsCuts("part-minority");
        List<Integer> byAge = cluster.byAge();
        Set<Integer> minority = new TreeSet<>(byAge.subList(3, 5));
        Scenario scenario =
                cluster.begin("part-minority", minority, Scenario.Option.SERVE_TABLE, Scenario.Option.ORPHANS);

        cluster.split(List.of(minority, Set.copyOf(byAge.subList(0, 3))));
        scenario.hold(FAULT);
        cluster.network().heal();
        scenario.faultEnds();

        scenario.judge()
                .refusing(minority, Bounds.DETECTION)
                .announcingLosses()
                .losingOnlyWhatWasKeptBy(minority)
                .touchedWithin(Bounds.BACK)
                .untouchedWithin(Bounds.UNDISTURBED)
                .backWithin(Bounds.BACK)
                .passes();
    }

    @Test
    @Tag("fault-9")
    @Tag("case-E")
    void asymDeaf() throws Exception {
        cluster.needsCuts("asym-deaf");
        int victim = cluster.byAge().get(2);
        Scenario scenario = cluster.begin("asym-deaf", Set.of(victim));

        for (int other : cluster.othersThan(victim)) {
            cluster.network().cut(other, victim);
        }
        scenario.hold(FAULT);
        cluster.network().heal();
        scenario.faultEnds();

        scenario.judge()
                .viewsAtMost(6)
                .touchedWithin(Bounds.BACK)
                .untouchedWithin(Bounds.UNDISTURBED)
                .backWithin(Bounds.BACK)
                .passes();
    }

    @Test
    @Tag("fault-15")
    @Tag("case-N")
    void rolling() throws Exception {
        Scenario scenario = cluster.begin("rolling", Set.of());

        for (int place : cluster.byAge()) {
            cluster.leave(place);
            cluster.awaitOneView();
            cluster.start(place);
            cluster.awaitOneView();
            scenario.load();
        }
        scenario.faultEnds();

        scenario.judge()
                .withoutErrors()
                .withoutLosses()
                .touchedWithin(HANDED_OVER)
                .passes();
    }

    @Test
    @Tag("fault-1")
    void noneAndOneStaleReadInItsHistoryIsFound() throws Exception {
        Scenario scenario = cluster.begin("none", Set.of());
        scenario.faultEnds();
        Judgement judgement = scenario.judge();
        judgement
                .withoutErrors()
                .withoutLosses()
                .viewsAtMost(0)
                .touchedWithin(Bounds.UNDISTURBED)
                .passes();
        List<Operation> history = judgement.strictHistory();
        Operation overwritten = overwritten(history);
        long end = history.stream()
                .filter(operation -> !operation.isOpen())
                .mapToLong(Operation::returnedNanos)
                .max()
                .orElseThrow();

        List<Operation> corrupted = new ArrayList<>(history);
        corrupted.add(new Operation(
                -1,
                overwritten.key(),
                Kind.GET,
                List.of(),
                end + 1,
                end + 2,
                overwritten.arguments().get(0)));

        assertThat(new LinearizabilityChecker().check(history)).isInstanceOf(Verdict.Linearizable.class);
        assertThat(new LinearizabilityChecker().check(corrupted)).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    void aCacheThatNobodyInvalidatesIsFound() throws Exception {
        Scenario scenario = cluster.begin("broken on purpose", Set.of(), Scenario.Option.STALE_READS);
        scenario.faultEnds();

        List<String> problems = scenario.judge().problems();

        assertThat(problems).anyMatch(problem -> problem.contains("is not linearizable"));
    }

    /** A write whose value is not the last one of its key. */
    private static Operation overwritten(List<Operation> history) {
        Set<String> readAtTheEnd = new TreeSet<>();
        history.stream()
                .filter(operation -> operation.client() >= Judgement.FIRST_AUDITOR && operation.result() != null)
                .forEach(operation -> readAtTheEnd.add(String.valueOf(operation.result())));
        return history.stream()
                .filter(operation -> operation.kind() == Kind.PUT)
                .filter(write -> !write.isOpen()
                        && !readAtTheEnd.contains(write.arguments().get(0)))
                .findFirst()
                .orElseThrow();
    }
}
