package io.asdr.integration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The list of requirements, each row with the tests that show it.
 *
 * @param rows the tests of each row, as {@code Class.method}; none where the list says {@code –}
 */
record Requirements(Map<String, List<String>> rows) {

    /**
     * How a test of a row ended.
     *
     * @param test class and method, with the package
     */
    record Report(String row, String test, String end) {

        /** Reads a line like {@code R55 io.asdr.SomeTest.someMethod SUCCESSFUL}. */
        static Report parse(String line) {
            String[] words = line.split(" ", -1);
            return new Report(words[0], words[1], words[2]);
        }

        boolean isOf(String row, String test) {
            return this.row.equals(row) && this.test.endsWith("." + test);
        }
    }

    private static final int COLUMNS = 5;
    private static final Pattern ROW = Pattern.compile("R\\d+");
    private static final Pattern TEST = Pattern.compile("`(\\w+\\.\\w+)`");
    private static final Comparator<String> BY_NUMBER =
            Comparator.comparingInt(row -> Integer.parseInt(row.substring(1)));

    /** Reads the rows of a table {@code | R | requirement | here | where | test |}. */
    static Requirements parse(List<String> page) {
        Map<String, List<String>> rows = new TreeMap<>(BY_NUMBER);
        for (String line : page) {
            String[] cells = line.split("\\|", -1);
            if (cells.length > 1 && ROW.matcher(cells[1].strip()).matches()) {
                if (cells.length != COLUMNS + 2) {
                    throw new IllegalArgumentException(
                            "columns=" + (cells.length - 2) + " must be " + COLUMNS + ": " + line);
                }
                Matcher tests = TEST.matcher(cells[COLUMNS]);
                rows.put(
                        cells[1].strip(),
                        tests.results().map(test -> test.group(1)).toList());
            }
        }
        return new Requirements(rows);
    }

    /**
     * What is wrong: rows that nothing shows, and tests that show no row.
     *
     * @param last the number of the last row
     * @param notYet rows that need no test yet, and must have none
     */
    List<String> problems(int last, Set<String> notYet, List<Report> reports) {
        List<String> problems = new ArrayList<>();
        Set<String> expected = new TreeSet<>(BY_NUMBER);
        IntStream.rangeClosed(1, last).forEach(number -> expected.add("R" + number));
        for (String row : expected) {
            List<String> tests = rows.get(row);
            boolean reported = reports.stream().anyMatch(report -> report.row().equals(row));
            if (tests == null) {
                problems.add(row + " is not in the list");
            } else if (notYet.contains(row)) {
                if (!tests.isEmpty() || reported) {
                    problems.add(row + " has a test: it is no longer one of those to come");
                }
            } else if (tests.isEmpty()) {
                problems.add(row + " has no test in the list");
            } else {
                tests.forEach(test -> check(row, test, reports, problems));
            }
        }
        reports.stream()
                .filter(report -> !expected.contains(report.row()))
                .forEach(report -> problems.add(report.test() + " names " + report.row() + ", which is no row"));
        return problems;
    }

    private static void check(String row, String test, List<Report> reports, List<String> problems) {
        List<Report> found =
                reports.stream().filter(report -> report.isOf(row, test)).toList();
        if (found.isEmpty()) {
            problems.add(row + ": " + test + " did not run, or does not name it by @Tag(\"" + row + "\")");
        }
        found.stream()
                .filter(report -> !report.end().equals("SUCCESSFUL"))
                .forEach(report -> problems.add(row + ": " + report.test() + " ended " + report.end()));
    }
}
