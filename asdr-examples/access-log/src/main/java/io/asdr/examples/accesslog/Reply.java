package io.asdr.examples.accesslog;

import io.asdr.TableStats;
import io.asdr.event.AsdrEvent;
import java.util.List;

/** What a service tells the launcher. All times are {@link System#nanoTime()}. */
sealed interface Reply {

    void handleBy(Handler handler);

    /** The service is a member of the cluster and serves calls; {@code mainNanos} is when its {@code main} began. */
    record Ready(long mainNanos, long readyNanos) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onReady(this);
        }
    }

    /** A page is about to be loaded here. */
    record Loading(String path) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onLoading(this);
        }
    }

    /**
     * A line was counted: what it changed is acknowledged.
     *
     * @param readable false if the line said nothing
     * @param repeats calls that had to be made again
     * @param visits the visit that began with the line, if one did
     */
    record Counted(
            int line,
            boolean readable,
            int repeats,
            List<PageRead> reads,
            List<PageRaise> raises,
            List<VisitBegun> visits)
            implements Reply {
        public Counted {
            reads = List.copyOf(reads);
            raises = List.copyOf(raises);
            visits = List.copyOf(visits);
        }

        @Override
        public void handleBy(Handler handler) {
            handler.onCounted(this);
        }
    }

    /** That many pages were chosen. */
    record Watching(int pages) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onWatching(this);
        }
    }

    /** A chosen page was read after the death of its owner. */
    record Probed(PageRead read) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onProbed(this);
        }
    }

    record SessionIs(String client, Session session) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onSessionIs(this);
        }
    }

    record SessionMissing(String client) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onSessionMissing(this);
        }
    }

    record PageIs(PageRead read) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onPageIs(this);
        }
    }

    record SizeIs(long sessions, long pages) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onSizeIs(this);
        }
    }

    record StatsAre(TableStats sessions, TableStats pages, TableStats visits) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onStatsAre(this);
        }
    }

    record ViewSeen(long nanos, AsdrEvent.ViewInstalled event) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onViewSeen(this);
        }
    }

    record MoveSeen(AsdrEvent.OwnershipMoved event) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onMoveSeen(this);
        }
    }

    record HandOverSeen(AsdrEvent.HandedOver event) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onHandOverSeen(this);
        }
    }

    record LossSeen(AsdrEvent.PartitionLost event) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onLossSeen(this);
        }
    }

    /** The service can't do its work. */
    record Failed(String message) implements Reply {
        @Override
        public void handleBy(Handler handler) {
            handler.onFailed(this);
        }
    }

    /** Takes each reply to where it is wanted. */
    interface Handler {

        void onReady(Ready reply);

        void onLoading(Loading reply);

        void onCounted(Counted reply);

        void onWatching(Watching reply);

        void onProbed(Probed reply);

        void onSessionIs(SessionIs reply);

        void onSessionMissing(SessionMissing reply);

        void onPageIs(PageIs reply);

        void onSizeIs(SizeIs reply);

        void onStatsAre(StatsAre reply);

        void onViewSeen(ViewSeen reply);

        void onMoveSeen(MoveSeen reply);

        void onHandOverSeen(HandOverSeen reply);

        void onLossSeen(LossSeen reply);

        void onFailed(Failed reply);
    }
}
