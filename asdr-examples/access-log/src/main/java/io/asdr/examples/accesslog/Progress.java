package io.asdr.examples.accesslog;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Help.Ansi;

/** Shows how far the job is. */
interface Progress extends AutoCloseable {

    /** A bar where a person looks at a terminal, else a line of text every tenth of the way. */
    static Progress on(PrintStream out, long total) {
        return Ansi.AUTO.enabled() ? new Bar(out, total) : new Lines(out, total);
    }

    /** Notes that {@code done} lines were dealt. */
    void onLine(long done);

    @Override
    void close();

    /** A line of text every tenth of the way. */
    final class Lines implements Progress {

        private final PrintStream out;
        private final long total;
        private final long beginNanos = System.nanoTime();
        private long tenthsShown;

        Lines(PrintStream out, long total) {
            this.out = out;
            this.total = total;
        }

        @Override
        public void onLine(long done) {
            long tenths = done * 10 / total;
            if (tenths > tenthsShown) {
                tenthsShown = tenths;
                double seconds = (System.nanoTime() - beginNanos) / 1e9;
                out.printf("  %3d %%  %,9d lines  %5.1f s%n", tenths * 10, done, seconds);
                out.flush();
            }
        }

        @Override
        public void close() {}
    }

    /** A bar that moves. */
    final class Bar implements Progress {

        private final ProgressBar bar;

        Bar(PrintStream out, long total) {
            bar = new ProgressBarBuilder()
                    .setTaskName("lines")
                    .setInitialMax(total)
                    .setUpdateIntervalMillis(200)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(out))
                    .build();
        }

        @Override
        public void onLine(long done) {
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
