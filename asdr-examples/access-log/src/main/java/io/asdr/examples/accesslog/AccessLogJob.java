package io.asdr.examples.accesslog;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command: reads the arguments, runs the job and prints the report. */
@Command(
        name = "access-log",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Deals an access log to services that share two tables, kills one of them, and checks every number.",
            "Exit code: 0 all equal, 1 something is different, lost or stale, 2 the input is not usable."
        })
public final class AccessLogJob implements Callable<Integer> {

    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "A log in Apache's combined format, plain or .gz. Default: a generated one.")
    private @Nullable Path log;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "40000",
            description = "Length of the generated log. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many services there are at first, 1 to 16. Default: ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(
            names = "--kill",
            paramLabel = "none|LINE",
            defaultValue = "middle",
            converter = KillAt.Converter.class,
            description = "After which line one service is killed. Default: in the middle of the log.")
    private KillAt kill = new KillAt(0);

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Decides the generated log and which service is killed. Default: ${DEFAULT-VALUE}.")
    private long seed;

    private AccessLogJob(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        System.exit(run(System.out, System.err, args));
    }

    /** Runs the command and returns its exit code. */
    static int run(PrintStream out, PrintStream err, String... args) {
        return new CommandLine(new AccessLogJob(out, err))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((e, given) -> refuse(err, String.valueOf(e.getMessage())))
                .execute(args);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (nodes < 1 || nodes > 16) {
            return refuse(err, "--nodes=" + nodes + " must be in 1..16");
        }
        if (!kill.isNone() && nodes < 2) {
            return refuse(err, "--nodes=" + nodes + " leaves nobody who survives a kill; give --kill none");
        }
        if (lines < 1) {
            return refuse(err, "--lines=" + lines + " must be 1 or more");
        }
        LogSource source = log == null ? new LogGenerator(seed, lines) : new LogFile(log);
        SessionCount reference;
        try {
            reference = SessionCount.of(source, nodes);
        } catch (IOException | UncheckedIOException e) {
            return refuse(err, "can't read " + source.description() + ": " + reason(e));
        }
        if (reference.lineCount() == 0) {
            return refuse(err, source.description() + " has no line");
        }
        if (!kill.isNone() && kill.line(reference.lineCount()) > reference.lineCount()) {
            return refuse(err, "--kill=" + kill.value() + " is past the last line, " + reference.lineCount());
        }
        return run(source, reference);
    }

    private int run(LogSource source, SessionCount reference) throws InterruptedException {
        try {
            JvmStarter starter = new JvmStarter(Files.createTempDirectory("access-log-"));
            try {
                RunResult result = new Launcher(source, nodes, kill, seed, starter, out).run(reference);
                out.print(Report.render(result));
                out.flush();
                if (result.isPassed()) {
                    starter.deleteLogs();
                    return PASSED;
                }
            } catch (JobFailedException e) {
                err.println("access-log: " + e.getMessage());
            }
            err.println("access-log: the services' logs are in " + starter.logs());
            return FAILED;
        } catch (IOException e) {
            err.println("access-log: " + e.getMessage());
            return FAILED;
        }
    }

    private static int refuse(PrintStream err, String message) {
        err.println("access-log: " + message);
        err.flush();
        return UNUSABLE;
    }

    private static String reason(Exception e) {
        Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        return cause instanceof NoSuchFileException ? "there is no such file" : String.valueOf(cause.getMessage());
    }
}
