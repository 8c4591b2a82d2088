package io.asdr.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asdr.WhenSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Members in JVMs of their own, one a place of a {@link Network}, and what is done to them; serves several scenarios one after the other. */
final class ChaosCluster implements AutoCloseable {

    /** With how many members the cluster begins, and the fewest that it is whole with. */
    static final int SIZE = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Network network;
    private final Path directory;
    private final ChaosReport report;
    private final Map<Integer, RemoteMember> members = new TreeMap<>();
    private final Set<Integer> paused = new HashSet<>();
    private final int[] lives;
    private String name = "";
    private int scenarios;
    private boolean whole;

    /** A cluster of {@value #SIZE} with room for more; {@link #makeWhole} starts it. */
    ChaosCluster(int places, ChaosReport report) throws IOException {
        this.network = Network.of(places);
        this.directory = Files.createTempDirectory("asdr-chaos");
        this.report = report;
        this.lives = new int[places];
    }

    Network network() {
        return network;
    }

    Path directory() {
        return directory;
    }

    Map<Integer, RemoteMember> members() {
        return members;
    }

    RemoteMember member(int place) {
        return Optional.ofNullable(members.get(place)).orElseThrow();
    }

    /** Begins a scenario that will hurt the members at {@code faulted}: load runs when this returns. */
    Scenario begin(String scenario, Set<Integer> faulted, Scenario.Option... options) throws IOException {
        ChaosReport.Row row = report.row(scenario);
        var begun = new Scenario(this, scenarios++, row, faulted, Set.of(options));
        if (begun.has(Scenario.Option.STALE_READS)) {
            row.broken();
        }
        begun.begin();
        return begun;
    }

    /** Ends the test, and says so in the report, where links can't be cut. */
    void needsCuts(String scenario) {
        needs(scenario, network.cutMissing());
    }

    /** Ends the test, and says so in the report, where packets can't be lost. */
    void needsLoss(String scenario) {
        needs(scenario, network.lossMissing());
    }

    /** Five members in one view, started anew where the scenario before left something else. */
    void makeWhole() throws IOException {
        network.heal();
        whole = false;
        if (!isWhole()) {
            members.values().forEach(RemoteMember::close);
            members.clear();
            paused.clear();
            name = "chaos-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
            start(IntStream.range(0, SIZE).toArray());
        }
        awaitOneView();
        whole = true;
    }

    /** Starts a JVM at each place, all at the same moment; returns when all are ready. */
    void start(int... places) throws IOException {
        for (int place : places) {
            members.put(
                    place,
                    RemoteMember.start(new RemoteMember.Launch(
                            name,
                            nameOf(place),
                            lives[place]++,
                            network.place(place),
                            network.seeds(),
                            directory,
                            WhenSplit.STRICT,
                            SIZE)));
        }
        for (int place : places) {
            member(place).awaitReady();
        }
    }

    /** SIGKILL, to all at the same moment. */
    void kill(int... places) throws InterruptedException {
        for (int place : places) {
            member(place).close();
        }
        for (int place : places) {
            member(place).kill();
            members.remove(place);
        }
    }

    /** A planned leave; returns when the member is gone. */
    void leave(int place) throws InterruptedException {
        assertThat(member(place).ask("leave 20"))
                .as("partitions that %s did not hand over", nameOf(place))
                .isEqualTo("0");
        kill(place);
    }

    void pause(int place) throws IOException {
        paused.add(place);
        member(place).pause();
    }

    void resume(int place) throws IOException {
        member(place).resume();
        paused.remove(place);
    }

    /** Cuts every link between members of different parts, both ways. */
    void split(List<Set<Integer>> parts) throws IOException {
        for (int i = 0; i < parts.size(); i++) {
            for (int one : parts.get(i)) {
                for (Set<Integer> others : parts.subList(i + 1, parts.size())) {
                    for (int other : others) {
                        network.split(one, other);
                    }
                }
            }
        }
    }

    /** Places in the order of the view, oldest member first: the first is the coordinator. */
    List<Integer> byAge() {
        return Arrays.stream(anyone().ask("members").split(",", -1))
                .map(ChaosCluster::placeOf)
                .toList();
    }

    Set<Integer> othersThan(int place) {
        Set<Integer> others = new HashSet<>(members.keySet());
        others.remove(place);
        return others;
    }

    /** Any member that is neither dead nor paused. */
    RemoteMember anyone() {
        return members.entrySet().stream()
                .filter(entry -> !paused.contains(entry.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** Waits until all members are in one view, and nobody else is. */
    void awaitOneView() {
        awaitView(members.keySet());
    }

    /** Waits until the members at these places are in one view, and nobody else is. */
    void awaitView(Set<Integer> places) {
        List<String> names = places.stream().map(ChaosCluster::nameOf).sorted().toList();
        await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).untilAsserted(() -> {
            Set<String> views = new HashSet<>();
            for (int place : places) {
                views.add(member(place).ask("view"));
            }
            assertThat(views).hasSize(1);
            String[] inView = views.iterator().next().split(" ", -1)[1].split(",", -1);
            // Sorted, not as a set: a member and its former life have the same name.
            assertThat(Arrays.stream(inView).sorted().toList()).isEqualTo(names);
        });
    }

    static String nameOf(int place) {
        return "member-" + place;
    }

    private static int placeOf(String member) {
        return Integer.parseInt(member.substring(member.indexOf('-') + 1));
    }

    private void needs(String scenario, Optional<String> missing) {
        missing.ifPresent(reason -> {
            report.row(scenario).skip(reason);
            throw new TestAbortedException(reason);
        });
    }

    private boolean isWhole() {
        if (!paused.isEmpty() || members.size() != SIZE) {
            return false;
        }
        try {
            awaitOneView();
            return members.values().stream().allMatch(member -> member.stop().faults() == 0);
        } catch (RuntimeException | AssertionError broken) {
            System.out.println("The cluster is started anew: " + broken.getMessage());
            return false;
        }
    }

    /** Kills all; journals and logs stay where a scenario did not pass, or could not begin. */
    @Override
    public void close() throws IOException {
        members.values().forEach(RemoteMember::close);
        network.close();
        if (whole && report.isClean()) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } else {
            System.out.println("Journals and logs: " + directory);
        }
    }
}
