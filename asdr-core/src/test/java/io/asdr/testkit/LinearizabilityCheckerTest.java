package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.testkit.Operation.Kind;
import io.asdr.testkit.Verdict.Undecided;
import io.asdr.testkit.Verdict.Violated;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearizabilityCheckerTest {

    private static final List<Kind> ALL = List.of(Kind.values());

    private final LinearizabilityChecker checker = new LinearizabilityChecker();

    @Test
    void agreesWithBruteForceOnSmallHistories() {
        int linearizable = 0;
        int violated = 0;
        for (int seed = 0; seed < 10_000; seed++) {
            var random = new RandomHistory(seed, ALL, 3);
            var operations = random.linearizable(2 + seed % 5, 1 + seed % 4, seed % 3 == 0 ? 50 : 20);
            for (int i = 0; i < seed % 4; i++) {
                operations = random.corrupted(operations);
            }

            boolean expected = BruteForce.isLinearizable(operations);
            Verdict verdict = checker.check(operations);

            assertThat(verdict.isLinearizable())
                    .as("seed %s: %s", seed, operations)
                    .isEqualTo(expected);
            linearizable += expected ? 1 : 0;
            violated += expected ? 0 : 1;
        }

        assertThat(linearizable).isGreaterThan(2_000);
        assertThat(violated).isGreaterThan(2_000);
    }

    @Test
    void theWindowOfASmallHistoryIsItselfNotLinearizable() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new RandomHistory(seed, ALL, 3);
            var operations = random.corrupted(random.linearizable(6, 3, 25));

            if (checker.check(operations) instanceof Violated violated) {
                assertThat(operations).as("seed %s", seed).containsAll(violated.window());
                assertThat(violated.window()).as("seed %s", seed).contains(violated.unexplained());
                assertThat(BruteForce.isLinearizable(violated.window()))
                        .as("seed %s: %s", seed, violated)
                        .isFalse();
            }
        }
    }

    @Test
    void refusesAStaleRead() {
        var verdict = check("""
                10 20 1 k SET a
                30 40 1 k SET b
                50 60 2 k GET = a
                """);

        assertThat(verdict).isInstanceOf(Violated.class);
    }

    @Test
    void acceptsEitherValueOfAReadThatOverlapsTheWrite() {
        for (String seen : List.of("a", "b")) {
            var verdict = check("10 20 1 k SET a\n30 60 1 k SET b\n40 50 2 k GET = " + seen + "\n");

            assertThat(verdict.isLinearizable()).as(seen).isTrue();
        }
    }

    @Test
    void takesCallsThatTouchForConcurrent() {
        assertThat(check("10 20 1 k SET a\n20 30 2 k GET = ~\n").isLinearizable())
                .isTrue();
        assertThat(check("10 20 1 k SET a\n21 30 2 k GET = ~\n").isLinearizable())
                .isFalse();
    }

    @Test
    void refusesALostUpdate() {
        var verdict = check("""
                10 20 1 k SET a
                30 60 1 k REPLACE_IF_EQUAL a b = true
                40 50 2 k REPLACE_IF_EQUAL a c = true
                """);

        assertThat(verdict).isInstanceOf(Violated.class);
    }

    @Test
    void refusesACallThatTookEffectTwice() {
        var verdict = check("""
                10 ? 1 k SET a
                20 30 2 k PUT b = a
                40 50 3 k GET = b
                60 70 3 k GET = a
                """);

        assertThat(verdict).isInstanceOf(Violated.class);
    }

    @Test
    void refusesAValueThatFlickers() {
        var verdict = check("""
                10 20 1 k SET a
                30 80 1 k SET b
                35 40 2 k GET = b
                45 50 2 k GET = a
                """);

        assertThat(verdict).isInstanceOf(Violated.class);
    }

    @Test
    void letsAnOpenCallTakeEffectLateOnceOrNever() {
        assertThat(check("10 ? 1 k SET a\n20 30 2 k GET = ~\n40 50 2 k GET = a\n")
                        .isLinearizable())
                .isTrue();
        assertThat(check("10 ? 1 k SET a\n20 30 2 k GET = ~\n").isLinearizable())
                .isTrue();
        assertThat(check("20 30 2 k GET = a\n40 ? 1 k SET a\n").isLinearizable())
                .isFalse();
    }

    @Test
    void usesAnOpenWriteThatNobodyReadsToExplainAFailedReplacement() {
        assertThat(check("10 20 1 k SET a\n25 ? 2 k SET x\n30 40 1 k REPLACE_IF_EQUAL a b = false\n")
                        .isLinearizable())
                .isTrue();
        assertThat(check("10 20 1 k SET a\n30 40 1 k REPLACE_IF_EQUAL a b = false\n")
                        .isLinearizable())
                .isFalse();
    }

    @Test
    void remembersEveryChoiceAmongOpenCalls() {
        String eitherIsSpent = """
                10 20 1 k SET a
                25 ? 2 k SET x
                25 ? 3 k SET y
                30 40 1 k REPLACE_IF_EQUAL a b = false
                50 60 1 k SET c
                """;

        assertThat(check(eitherIsSpent + "70 80 1 k GET = x\n").isLinearizable())
                .isTrue();
        assertThat(check(eitherIsSpent + "70 80 1 k GET = y\n").isLinearizable())
                .isTrue();
        assertThat(check(eitherIsSpent + "70 80 1 k GET = x\n90 95 1 k GET = y\n")
                        .isLinearizable())
                .isFalse();
    }

    @Test
    void letsALossEndInAbsenceOrInARestoredValueOnly() {
        String written = "10 20 1 k SET a\n30 40 1 k SET b\n50 60 0 k LOST a\n";

        assertThat(check(written + "70 80 1 k GET = ~\n").isLinearizable()).isTrue();
        assertThat(check(written + "70 80 1 k GET = a\n").isLinearizable()).isTrue();
        assertThat(check(written + "70 80 1 k GET = b\n").isLinearizable()).isFalse();
        assertThat(check(written.replace("60", "?") + "70 80 1 k GET = b\n").isLinearizable())
                .isTrue();
    }

    @Test
    void checksEachKeyByItselfAndNamesTheViolatedOne() {
        var verdict = check("""
                10 20 1 good SET a
                10 20 1 wrong SET a
                30 40 1 good GET = a
                30 40 1 wrong GET = ~
                """);

        assertThat(verdict).isInstanceOfSatisfying(Violated.class, violated -> {
            assertThat(violated.key()).isEqualTo("wrong");
            assertThat(violated.unexplained().kind()).isEqualTo(Kind.GET);
            assertThat(violated.toString()).contains("> 30 40 1 wrong GET = ~");
        });
    }

    @Test
    void showsTheSmallestWindowOfALongHistory() {
        var history = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            history.append("%d %d 1 k SET v%d\n".formatted(10 * i, 10 * i + 5, i));
            history.append("%d %d 1 k GET = v%d\n".formatted(10 * i + 6, 10 * i + 7, i == 600 ? 599 : i));
        }

        var verdict = check(history.toString());

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Violated.class,
                        violated -> assertThat(violated.window())
                                .extracting(Operation::toString)
                                .containsExactly("6000 6005 1 k SET v600", "6006 6007 1 k GET = v599"));
    }

    @Test
    void theWindowReachesBackToWhereALongCallCanNotHaveTakenEffectYet() {
        var verdict = check("""
                1 5 1 k SET b
                10 100 2 k SET a
                20 25 1 k GET = b
                90 95 1 k GET = b
                110 120 1 k GET = b
                """);

        // Without the first read, the long call could have been followed by another write of b.
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Violated.class,
                        violated -> assertThat(violated.window())
                                .extracting(Operation::invokedNanos)
                                .containsExactly(10L, 20L, 90L, 110L));
    }

    @Test
    void decidesThousandsOfCallsOnOneKeyInFewSteps() {
        var random = new RandomHistory(1, ALL, 0);
        var operations = random.linearizable(5_000, 8, 0);

        Verdict verdict = checker.check(operations);

        assertThat(verdict.isLinearizable()).isTrue();
        assertThat(verdict.steps()).isLessThan(1_000_000);
    }

    @Test
    void decidesThousandsOfCallsOfWhichDozensStayOpenInFewSteps() {
        for (int seed = 0; seed < 5; seed++) {
            var random = new RandomHistory(seed, ALL, 0);
            var operations = random.linearizable(5_000, 8, 1);
            assertThat(operations.stream().filter(Operation::isOpen)).hasSizeGreaterThan(30);

            Verdict verdict = checker.check(operations);

            assertThat(verdict.isLinearizable()).as("seed %s", seed).isTrue();
            assertThat(verdict.steps()).as("seed %s", seed).isLessThan(5_000_000);
        }
    }

    @Test
    void findsOneWrongResultAmongThousandsOfCallsOfWhichDozensStayOpen() {
        for (int seed = 0; seed < 5; seed++) {
            var random = new RandomHistory(seed, ALL, 0);
            var operations = new ArrayList<>(random.linearizable(5_000, 8, 1));
            operations.add(Operation.parse("20000 20001 1 k GET = neverWritten"));

            Verdict verdict = checker.check(operations);

            assertThat(verdict).as("seed %s", seed).isInstanceOf(Violated.class);
            assertThat(verdict.steps()).as("seed %s", seed).isLessThan(20_000_000);
        }
    }

    @Test
    void givesUpAtTheStepBound() {
        var operations = new RandomHistory(1, ALL, 0).linearizable(1_000, 8, 0);

        Verdict verdict = new LinearizabilityChecker(100).check(operations);

        assertThat(verdict).isInstanceOf(Undecided.class);
    }

    private Verdict check(String history) {
        return checker.check(History.parse(history));
    }
}
