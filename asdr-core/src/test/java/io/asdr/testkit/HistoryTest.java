package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.asdr.testkit.Operation.Kind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {

    @Test
    void writesOneOperationALineInTheOrderOfInvocation() {
        var history = new History();

        var slow = history.begin(10, 1, "k", Kind.PUT, "a");
        var quick = history.begin(20, 2, "k", Kind.REPLACE_IF_EQUAL, "x", "y");
        history.begin(25, 3, "k", Kind.REMOVE);
        quick.end(30, false);
        slow.end(40, null);
        history.begin(50, 2, "k", Kind.SET, "b").end(60, null);

        assertThat(history).hasToString("""
                        10 40 1 k PUT a = ~
                        20 30 2 k REPLACE_IF_EQUAL x y = false
                        25 ? 3 k REMOVE
                        50 60 2 k SET b
                        """);
    }

    @Test
    void readsWhatItWrote() {
        var history = new History();
        for (String text : List.of("", " ", "~", "?", "=", "%", "a b\nc", "ü\u0000€", "true")) {
            history.begin(10, 1, text, Kind.PUT, text).end(20, text);
            history.begin(30, 1, text, Kind.LOST, text, text + "2");
        }

        assertThat(History.parse(history.toString()).operations()).isEqualTo(history.operations());
        assertThat(History.parse(history.toString())).hasToString(history.toString());
    }

    @Test
    void keepsTheOrderOfCallsAtOneInstant() {
        var history = new History();

        history.begin(10, 1, "k", Kind.SET, "a").end(10, null);
        history.begin(10, 1, "k", Kind.GET).end(10, "a");

        assertThat(history).hasToString("10 11 1 k SET a\n12 13 1 k GET = a\n");
    }

    @Test
    void mergesTheLogsOfSeveralProcesses() {
        var one = History.parse("10 40 1 k SET a\n30 35 1 k GET = ~\n");
        var other = History.parse("20 ? 2 k SET b\n");

        one.addAll(other);

        assertThat(one).hasToString("10 40 1 k SET a\n20 ? 2 k SET b\n30 35 1 k GET = ~\n");
    }

    @Test
    void forgetsADiscardedCall() {
        var history = new History();

        history.begin(10, 1, "k", Kind.SET, "a").discard();

        assertThat(history.operations()).isEmpty();
    }

    @Test
    void refusesASecondEnd() {
        var call = new History().begin(10, 1, "k", Kind.GET);
        call.end(20, "a");

        assertThatIllegalStateException().isThrownBy(() -> call.end(30, "a")).withMessageContaining("k GET");
    }

    @Test
    void refusesWhatDoesNotFitTheKind() {
        var history = new History();

        assertThatIllegalArgumentException().isThrownBy(() -> history.begin(10, 1, "k", Kind.GET, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> Operation.parse("10 20 1 k SET a = b"));
        assertThatIllegalArgumentException().isThrownBy(() -> Operation.parse("10 20 1 k REMOVE_IF_EQUAL a = b"));
        assertThatIllegalArgumentException().isThrownBy(() -> Operation.parse("20 10 1 k SET a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operation.parse("10 20"))
                .withMessageContaining("10 20");
    }

    @Test
    void recordsCallsOfSeveralThreads() {
        var history = new History();

        IntStream.range(0, 1_000)
                .parallel()
                .forEach(i -> history.begin(i, i, "k", Kind.GET).end(i, null));

        assertThat(history.operations()).hasSize(1_000);
        assertThat(history.operations().stream().flatMap(o -> List.of(o.invokedNanos(), o.returnedNanos()).stream()))
                .doesNotHaveDuplicates();
    }
}
