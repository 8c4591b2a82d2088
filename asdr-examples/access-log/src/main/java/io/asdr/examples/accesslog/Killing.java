package io.asdr.examples.accesslog;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Kills one service with SIGKILL while lines are on their way to it, and has another one join.
 *
 * <p>Before it, the survivors choose pages of the victim that they can't serve themselves, to read them the moment it is dead.
 */
final class Killing {

    /** Out of how many pages the survivors choose. */
    private static final int OFFERED_PAGES = 1_000;

    private static final int BUSY_LINES = ServiceProcess.WINDOW / 2;

    /** How many lines are dealt before less will do. */
    private static final int PATIENCE_LINES = 5 * ServiceProcess.WINDOW;

    private final Services services;
    private final Dealer dealer;
    private final Journal journal;
    private final ServiceProcess victim;
    private final int line;
    private @Nullable Prepared prepared;
    private @Nullable Struck struck;
    private boolean joined;

    /** The last words of the victim. */
    private record Prepared(Reply.StatsAre stats) {}

    private record Struck(long nanos, int beforeLine, Set<String> survivors, List<Dealt> open, ServiceProcess joiner) {}

    /**
     * Plans the death of one of the services.
     *
     * @param line the line, from 1, after which it dies
     * @param seed decides which one
     */
    Killing(Services services, Dealer dealer, Journal journal, int line, long seed) {
        this.services = services;
        this.dealer = dealer;
        this.journal = journal;
        this.line = line;
        List<ServiceProcess> all = services.living();
        this.victim = all.get(new Random(seed).nextInt(all.size()));
    }

    /** Notes that {@code dealt} is on its way to {@code receiver}. */
    void onDealt(Dealt dealt, ServiceProcess receiver) throws IOException, JobFailedException, InterruptedException {
        if (dealt.line() + 1 >= line && prepared == null) {
            prepare();
        } else if (prepared != null && struck == null && receiver == victim && isBusy(dealt)) {
            strike(dealt.line() + 1);
        } else if (struck != null && !joined && struck.joiner().isReady()) {
            join(struck.joiner());
        }
    }

    /** Makes sure that all has happened, now that there are no more lines. */
    void onLastLine(int lineCount) throws IOException, JobFailedException, InterruptedException {
        if (prepared == null) {
            prepare();
        }
        if (struck == null) {
            strike(lineCount);
        }
        if (struck != null && !joined) {
            struck.joiner().awaitReady();
            join(struck.joiner());
        }
    }

    /** The counts of the victim shortly before its end. */
    Reply.StatsAre victimStats() {
        return happened(prepared).stats();
    }

    String victimName() {
        return victim.name();
    }

    /** When it was killed. */
    long killNanos() {
        return happened(struck).nanos();
    }

    /** Paths of the lines that the victim had begun at most. */
    Set<String> unfinishedPaths() {
        Set<String> paths = new HashSet<>();
        happened(struck).open().forEach(dealt -> paths.add(dealt.path()));
        return paths;
    }

    /** What came of it; to be asked when everything else is over. */
    RunResult.Kill result() throws JobFailedException, InterruptedException {
        Struck end = happened(struck);
        String joiner = end.joiner().name();
        List<Reply.ViewSeen> views = journal.firstViewsWithout(victim.name(), end.nanos(), end.survivors());
        Set<Long> epochs = views.stream().map(view -> view.event().epoch()).collect(Collectors.toSet());
        Reply.Ready ready = end.joiner().awaitReady();
        return new RunResult.Kill(
                victim.name(),
                end.beforeLine(),
                end.open().size(),
                views.stream().map(view -> view.nanos() - end.nanos()).toList(),
                journal.poisonedCopies(epochs),
                journal.promotedCopies(epochs),
                journal.probes().stream()
                        .map(read -> read.endNanos() - end.nanos())
                        .sorted()
                        .toList(),
                journal.partitionsLost(),
                new RunResult.Join(
                        joiner,
                        ready.readyNanos() - end.joiner().startedNanos(),
                        ready.readyNanos() - ready.mainNanos(),
                        journal.entriesTakenOver(joiner)));
    }

    private void prepare() throws JobFailedException, InterruptedException {
        List<String> offered = journal.latestPaths(OFFERED_PAGES);
        for (ServiceProcess service : services.living()) {
            if (service != victim) {
                service.order(new Order.Watch(victim.name(), offered));
                service.answer(Reply.Watching.class);
            }
        }
        victim.order(new Order.ReadStats());
        prepared = new Prepared(victim.answer(Reply.StatsAre.class));
    }

    /** Whether enough lines are on their way to the victim; where it is too fast for that, one will do after a while. */
    private boolean isBusy(Dealt dealt) {
        int wanted = dealt.line() + 1 - line < PATIENCE_LINES ? BUSY_LINES : 1;
        return victim.unacknowledgedCount() >= wanted;
    }

    private void strike(int beforeLine) throws IOException, JobFailedException, InterruptedException {
        long nanos = System.nanoTime();
        List<Dealt> open = services.kill(victim);
        Set<String> survivors = new HashSet<>();
        for (ServiceProcess service : services.living()) {
            service.order(new Order.Probe());
            survivors.add(service.name());
        }
        struck = new Struck(nanos, beforeLine, survivors, open, services.startOne());
        dealer.onKilled(victim, open);
    }

    private void join(ServiceProcess joiner) {
        joined = true;
        dealer.onJoined(victim, joiner);
    }

    private static <T> T happened(@Nullable T what) {
        if (what == null) {
            throw new IllegalStateException("nobody was killed yet");
        }
        return what;
    }
}
