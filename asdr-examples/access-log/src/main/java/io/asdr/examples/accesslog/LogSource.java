package io.asdr.examples.accesslog;

import java.io.IOException;
import java.util.stream.Stream;

/** Where the lines come from; gives the same lines each time. */
sealed interface LogSource permits LogFile, LogGenerator {

    /** For the report: which log this is. */
    String description();

    /** All lines in order; to be closed. A file that breaks off throws {@link java.io.UncheckedIOException} while it is read. */
    Stream<String> lines() throws IOException;
}
