package io.asdr.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the model and the code together: each action of the specifications names the methods that implement it, and these exist. */
class ModelTest {

    private static final String NAMES = "\\* -> ";
    private static final List<String> IMPLEMENTING = List.of("protocol.", "local.", "runtime.");
    private static final Pattern METHOD = Pattern.compile("(?:((?:[a-z]\\w*\\.)+[A-Z]\\w*)\\.)?([a-z]\\w*)");
    private static final Pattern NEXT = Pattern.compile("(?m)^D?Next(?:Calm)?\\s*==(?:.*\\R)(?:[ \\t]+.*\\R)*");
    private static final Pattern DEFINITION = Pattern.compile("(?m)^(\\w+)\\s*==");
    private static final Pattern ACTION = Pattern.compile("\\b([A-Z]\\w+)\\([^)]*\\)");

    static Stream<Path> specifications() throws IOException {
        try (Stream<Path> files = Files.list(ModelRuns.FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".tla")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("specifications")
    void everyActionNamesTheMethodsThatImplementIt(Path file) throws IOException {
        List<String> lines = ModelRuns.lines(file);

        Set<String> actions = actions(Files.readString(file));

        assertThat(actions).hasSizeGreaterThanOrEqualTo(4);
        assertThat(actions).allSatisfy(action -> {
            int defined = definition(lines, action);
            if (defined >= 0) {
                assertThat(lines.get(defined - 1)).as(action).startsWith(NAMES);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("specifications")
    void everyMethodThatIsNamedExists(Path file) {
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String line : ModelRuns.lines(file)) {
            if (IMPLEMENTING.stream().anyMatch(part -> line.startsWith(NAMES + part))) {
                named++;
                missing.addAll(missing(line.substring(NAMES.length())));
            }
        }

        assertThat(named).isPositive();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyRunHasItsOwnNameAndWhatItNames() throws IOException {
        Set<String> defined = new HashSet<>();
        for (Path file : specifications().toList()) {
            DEFINITION.matcher(Files.readString(file)).results().forEach(found -> defined.add(found.group(1)));
        }

        List<ModelRuns.Run> runs = ModelRuns.read();

        assertThat(runs).hasSizeGreaterThan(60);
        assertThat(runs).extracting(ModelRuns.Run::name).doesNotHaveDuplicates();
        assertThat(runs).allSatisfy(run -> {
            assertThat(ModelRuns.FOLDER.resolve(run.module() + ".tla")).exists();
            if (!run.mustHold()) {
                assertThat(defined).contains(run.verdict());
            }
        });
    }

    /** The methods of a line such as {@code protocol.owner.Writes.begin, send} that there are not; a name alone is of the class before it. */
    private static List<String> missing(String line) {
        List<String> missing = new ArrayList<>();
        String type = "";
        for (String name : List.of(line.split(", "))) {
            Matcher matcher = METHOD.matcher(name);
            if (!matcher.matches()) {
                missing.add(name);
                continue;
            }
            type = matcher.group(1) == null ? type : matcher.group(1);
            if (!exists("io.asdr." + type, matcher.group(2))) {
                missing.add(type + "." + matcher.group(2));
            }
        }
        return missing;
    }

    private static boolean exists(String type, String method) {
        try {
            return Arrays.stream(Class.forName(type).getDeclaredMethods())
                    .map(Method::getName)
                    .anyMatch(method::equals);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** What stands in the next-state relations. Those of a module that is extended are defined there. */
    private static Set<String> actions(String text) {
        Set<String> actions = new HashSet<>();
        Matcher next = NEXT.matcher(text);
        while (next.find()) {
            ACTION.matcher(next.group()).results().map(found -> found.group(1)).forEach(actions::add);
        }
        actions.removeAll(Set.of("Len", "Min", "Renewed"));
        return actions;
    }

    private static int definition(List<String> lines, String action) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches(action + "(\\(.*\\))? ==.*")) {
                return i;
            }
        }
        return -1;
    }
}
