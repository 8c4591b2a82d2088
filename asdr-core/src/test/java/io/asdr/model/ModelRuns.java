package io.asdr.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The list of runs of the model checker, {@code docs/tla/runs.txt}. */
final class ModelRuns {

    static final Path FOLDER = Path.of("docs", "tla");

    private static final String HOLDS = "holds";
    private static final String LONG = "long";

    /**
     * One run.
     *
     * @param verdict what must come out: {@code holds}, {@code long}, or the invariant that must be found violated
     * @param configuration the text of TLC's configuration file
     */
    record Run(String module, String verdict, String name, String configuration) {

        /** Whether no invariant may be violated. */
        boolean mustHold() {
            return verdict.equals(HOLDS) || isLong();
        }

        /** Whether it is only run by name. */
        boolean isLong() {
            return verdict.equals(LONG);
        }
    }

    private ModelRuns() {}

    static List<Run> read() {
        List<Run> runs = new ArrayList<>();
        List<String> module = List.of();
        for (String line : lines(FOLDER.resolve("runs.txt"))) {
            List<String> words = List.of(line.strip().split("\\s+"));
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (words.get(0).equals("module")) {
                module = words;
            } else {
                runs.add(run(module, words));
            }
        }
        return runs;
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code module}: the word, name, specification, invariants, a colon, constants. {@code row}: verdict, name, values. */
    private static Run run(List<String> module, List<String> row) {
        List<String> constants = module.subList(5, module.size());
        List<String> values = row.subList(2, row.size());
        if (constants.size() != values.size()) {
            throw new IllegalArgumentException("run " + row + " has " + values.size() + " values for " + constants);
        }
        StringBuilder text = new StringBuilder("CONSTANTS\n");
        for (int i = 0; i < constants.size(); i++) {
            text.append("  ")
                    .append(constants.get(i))
                    .append(" = ")
                    .append(value(values.get(i)))
                    .append('\n');
        }
        String verdict = row.get(0);
        boolean holds = verdict.equals(HOLDS) || verdict.equals(LONG);
        text.append("SPECIFICATION ").append(module.get(2)).append('\n');
        text.append("INVARIANTS ")
                .append(holds ? module.get(3).replace(',', ' ') : verdict)
                .append('\n');
        return new Run(module.get(1), verdict, row.get(1), text.toString());
    }

    private static String value(String word) {
        boolean isName = Character.isLetter(word.charAt(0)) && !word.equals("TRUE") && !word.equals("FALSE");
        return isName ? '"' + word + '"' : word;
    }
}
