package io.asdr.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came out of the scenarios, as one table. */
final class ChaosReport {

    private static final Path DIRECTORY = Path.of("target", "chaos");
    private static final String NONE = "–";

    private final List<Row> rows = new ArrayList<>();

    /** One scenario's line; what was not set yet is missing. */
    static final class Row {
        private final String scenario;
        private final Map<String, Integer> errors = new TreeMap<>();
        private final Map<String, Long> gapMillis = new TreeMap<>();
        private final List<String> problems = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private int calls;
        private long backMillis = -1;
        private long stallMillis = -1;
        private int views;
        private int lost;
        private boolean broken;
        private boolean over;
        private boolean skipped;

        private Row(String scenario) {
            this.scenario = scenario;
        }

        String scenario() {
            return scenario;
        }

        void skip(String reason) {
            skipped = true;
            notes.add(reason);
            System.out.printf("%n**** SKIPPED: scenario %s: %s%n%n", scenario, reason);
        }

        void calls(int count) {
            calls = count;
        }

        void error(String kind) {
            errors.merge(kind, 1, Integer::sum);
        }

        int errors(String kind) {
            return errors.getOrDefault(kind, 0);
        }

        void gap(String family, long millis) {
            gapMillis.put(family, millis);
        }

        /** -1 if there were no such calls. */
        long gapMillis(String family) {
            return gapMillis.getOrDefault(family, -1L);
        }

        void back(long millis) {
            backMillis = millis;
        }

        long backMillis() {
            return backMillis;
        }

        void stall(long millis) {
            stallMillis = millis;
        }

        long stallMillis() {
            return stallMillis;
        }

        /** A member that lived through it all has installed so many views since the fault began. */
        void views(int count) {
            views = Math.max(views, count);
        }

        /** The most of any member. */
        int views() {
            return views;
        }

        /** Members found so many partitions lost. */
        void lost(int partitions) {
            lost = partitions;
        }

        int lost() {
            return lost;
        }

        /** The product is broken here, so the judges must find something. */
        void broken() {
            broken = true;
        }

        void problem(String text) {
            problems.add(text);
        }

        void note(String text) {
            notes.add(text);
        }

        /** The judges are done. */
        void over() {
            over = true;
        }

        List<String> problems() {
            return problems;
        }

        private String verdict() {
            if (skipped) {
                return "SKIPPED";
            }
            if (!over) {
                return "BROKE OFF";
            }
            if (broken) {
                return problems.isEmpty() ? "NOT FOUND" : "FOUND";
            }
            return problems.isEmpty() ? "PASS" : "FAIL";
        }

        private String line() {
            List<String> remarks = new ArrayList<>(notes);
            problems.forEach(problem -> remarks.add(problem.lines().findFirst().orElse("")));
            return "| "
                    + String.join(
                            " | ",
                            scenario,
                            Integer.toString(calls),
                            errors.isEmpty()
                                    ? "0"
                                    : errors.entrySet().stream()
                                            .map(Entry::toString)
                                            .collect(Collectors.joining(", ")),
                            millis(gapMillis(Scenario.TOUCHED_READS)),
                            millis(gapMillis(Scenario.TOUCHED_WRITES)),
                            millis(gapMillis(Scenario.UNTOUCHED_READS)),
                            millis(gapMillis(Scenario.UNTOUCHED_WRITES)),
                            millis(backMillis),
                            millis(stallMillis),
                            Integer.toString(views),
                            Integer.toString(lost),
                            verdict(),
                            String.join("; ", remarks))
                    + " |";
        }

        private static String millis(long millis) {
            return millis < 0 ? NONE : Long.toString(millis);
        }
    }

    Row row(String scenario) {
        var row = new Row(scenario);
        rows.add(row);
        return row;
    }

    /** Whether nobody will want to look into what the scenarios left. */
    boolean isClean() {
        return rows.stream().allMatch(row -> List.of("PASS", "FOUND", "SKIPPED").contains(row.verdict()));
    }

    /** Prints the table, and writes it to {@code target/chaos}. */
    void print(String title) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("Chaos: " + title
                + ". All times in ms. A gap is the longest time between two successes of one client at a member that was not hurt; 'back' is from the end of"
                + " the fault until every client of every member succeeds again; 'stall' is the longest gap of a thread that only reads the clock;"
                + " 'lost' counts partitions of which nobody had all any more.");
        lines.add("");
        lines.add("| scenario | calls | errors | touched: reads | touched: writes | untouched: reads"
                + " | untouched: writes | back | stall | views | lost | verdict | remarks |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        rows.forEach(row -> lines.add(row.line()));
        System.out.println();
        lines.forEach(System.out::println);
        System.out.println();
        Files.createDirectories(DIRECTORY);
        Files.write(DIRECTORY.resolve(title + ".md"), lines);
    }
}
