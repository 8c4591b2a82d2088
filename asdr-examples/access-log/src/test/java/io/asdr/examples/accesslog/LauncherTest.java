package io.asdr.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LauncherTest {

    private static final int SERVICES = 3;
    private static final LogSource LOG = new LogGenerator(7, 3_000);
    private static final KillAt NEVER = new KillAt.Converter().convert("none");
    private static final KillAt IN_THE_MIDDLE = new KillAt.Converter().convert("middle");

    @Test
    void countsEveryLineOnceThoughAServiceDies() throws Exception {
        RunResult result = run(new FakeCluster(), IN_THE_MIDDLE);

        assertThat(result.comparison().differences()).isEmpty();
        assertThat(result.comparison().lostLines()).isZero();
        assertThat(result.staleness().stale()).isEmpty();
        assertThat(result.isPassed()).isTrue();
    }

    @Test
    void dealsTheLinesOfTheDeadAgain() throws Exception {
        RunResult.Kill kill = killOf(run(new FakeCluster(), IN_THE_MIDDLE));

        assertThat(kill.beforeLine()).isBetween(1_500, 1_900);
        assertThat(kill.inFlight()).isBetween(1, ServiceProcess.WINDOW);
    }

    @Test
    void tellsWhatTheSurvivorsSawOfTheKill() throws Exception {
        RunResult.Kill kill = killOf(run(new FakeCluster(), IN_THE_MIDDLE));

        assertThat(kill.viewNanos()).hasSize(SERVICES - 1).allMatch(nanos -> nanos >= 0);
        assertThat(kill.poisonedCopies()).isEqualTo((SERVICES - 1) * FakeCluster.POISONED);
        assertThat(kill.promotedCopies()).isEqualTo((SERVICES - 1) * FakeCluster.PROMOTED);
        assertThat(kill.answerNanos()).isNotEmpty().allMatch(nanos -> nanos >= 0);
    }

    @Test
    void tellsWhatTheJoinerTookOver() throws Exception {
        RunResult.Join join = killOf(run(new FakeCluster(), IN_THE_MIDDLE)).join();

        assertThat(join.service()).isEqualTo("service-4");
        assertThat(join.entriesMoved()).isEqualTo(FakeCluster.MOVED);
        assertThat(join.mainNanos()).isBetween(0L, join.startNanos());
    }

    @Test
    void killsOnTheVeryLastLineToo() throws Exception {
        RunResult result = run(new FakeCluster(), new KillAt(3_000));

        assertThat(result.isPassed()).isTrue();
        assertThat(killOf(result).beforeLine()).isEqualTo(3_000);
    }

    @Test
    void killsNobodyIfToldSo() throws Exception {
        RunResult result = run(new FakeCluster(), NEVER);

        assertThat(result.kill()).isNull();
        assertThat(result.isPassed()).isTrue();
    }

    @Test
    void loadsEachPageOnce() throws Exception {
        RunResult result = run(new FakeCluster(), NEVER);

        assertThat(result.loads().loads()).isEqualTo(result.comparison().pages());
    }

    @Test
    void clientsOfADeadServiceGetAnotherOne() throws Exception {
        RunResult result = run(new FakeCluster(), IN_THE_MIDDLE);

        assertThat(result.visits().movedClients()).isPositive();
        assertThat(result.visits().tooEarly()).isEmpty();
    }

    @Test
    void seesVisitsThatEndTooEarly() throws Exception {
        var forgetful = new FakeCluster((key, value) -> value instanceof Visit ? null : value);

        RunResult result = run(forgetful, NEVER);

        assertThat(result.visits().tooEarly()).isNotEmpty();
        assertThat(result.isPassed()).isFalse();
    }

    @Test
    void seesALostSession() throws Exception {
        SessionCount reference = SessionCount.of(LOG, SERVICES);
        var lost = reference.sessions().entrySet().iterator().next();

        RunResult result = run(new FakeCluster((key, value) -> key.equals(lost.getKey()) ? null : value), NEVER);

        assertThat(result.comparison().lostLines()).isEqualTo(lost.getValue().hits());
        assertThat(result.comparison().differences()).hasSize(SERVICES);
        assertThat(result.isPassed()).isFalse();
    }

    @Test
    void seesReadsThatAreStale() throws Exception {
        var old = new FakeCluster((key, value) -> value instanceof Page page ? Page.load(page.path()) : value);

        RunResult result = run(old, NEVER);

        assertThat(result.staleness().stale()).isNotEmpty();
        assertThat(result.isPassed()).isFalse();
    }

    private static RunResult run(FakeCluster cluster, KillAt killAt) throws Exception {
        var out = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Launcher(LOG, SERVICES, killAt, 1, cluster, out).run(SessionCount.of(LOG, SERVICES));
    }

    private static RunResult.Kill killOf(RunResult result) {
        assertThat(result.kill()).isNotNull();
        return Objects.requireNonNull(result.kill());
    }
}
