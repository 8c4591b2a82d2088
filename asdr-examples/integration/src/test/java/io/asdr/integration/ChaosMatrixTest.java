package io.asdr.integration;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The scenarios of chaos that a build runs only when it is asked: {@code mvn verify -Pchaos}. */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class ChaosMatrixTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(2_500);

    /** One more than the cluster begins with. */
    private static final int JOINER = ChaosCluster.SIZE;

    private static final int JOINS = 10;

    private final ChaosReport report = new ChaosReport();

    @SuppressWarnings("NullAway.Init")
    private ChaosCluster cluster;

    @BeforeAll
    void prepare() throws IOException {
        cluster = new ChaosCluster(ChaosCluster.SIZE + 1, report);
    }

    @BeforeEach
    void makeWhole() throws IOException {
        cluster.makeWhole();
    }

    @AfterAll
    void end() throws IOException {
        report.print("matrix");
        cluster.close();
    }

    @Test
    @Tag("fault-2")
    void killcoord() throws Exception {
        int coordinator = cluster.byAge().get(0);
        Scenario scenario = cluster.begin("killcoord", Set.of(coordinator));

        cluster.kill(coordinator);
        cluster.awaitOneView();
        cluster.start(coordinator);
        scenario.faultEnds();

        scenario.judge()
                .withoutLosses()
                .touchedWithin(Bounds.BACK_FROM_DEATH)
                .untouchedWithin(Bounds.UNDISTURBED)
                .backWithin(Bounds.BACK_FROM_DEATH)
                .passes();
    }

    @Test
    @Tag("fault-3")
    @Tag("case-L")
    void kill2() throws Exception {
        List<Integer> byAge = cluster.byAge();
        int[] victims = {byAge.get(1), byAge.get(3)};
        Scenario scenario = cluster.begin("kill2", Set.of(victims[0], victims[1]), Scenario.Option.ORPHANS);

        cluster.kill(victims);
        cluster.awaitOneView();
        cluster.start(victims);
        scenario.faultEnds();

        scenario.judge()
                .announcingLosses()
                .losingOnlyWhatWasKeptBy(Set.of(victims[0], victims[1]))
                .touchedWithin(Bounds.BACK_FROM_DEATH)
                .untouchedWithin(Bounds.UNDISTURBED)
                .backWithin(Bounds.BACK_FROM_DEATH)
                .passes();
    }

    @Test
    @Tag("fault-4")
    void pauseShort() throws Exception {
        int victim = cluster.byAge().get(2);
        Scenario scenario = cluster.begin("pause-short", Set.of(victim));

        cluster.pause(victim);
        scenario.hold(SHORT);
        cluster.resume(victim);
        scenario.faultEnds();

        scenario.judge()
                .viewsAtMost(0)
                .withoutLosses()
                .withoutErrors()
                .touchedWithin(SHORT.plus(Bounds.UNDISTURBED))
                .untouchedWithin(Bounds.UNDISTURBED)
                .backWithin(Bounds.UNDISTURBED)
                .passes();
    }

    @Test
    @Tag("fault-5")
    @Tag("case-A")
    void pauseCoord() throws Exception {
        int coordinator = cluster.byAge().get(0);
        Scenario scenario = cluster.begin("pause-coord", Set.of(coordinator));

        cluster.pause(coordinator);
        scenario.hold(LONG);
        cluster.resume(coordinator);
        scenario.faultEnds();

        scenario.judge()
                .withoutLosses()
                .touchedWithin(Bounds.BACK)
                .untouchedWithin(Bounds.UNDISTURBED)
                .backWithin(Bounds.BACK)
                .passes();
    }

    @Test
    @Tag("fault-7")
    void partIsolate() throws Exception {
        cluster.needsCuts("part-isolate");
        int coordinator = cluster.byAge().get(0);
        Scenario scenario = cluster.begin("part-isolate", Set.of(coordinator));

        cluster.split(List.of(Set.of(coordinator), cluster.othersThan(coordinator)));
        scenario.hold(LONG);
        cluster.network().heal();
        scenario.faultEnds();

        scenario.judge()
                .refusing(Set.of(coordinator), Bounds.DETECTION)
                .withoutLosses()
                .touchedWithin(Bounds.BACK)
                .untouchedWithin(Bounds.UNDISTURBED)
                .backWithin(Bounds.BACK)
                .passes();
    }

    @Test
    @Tag("fault-8")
    void partThirds() throws Exception {
        cluster.needsCuts("part-thirds");
        List<Integer> byAge = cluster.byAge();
        Scenario scenario = cluster.begin("part-thirds", Set.of());

        cluster.split(List.of(Set.copyOf(byAge.subList(0, 2)), Set.copyOf(byAge.subList(2, 4)), Set.of(byAge.get(4))));
        scenario.hold(LONG);
        cluster.network().heal();
        scenario.faultEnds();

        scenario.judge()
                .refusing(new TreeSet<>(byAge), Bounds.DETECTION)
                .withoutLosses()
                .backWithin(Bounds.BACK)
                .passes();
    }

    @Test
    @Tag("fault-9")
    @Tag("case-E")
    void asymMute() throws Exception {
        cluster.needsCuts("asym-mute");
        int victim = cluster.byAge().get(2);
        Scenario scenario = cluster.begin("asym-mute", Set.of(victim));

        for (int other : cluster.othersThan(victim)) {
            cluster.network().cut(victim, other);
        }
        scenario.hold(LONG);
        cluster.network().heal();
        scenario.faultEnds();

        scenario.judge()
                .viewsAtMost(6)
                .withoutLosses()
                .touchedWithin(Bounds.BACK)
                .untouchedWithin(Bounds.UNDISTURBED)
                .backWithin(Bounds.BACK)
                .passes();
    }

    @Test
    @Tag("fault-10")
    @Tag("case-E")
    void asymLink() throws Exception {
        cluster.needsCuts("asym-link");
        List<Integer> byAge = cluster.byAge();
        Scenario scenario = cluster.begin("asym-link", Set.of(byAge.get(1), byAge.get(3)));

        cluster.network().cut(byAge.get(1), byAge.get(3));
        scenario.hold(LONG);
        cluster.network().heal();
        scenario.faultEnds();

        scenario.judge()
                .touchedWithin(Bounds.DETECTION.multipliedBy(2).plus(Bounds.MARGIN))
                .backWithin(Bounds.BACK)
                .passes();
    }

    @Test
    @Tag("fault-11")
    @Tag("case-E")
    void bridge() throws Exception {
        cluster.needsCuts("bridge");
        List<Integer> byAge = cluster.byAge();
        Scenario scenario = cluster.begin("bridge", Set.of());

        cluster.split(List.of(Set.copyOf(byAge.subList(0, 2)), Set.copyOf(byAge.subList(2, 4))));
        scenario.hold(LONG);
        cluster.network().heal();
        scenario.faultEnds();

        scenario.judge().backWithin(Bounds.BACK_FROM_BRIDGE).passes();
    }

    @Test
    @Tag("fault-12")
    void flap() throws Exception {
        cluster.needsCuts("flap");
        List<Integer> byAge = cluster.byAge();
        Set<Integer> minority = new TreeSet<>(byAge.subList(3, 5));
        Scenario scenario = cluster.begin("flap", minority);

        for (int i = 0; i < 4; i++) {
            cluster.split(List.of(minority, Set.copyOf(byAge.subList(0, 3))));
            scenario.hold(SHORT);
            cluster.network().heal();
            scenario.hold(SHORT);
        }
        scenario.faultEnds();

        scenario.judge()
                .losingOnlyWhatWasKeptBy(minority)
                .untouchedWithin(Bounds.UNDISTURBED)
                .backWithin(Duration.ofSeconds(15))
                .passes();
    }

    @Test
    @Tag("fault-13")
    void loss20() throws Exception {
        cluster.needsLoss("loss20");
        Scenario scenario = cluster.begin("loss20", Set.of());

        cluster.network().lose(20);
        scenario.hold(LONG);
        cluster.network().heal();
        scenario.faultEnds();

        scenario.judge().backWithin(Bounds.BACK).passes();
    }

    @Test
    @Tag("fault-14")
    @Tag("case-K")
    void slow1() throws Exception {
        int victim = cluster.byAge().get(2);
        Scenario scenario = cluster.begin("slow1", Set.of(victim));

        for (int i = 0; i < 40; i++) {
            cluster.pause(victim);
            scenario.hold(Duration.ofMillis(50));
            cluster.resume(victim);
            scenario.hold(Duration.ofMillis(450));
        }
        scenario.faultEnds();

        scenario.judge()
                .doingAtLeast(0.5)
                .withoutErrors()
                .withoutLosses()
                .untouchedWithin(Bounds.UNDISTURBED)
                .passes();
    }

    @Test
    @Tag("fault-16")
    void rollingKill() throws Exception {
        Scenario scenario = cluster.begin("rolling-kill", Set.of());

        for (int place : cluster.byAge()) {
            cluster.kill(place);
            cluster.awaitOneView();
            cluster.start(place);
            cluster.awaitOneView();
            scenario.load();
            scenario.hold(Duration.ofSeconds(5));
        }
        scenario.faultEnds();

        scenario.judge().withoutLosses().touchedWithin(Bounds.BACK_FROM_DEATH).passes();
    }

    @Test
    @Tag("fault-17")
    @Tag("case-M")
    void restartAll() throws Exception {
        Scenario scenario = cluster.begin("restart-all", Set.of(), Scenario.Option.ALL_LOST);
        int[] all = IntStream.range(0, ChaosCluster.SIZE).toArray();

        cluster.kill(all);
        scenario.faultBegins();
        cluster.start(all);
        scenario.faultEnds();

        scenario.judge().backWithin(Bounds.BACK).passes();
    }

    @Test
    @Tag("fault-20")
    void join() throws Exception {
        Scenario scenario = cluster.begin("join", Set.of());

        for (int i = 0; i < JOINS; i++) {
            cluster.start(JOINER);
            cluster.awaitOneView();
            cluster.leave(JOINER);
            cluster.awaitOneView();
        }
        scenario.faultEnds();

        scenario.judge()
                .notingLatency()
                .withoutErrors()
                .withoutLosses()
                .touchedWithin(Bounds.UNDISTURBED)
                .passes();
    }
}
