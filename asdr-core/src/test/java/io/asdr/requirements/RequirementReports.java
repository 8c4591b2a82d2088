package io.asdr.requirements;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes which requirement rows a module's tests name by their tags, and how those tests ended: a file for each class, as soon as the class is done, with lines like {@code R55 io.asdr.SomeTest.someMethod SUCCESSFUL}.
 *
 * <p>Surefire's reports have no tags. JUnit finds this listener by its service file wherever the test jar of asdr-core is on the class path.
 */
public final class RequirementReports implements TestExecutionListener {

    /** How the runs of one test ended, the worst last: a test has shown a row only if all its runs were successful. */
    private enum End {
        SUCCESSFUL,
        SKIPPED,
        ABORTED,
        FAILED;

        static End of(TestExecutionResult result) {
            return switch (result.getStatus()) {
                case SUCCESSFUL -> SUCCESSFUL;
                case ABORTED -> ABORTED;
                case FAILED -> FAILED;
            };
        }
    }

    private static final Path FOLDER = Path.of("target", "requirements");
    private static final String ROW = "R\\d+";

    /** By class, then by row and method. */
    private final Map<String, Map<String, End>> ends = new TreeMap<>();

    private @Nullable TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
        try {
            Files.createDirectories(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        onEnd(test, End.SKIPPED);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        onEnd(test, End.of(result));
    }

    private void onEnd(TestIdentifier test, End end) {
        List<TestIdentifier> path = path(test);
        path.stream()
                .flatMap(part -> part.getSource().stream())
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .findFirst()
                .ifPresent(method -> note(path, method, end));
        Optional<String> ended = test.getSource()
                .filter(ClassSource.class::isInstance)
                .map(ClassSource.class::cast)
                .map(ClassSource::getClassName);
        ended.ifPresent(this::write);
    }

    /** {@code test} and all that it is part of: what runs inside a test has no tags of its own. */
    private List<TestIdentifier> path(TestIdentifier test) {
        List<TestIdentifier> path = new ArrayList<>();
        Optional<TestIdentifier> part = Optional.of(test);
        while (part.isPresent()) {
            path.add(part.get());
            part = plan == null ? Optional.empty() : plan.getParent(part.get());
        }
        return path;
    }

    private void note(List<TestIdentifier> path, MethodSource method, End end) {
        Map<String, End> ofClass = ends.computeIfAbsent(method.getClassName(), name -> new TreeMap<>());
        path.stream()
                .flatMap(part -> part.getTags().stream())
                .map(TestTag::getName)
                .filter(tag -> tag.matches(ROW))
                .map(row -> row + " " + method.getClassName() + "." + method.getMethodName())
                .forEach(line -> ofClass.merge(line, end, (one, other) -> one.compareTo(other) > 0 ? one : other));
    }

    /** Leaves no report of an earlier run of {@code className}. */
    private void write(String className) {
        List<String> lines = ends.getOrDefault(className, Map.of()).entrySet().stream()
                .map(end -> end.getKey() + " " + end.getValue())
                .toList();
        Path file = FOLDER.resolve(className + ".txt");
        try {
            if (lines.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                Files.write(file, lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
