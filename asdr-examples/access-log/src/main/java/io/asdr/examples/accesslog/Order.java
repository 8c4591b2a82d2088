package io.asdr.examples.accesslog;

import java.util.List;

/** What the launcher tells a service. */
sealed interface Order {

    void handleBy(Handler handler);

    /**
     * Count this line; answered by {@link Reply.Counted}.
     *
     * @param raiseTo the revision that this line brings its page to, or 0 if it brings none
     */
    record Count(int line, int raiseTo, String text) implements Order {
        @Override
        public void handleBy(Handler handler) {
            handler.onCount(this);
        }
    }

    /** Choose some of {@code paths} that {@code member} owns and this heap can't serve; answered by {@link Reply.Watching}. */
    record Watch(String member, List<String> paths) implements Order {
        public Watch {
            paths = List.copyOf(paths);
        }

        @Override
        public void handleBy(Handler handler) {
            handler.onWatch(this);
        }
    }

    /** Read the pages that were chosen, now; answered by a {@link Reply.Probed} each. */
    record Probe() implements Order {
        @Override
        public void handleBy(Handler handler) {
            handler.onProbe(this);
        }
    }

    /** Answered by {@link Reply.SessionIs} or {@link Reply.SessionMissing}. */
    record ReadSession(String client) implements Order {
        @Override
        public void handleBy(Handler handler) {
            handler.onReadSession(this);
        }
    }

    /** Answered by {@link Reply.PageIs}. */
    record ReadPage(String path) implements Order {
        @Override
        public void handleBy(Handler handler) {
            handler.onReadPage(this);
        }
    }

    /** Answered by {@link Reply.SizeIs}. */
    record ReadSize() implements Order {
        @Override
        public void handleBy(Handler handler) {
            handler.onReadSize(this);
        }
    }

    /** Answered by {@link Reply.StatsAre}. */
    record ReadStats() implements Order {
        @Override
        public void handleBy(Handler handler) {
            handler.onReadStats(this);
        }
    }

    /** Leave the cluster and end. */
    record Quit() implements Order {
        @Override
        public void handleBy(Handler handler) {
            handler.onQuit(this);
        }
    }

    /** Does what each order says. */
    interface Handler {

        void onCount(Count order);

        void onWatch(Watch order);

        void onProbe(Probe order);

        void onReadSession(ReadSession order);

        void onReadPage(ReadPage order);

        void onReadSize(ReadSize order);

        void onReadStats(ReadStats order);

        void onQuit(Quit order);
    }
}
