package io.asdr;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LocationAwareLogger;

/** What is logged as a warning until this is closed. */
final class LoggedWarnings implements AutoCloseable {

    private final Object logger = LoggerFactory.getLogger("io.asdr");
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream before = System.err;
    private final int levelBefore;

    LoggedWarnings() throws ReflectiveOperationException {
        levelBefore = level(LocationAwareLogger.WARN_INT);
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Override
    public void close() throws ReflectiveOperationException {
        System.setErr(before);
        level(levelBefore);
    }

    /** The logger reads its level once, before any test. */
    private int level(int next) throws ReflectiveOperationException {
        Field level = logger.getClass().getDeclaredField("currentLogLevel");
        level.setAccessible(true);
        int present = level.getInt(logger);
        level.setInt(logger, next);
        return present;
    }
}
