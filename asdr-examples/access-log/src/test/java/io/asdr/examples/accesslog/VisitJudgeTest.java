package io.asdr.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisitJudgeTest {

    private static final long MAX_IDLE = 1_000;
    private static final long NEVER = Long.MAX_VALUE / 2;

    private final VisitJudge judge = new VisitJudge(MAX_IDLE);

    @Test
    void anotherVisitMayBeginOnceTheFirstCanHaveBeenIdleForLongEnough() {
        begin(1, "a", 100, 110);
        begin(2, "b", 1_050, 1_100);

        assertThat(judge.judge("", NEVER).tooEarly()).isEmpty();
    }

    @Test
    void seesAVisitThatBeganTooEarly() {
        begin(1, "a", 100, 110);
        begin(2, "b", 1_050, 1_099);

        assertThat(judge.judge("", NEVER).tooEarly()).hasSize(1);
    }

    @Test
    void seesTwoThatWereBegunAtTheSameTime() {
        begin(1, "a", 100, 150);
        begin(2, "b", 120, 140);

        assertThat(judge.judge("", NEVER).tooEarly()).hasSize(1);
    }

    @Test
    void aClientOfADeadServiceGetsAnotherOneAtOnce() {
        begin(1, "dead", 100, 110);
        begin(2, "b", 210, 220);

        RunResult.Visits visits = judge.judge("dead", 200);

        assertThat(visits.tooEarly()).isEmpty();
        assertThat(visits.movedClients()).isEqualTo(1);
    }

    @Test
    void butNotBeforeItsDeath() {
        begin(1, "dead", 100, 110);
        begin(2, "b", 120, 130);

        RunResult.Visits visits = judge.judge("dead", 200);

        assertThat(visits.tooEarly()).hasSize(1);
        assertThat(visits.movedClients()).isZero();
    }

    @Test
    void andGetsOnlyOne() {
        begin(1, "dead", 100, 110);
        begin(2, "b", 210, 220);
        begin(3, "c", 215, 225);

        assertThat(judge.judge("dead", 200).tooEarly()).hasSize(1);
    }

    private void begin(int line, String service, long startNanos, long endNanos) {
        judge.onBegun(new VisitBegun("client", new Visit(line, service), startNanos, endNanos));
    }
}
