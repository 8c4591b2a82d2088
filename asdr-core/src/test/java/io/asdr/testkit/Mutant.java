package io.asdr.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The product without a rule of the protocol: some places of its source are changed, and there is a profile in which that must show. Where two rules of the product hold for each other, and the model has only one of them,
 * both are left out.
 *
 * @param rules what the models call the rule, with the name of the model before it
 * @param needlessLoss whether the rule promises no more than that nobody loses its data without need
 */
record Mutant(String name, List<String> rules, List<Edit> edits, Profile profile, boolean needlessLoss) {

    /**
     * A change of one place.
     *
     * @param file below the package {@code io.asdr}
     * @param code stands in the file once
     */
    record Edit(String file, String code, String replacement) {

        String path() {
            return "io/asdr/" + file;
        }

        private String change(String source) {
            int at = source.indexOf(code);
            if (at < 0 || source.indexOf(code, at + 1) >= 0) {
                throw new IllegalStateException("'" + code + "' must stand in " + file + " exactly once");
            }
            return source.substring(0, at) + replacement + source.substring(at + code.length());
        }
    }

    Mutant {
        rules = List.copyOf(rules);
        edits = List.copyOf(edits);
    }

    Mutant(String name, List<String> rules, List<Edit> edits, MutantProfile profile) {
        this(name, rules, edits, profile.build(), false);
    }

    /** A rule that promises no more than that nobody loses its data without need: in a life in which nothing separates members, a gap breaks it, and so does a view without a living member. */
    static Mutant ofNeedlessLoss(String name, List<String> rules, List<Edit> edits, MutantProfile profile) {
        return new Mutant(name, rules, edits, profile.build(), true);
    }

    /** The changed sources by path, made from what {@code sources} says. */
    Map<String, String> mutate(Sources sources) throws IOException {
        Map<String, String> changed = new TreeMap<>();
        for (Edit edit : edits) {
            String before = changed.get(edit.path());
            changed.put(edit.path(), edit.change(before == null ? sources.read(edit.path()) : before));
        }
        return changed;
    }

    /** Reads a source of the product. */
    interface Sources {
        String read(String path) throws IOException;
    }

    @Override
    public String toString() {
        return name;
    }
}
