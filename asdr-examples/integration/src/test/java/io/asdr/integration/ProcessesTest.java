package io.asdr.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asdr.WhenSplit;
import io.asdr.testkit.History;
import io.asdr.testkit.LinearizabilityChecker;
import io.asdr.testkit.Operation;
import io.asdr.testkit.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Members as processes of the operating system, and what may happen to those while clients call through all of them. */
@Timeout(60)
class ProcessesTest {

    private static final int CLIENTS = 4;
    private static final int FIRST_AUDITOR = 1_000;

    /** How many calls each member's clients make between one event and the next. */
    private static final int CALLS = 1_000;

    private final Site site = new Site(5);
    private final List<RemoteMember> started = new ArrayList<>();
    private final List<RemoteMember> present = new ArrayList<>();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @AfterEach
    void end() {
        started.forEach(RemoteMember::close);
    }

    @Test
    @Tag("R24")
    @Tag("R27")
    void keepsItsPromiseThroughAKillALeaveAndAJoin() throws Exception {
        start(0, 1, 2);
        awaitCalls();

        long killedNanos = System.nanoTime();
        ownerOfTheHotKey().kill();
        awaitMembers();
        long noticedNanos = System.nanoTime();
        awaitCalls();

        long joiningNanos = System.nanoTime();
        start(3);
        long joinedNanos = System.nanoTime();
        awaitCalls();

        long leavingNanos = System.nanoTime();
        RemoteMember leaver = ownerOfTheHotKey();
        assertThat(leaver.ask("leave 20")).isEqualTo("0");
        long leftNanos = System.nanoTime();
        awaitMembers();
        awaitCalls();

        List<RemoteMember.Tally> tallies =
                present.stream().map(RemoteMember::stop).toList();
        Set<String> keys = writtenKeys();
        audit(keys);
        History history = history();

        System.out.printf(
                "kill to view %d ms, join %d ms, leave %d ms, %d operations on %d keys, %s%n",
                (noticedNanos - killedNanos) / 1_000_000,
                (joinedNanos - joiningNanos) / 1_000_000,
                (leftNanos - leavingNanos) / 1_000_000,
                history.operations().size(),
                keys.size(),
                tallies);
        long checking = System.nanoTime();
        Verdict verdict = new LinearizabilityChecker().check(history);
        System.out.printf("checked in %d ms: %s%n", (System.nanoTime() - checking) / 1_000_000, verdict);
        assertThat(tallies).allSatisfy(tally -> {
            assertThat(tally.unclear()).isZero();
            assertThat(tally.faults()).isZero();
        });
        assertThat(verdict).as(() -> explanations(verdict)).isInstanceOf(Verdict.Linearizable.class);
        assertThat(lost(history)).isEmpty();
    }

    /** Starts a JVM at each place, all at the same moment, and clients in each once all are members. */
    private void start(int... places) throws IOException {
        List<RemoteMember> joining = new ArrayList<>();
        for (int place : places) {
            var member = RemoteMember.start(new RemoteMember.Launch(
                    site.cluster(),
                    "member-" + place,
                    0,
                    site.place(place),
                    List.of(site.seeds()),
                    directory,
                    WhenSplit.SERVE,
                    1));
            started.add(member);
            joining.add(member);
        }
        joining.forEach(RemoteMember::awaitReady);
        present.addAll(joining);
        awaitMembers();
        for (int i = 0; i < places.length; i++) {
            joining.get(i).ask("work " + places[i] * CLIENTS + " " + CLIENTS);
        }
    }

    /** The owner, which is no longer counted as present. */
    private RemoteMember ownerOfTheHotKey() {
        String owner = present.get(0).ask("owner " + Client.HOT_KEY);
        RemoteMember found = present.stream()
                .filter(member -> member.name().equals(owner))
                .findFirst()
                .orElseThrow();
        present.remove(found);
        return found;
    }

    /** Waits until each member's view has those that are present, and no other. */
    private void awaitMembers() {
        Set<String> names = present.stream().map(RemoteMember::name).collect(Collectors.toSet());
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(present)
                        .allSatisfy(member -> assertThat(member.members()).isEqualTo(names)));
    }

    /** Waits until the clients of each member that is present have made some more calls. */
    private void awaitCalls() {
        for (RemoteMember member : present) {
            int before = member.tally().done();
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(member.tally().done()).isGreaterThan(before + CALLS));
        }
    }

    /** Each member that is present reads each key. */
    private void audit(Set<String> keys) throws IOException {
        Path file = Files.write(directory.resolve("keys"), keys);
        for (int i = 0; i < present.size(); i++) {
            present.get(i).ask("audit " + MemberProcess.TABLE + " " + (FIRST_AUDITOR + i) + " " + file);
        }
    }

    /** What each member knows about the key of a violation. */
    private String explanations(Verdict verdict) {
        if (!(verdict instanceof Verdict.Violated violated)) {
            return "";
        }
        return present.stream()
                .map(member -> member.name() + ": " + member.ask("explain " + violated.key()))
                .collect(Collectors.joining("\n"));
    }

    private Set<String> writtenKeys() throws IOException {
        return history().operations().stream().map(Operation::key).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What all clients of all members did, those of the killed one too. */
    private History history() throws IOException {
        var history = new History();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".journal")).toList()) {
                Journal.read(file).operations().forEach(history::add);
            }
        }
        return history;
    }

    /** Writes of the ledger that were acknowledged, and that an auditor has not read. */
    private List<Operation> lost(History history) {
        List<Operation> audits = history.operations().stream()
                .filter(operation -> operation.client() >= FIRST_AUDITOR)
                .toList();
        var reads = new TreeMap<String, List<String>>();
        audits.forEach(read ->
                reads.computeIfAbsent(read.key(), key -> new ArrayList<>()).add(String.valueOf(read.result())));
        return history.operations().stream()
                .filter(operation -> operation.key().startsWith(Client.LEDGER))
                .filter(operation -> operation.kind() == Operation.Kind.PUT && !operation.isOpen())
                .filter(write -> !List.of(
                                write.arguments().get(0), write.arguments().get(0))
                        .equals(reads.get(write.key())))
                .toList();
    }
}
