package io.asdr.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StaleJudgeTest {

    private static final String PATH = "/index.html";

    private final StaleJudge judge = new StaleJudge();

    @Test
    void acceptsAReadOfTheLastAcknowledgedRevision() {
        judge.onRaise(new PageRaise(PATH, 4, 100));

        judge.onRead(new PageRead(PATH, 101, 110, 4));

        assertThat(judge.stale()).isEmpty();
    }

    @Test
    void condemnsAReadBelowARevisionThatWasAcknowledgedBeforeItBegan() {
        PageRead old = new PageRead(PATH, 101, 110, 3);
        judge.onRaise(new PageRaise(PATH, 4, 100));

        judge.onRead(old);

        assertThat(judge.stale()).containsExactly(old);
    }

    @Test
    void acceptsAnOldReadThatBeganBeforeTheAcknowledgement() {
        judge.onRaise(new PageRaise(PATH, 4, 100));

        judge.onRead(new PageRead(PATH, 99, 300, 3));

        assertThat(judge.stale()).isEmpty();
    }

    @Test
    void asksForTheHighestRevisionWhateverWasAcknowledgedLast() {
        judge.onRaise(new PageRaise(PATH, 5, 100));
        judge.onRaise(new PageRaise(PATH, 4, 200));

        judge.onRead(new PageRead(PATH, 300, 310, 4));

        assertThat(judge.stale()).hasSize(1);
    }

    @Test
    void condemnsAMissingPageThatWasThere() {
        judge.onRaise(new PageRaise(PATH, 0, 100));

        judge.onRead(new PageRead(PATH, 101, 110, PageRead.MISSING));

        assertThat(judge.stale()).hasSize(1);
    }

    @Test
    void comparesTimesAcrossTheWrapOfTheClock() {
        judge.onRaise(new PageRaise(PATH, 4, Long.MAX_VALUE));

        judge.onRead(new PageRead(PATH, Long.MIN_VALUE + 5, Long.MIN_VALUE + 6, 3));

        assertThat(judge.stale()).hasSize(1);
    }

    @Test
    void findsThePlantedReadInItsSelfTest() {
        judge.onRaise(new PageRaise(PATH, 4, 100));
        judge.onRead(new PageRead(PATH, 101, 110, 3));

        assertThat(judge.selfTest()).isEqualTo(1);
        assertThat(judge.stale()).as("the self-test leaves no trace").hasSize(1);
    }
}
