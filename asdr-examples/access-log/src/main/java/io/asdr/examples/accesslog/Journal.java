package io.asdr.examples.accesslog;

import io.asdr.event.AsdrEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that the services told in the course of a run, for the judge and the report. Thread-safe. */
final class Journal {

    private final StaleJudge judge = new StaleJudge();
    private final VisitJudge visitJudge = new VisitJudge(Nodes.MAX_IDLE.toNanos());
    private final Set<String> servedPaths = new LinkedHashSet<>();
    private final Map<String, List<String>> loadersOfPath = new HashMap<>();
    private final List<Seen<Reply.ViewSeen>> views = new ArrayList<>();
    private final List<Seen<AsdrEvent.OwnershipMoved>> moves = new ArrayList<>();
    private final List<Seen<AsdrEvent.HandedOver>> handOvers = new ArrayList<>();
    private final List<PageRead> probes = new ArrayList<>();
    private long partitionsLost;
    private long repeats;

    /** Something and the name of the service that told it. */
    private record Seen<T>(String service, T what) {}

    synchronized void onCounted(Dealt dealt, Reply.Counted counted) {
        counted.reads().forEach(judge::onRead);
        counted.raises().forEach(judge::onRaise);
        counted.visits().forEach(visitJudge::onBegun);
        repeats += counted.repeats();
        if (counted.readable()) {
            servedPaths.add(dealt.path());
        }
    }

    synchronized void onLoading(String service, String path) {
        loadersOfPath.computeIfAbsent(path, key -> new ArrayList<>()).add(service);
    }

    synchronized void onProbed(PageRead read) {
        judge.onRead(read);
        probes.add(read);
    }

    synchronized void onPageRead(PageRead read) {
        judge.onRead(read);
    }

    synchronized void onView(String service, Reply.ViewSeen view) {
        views.add(new Seen<>(service, view));
    }

    synchronized void onMoved(String service, AsdrEvent.OwnershipMoved moved) {
        moves.add(new Seen<>(service, moved));
    }

    synchronized void onHandedOver(String service, AsdrEvent.HandedOver handedOver) {
        handOvers.add(new Seen<>(service, handedOver));
    }

    synchronized void onPartitionLost() {
        partitionsLost++;
    }

    /** The pages that were counted last, newest last, at most {@code count}. */
    synchronized List<String> latestPaths(int count) {
        return servedPaths.stream()
                .skip(Math.max(0, servedPaths.size() - count))
                .toList();
    }

    /** The first view without {@code dead} that each of {@code services} installed after {@code sinceNanos}, where it did. */
    synchronized List<Reply.ViewSeen> firstViewsWithout(String dead, long sinceNanos, Set<String> services) {
        return services.stream()
                .map(service -> firstViewWithout(dead, sinceNanos, service))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Reply.ViewSeen> firstViewWithout(String dead, long sinceNanos, String service) {
        return views.stream()
                .filter(seen -> seen.service().equals(service))
                .map(Seen::what)
                .filter(view -> view.nanos() - sinceNanos >= 0)
                .filter(view -> !view.event().members().contains(dead))
                .min(Comparator.comparingLong(view -> view.nanos() - sinceNanos));
    }

    synchronized long poisonedCopies(Set<Long> epochs) {
        return moves.stream()
                .map(Seen::what)
                .filter(moved -> epochs.contains(moved.epoch()))
                .mapToLong(AsdrEvent.OwnershipMoved::poisonedCopies)
                .sum();
    }

    synchronized long promotedCopies(Set<Long> epochs) {
        return moves.stream()
                .map(Seen::what)
                .filter(moved -> epochs.contains(moved.epoch()))
                .mapToLong(AsdrEvent.OwnershipMoved::promotedCopies)
                .sum();
    }

    /** How many entries {@code service} has taken over. */
    synchronized long entriesTakenOver(String service) {
        return handOvers.stream()
                .filter(seen -> seen.service().equals(service))
                .map(Seen::what)
                .filter(AsdrEvent.HandedOver::complete)
                .mapToLong(AsdrEvent.HandedOver::entries)
                .sum();
    }

    synchronized List<PageRead> probes() {
        return List.copyOf(probes);
    }

    synchronized long partitionsLost() {
        return partitionsLost;
    }

    synchronized long repeats() {
        return repeats;
    }

    /**
     * Loads of pages in the whole cluster.
     *
     * @param distinctPaths how many pages there must be
     * @param dead the service that was killed, or empty
     * @param unfinished paths of the lines that it had not acknowledged
     */
    synchronized RunResult.Loads loads(int distinctPaths, String dead, Set<String> unfinished) {
        long loads = 0;
        long begunByDead = 0;
        for (Map.Entry<String, List<String>> path : loadersOfPath.entrySet()) {
            List<String> loaders = path.getValue();
            loads += loaders.size();
            if (loaders.size() > 1 && loaders.contains(dead) && unfinished.contains(path.getKey())) {
                begunByDead++;
            }
        }
        return new RunResult.Loads(loads, distinctPaths, begunByDead);
    }

    /**
     * What became of the clients' visits.
     *
     * @param dead the service that was killed, or empty
     * @param killNanos when it was killed
     */
    synchronized RunResult.Visits visits(String dead, long killNanos) {
        return visitJudge.judge(dead, killNanos);
    }

    synchronized RunResult.Staleness judge() {
        return new RunResult.Staleness(judge.readCount(), judge.stale(), judge.selfTest());
    }
}
