package io.asdr.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asdr.integration.LoadClient.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One fault, the load before, while and after it, and what is known for the judges: when it began and ended, who was hurt, and which keys that touches.
 *
 * <p>A key is <em>touched</em> if a member of its chain is hurt, <em>orphaned</em> if all are, and <em>untouched</em> if none is; clients at members that will be hurt leave the untouched keys
 * alone, else they would hold copies of them.
 */
final class Scenario {

    static final String TOUCHED_READS = "touched-reads";
    static final String TOUCHED_WRITES = "touched-writes";
    static final String UNTOUCHED_READS = "untouched-reads";
    static final String UNTOUCHED_WRITES = "untouched-writes";
    static final String ORPHANED_READS = "orphaned-reads";
    static final String ORPHANED_WRITES = "orphaned-writes";
    static final String SERVE_READS = "serve-reads";
    static final String SERVE_WRITES = "serve-writes";
    static final String LEDGER = "ledger";

    private static final int CANDIDATES = 400;
    private static final int KEYS = 6;
    private static final int ORPHANED_KEYS = 3;

    /** How many calls the clients of each member make before the fault, and how many after it. */
    private static final int CALLS = 400;

    private static final long NO_SILENCE_MILLIS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** What a scenario has that others have not. */
    enum Option {
        /** Load on a SERVE table too. */
        SERVE_TABLE,
        /** All reads go through {@link StaleReads}. */
        STALE_READS,
        /** Everything was lost when the fault began. */
        ALL_LOST,
        /** Keys of which all keepers are hurt are used too. */
        ORPHANS
    }

    /** How many views a member has installed, and which partitions it found lost. */
    private record Events(int views, List<Loss> losses) {

        static Events of(RemoteMember member) {
            String[] words = member.ask("events").split(" ", -1);
            return new Events(Integer.parseInt(words[0]), Loss.readAll(words[1]));
        }
    }

    private final ChaosCluster cluster;
    private final int number;
    private final ChaosReport.Row row;
    private final Set<Integer> faulted;
    private final Set<Option> options;
    private final Path directory;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Set<String> loaded = new HashSet<>();
    private final Map<String, Events> before = new HashMap<>();
    private final Map<Integer, Set<String>> layout = new HashMap<>();
    private final List<Loss> losses = new ArrayList<>();
    private final Stall stall = new Stall();
    private int clients;
    private long beganNanos;
    private long endedNanos;
    private long stoppedNanos;

    Scenario(ChaosCluster cluster, int number, ChaosReport.Row row, Set<Integer> faulted, Set<Option> options)
            throws IOException {
        this.cluster = cluster;
        this.number = number;
        this.row = row;
        this.faulted = Set.copyOf(faulted);
        this.options = Set.copyOf(options);
        this.directory = Files.createDirectory(
                cluster.directory().resolve(number + "-" + row.scenario().replace(' ', '-')));
    }

    /** Chooses the keys, starts the load and waits until it runs. */
    void begin() throws IOException {
        System.out.printf("---- %s: hurts %s of %s, in %s%n", row.scenario(), faulted, cluster.byAge(), directory);
        keepLayout();
        chooseKeys();
        load();
        awaitCalls();
        cluster.members().values().forEach(member -> before.put(member.label(), Events.of(member)));
        faultBegins();
    }

    /** Now: where nothing is said, the fault begins with the scenario. */
    void faultBegins() {
        beganNanos = System.nanoTime();
    }

    /** Lets the fault last. */
    void hold(Duration length) {
        await().pollDelay(length).atMost(length.plus(PATIENCE)).until(() -> true);
    }

    /** Starts clients at each member that has none. */
    void load() throws IOException {
        for (Map.Entry<Integer, RemoteMember> entry : cluster.members().entrySet()) {
            if (loaded.add(entry.getValue().label())) {
                load(entry.getKey(), entry.getValue());
            }
        }
    }

    /** Now all is as it was; returns when all members are in one view and all clients succeed. */
    void faultEnds() throws IOException {
        endedNanos = System.nanoTime();
        cluster.awaitOneView();
        load();
        awaitService();
        awaitCalls();
    }

    /** Ends the load and has everything judged. */
    Judgement judge() throws IOException {
        stoppedNanos = System.nanoTime();
        List<RemoteMember> members = List.copyOf(cluster.members().values());
        members.forEach(member -> member.send("stop"));
        for (RemoteMember member : members) {
            String[] tally = member.answer("stop").split(" ", -1);
            if (!tally[3].equals("0")) {
                row.problem(tally[3] + " clients of " + member.label() + " met what they must not: see its log");
            }
        }
        stall.close();
        row.stall(stall.longestMillis());
        for (RemoteMember member : members) {
            Events past = before.getOrDefault(member.label(), new Events(0, List.of()));
            Events now = Events.of(member);
            losses.addAll(
                    now.losses().subList(past.losses().size(), now.losses().size()));
            if (before.containsKey(member.label())) {
                row.views(now.views() - past.views());
            }
        }
        row.lost(losses.size());
        return new Judgement(this, cluster, row);
    }

    /** What members said since the fault began. */
    List<Loss> losses() {
        return losses;
    }

    /** The members that kept the partition when the scenario began; all if it is {@link io.asdr.event.AsdrEvent.PartitionLost#ALL}. */
    Set<String> keepers(int partition) {
        return layout.getOrDefault(
                partition,
                cluster.members().keySet().stream().map(ChaosCluster::nameOf).collect(Collectors.toSet()));
    }

    int number() {
        return number;
    }

    Path directory() {
        return directory;
    }

    Set<String> faulted() {
        return faulted.stream().map(ChaosCluster::nameOf).collect(Collectors.toSet());
    }

    boolean has(Option option) {
        return options.contains(option);
    }

    long beganNanos() {
        return beganNanos;
    }

    long endedNanos() {
        return endedNanos;
    }

    long stoppedNanos() {
        return stoppedNanos;
    }

    /** Waits until no client of any member is without success for long. */
    private void awaitService() {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cluster.members().values())
                        .allSatisfy(member -> assertThat(Long.parseLong(member.ask("silence")))
                                .as("ms without success at %s", member.label())
                                .isLessThan(NO_SILENCE_MILLIS)));
    }

    /** Waits until the clients of each member have made some more calls. */
    void awaitCalls() {
        for (RemoteMember member : cluster.members().values()) {
            int before = member.tally().done();
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(member.tally().done()).isGreaterThan(before + CALLS));
        }
    }

    private void keepLayout() {
        for (String word : cluster.anyone().ask("layout").split(" ", -1)) {
            String[] pair = word.split("=", -1);
            layout.put(Integer.parseInt(pair[0]), Set.of(pair[1].split("\\+", -1)));
        }
    }

    private void chooseKeys() {
        Set<String> hurt = faulted();
        Map<String, List<String>> groups = new HashMap<>();
        String prefix = row.scenario().replace(' ', '-') + "-" + number + "-";
        for (String word :
                cluster.anyone().ask("chains " + prefix + " " + CANDIDATES).split(" ", -1)) {
            String[] pair = word.split("=", -1);
            Set<String> chain = Set.copyOf(Arrays.asList(pair[1].split("\\+", -1)));
            long hurtCount = chain.stream().filter(hurt::contains).count();
            String group = hurt.isEmpty()
                            || hurtCount == chain.size()
                                    && hurt.size() == cluster.members().size()
                    ? TOUCHED_READS
                    : hurtCount == 0 ? UNTOUCHED_READS : hurtCount == chain.size() ? ORPHANED_READS : TOUCHED_READS;
            int most = group.equals(ORPHANED_READS) ? ORPHANED_KEYS : KEYS;
            List<String> chosen = groups.computeIfAbsent(group, absent -> new ArrayList<>());
            if (chosen.size() < most) {
                chosen.add(pair[0]);
            }
        }
        groups.forEach((group, chosen) -> keys.put(group, String.join(",", chosen)));
    }

    private void load(int place, RemoteMember member) throws IOException {
        start(member, TOUCHED_READS, Work.READS, TOUCHED_READS);
        start(member, TOUCHED_WRITES, Work.WRITES, TOUCHED_READS);
        if (!faulted.contains(place)) {
            start(member, UNTOUCHED_READS, Work.READS, UNTOUCHED_READS);
            start(member, UNTOUCHED_WRITES, Work.WRITES, UNTOUCHED_READS);
        }
        if (has(Option.ORPHANS)) {
            start(member, ORPHANED_READS, Work.READS, ORPHANED_READS);
            start(member, ORPHANED_WRITES, Work.WRITES, ORPHANED_READS);
        }
        if (has(Option.SERVE_TABLE)) {
            start(member, SERVE_READS, Work.READS, TOUCHED_READS);
            start(member, SERVE_WRITES, Work.WRITES, TOUCHED_READS);
        }
        start(member, LEDGER, Work.LEDGER, "ledger-" + number + "-", MemberProcess.TABLE);
    }

    private void start(RemoteMember member, String family, Work work, String group) throws IOException {
        String words = keys.get(group);
        if (words != null) {
            boolean serve = family.equals(SERVE_READS) || family.equals(SERVE_WRITES);
            start(member, family, work, words, serve ? MemberProcess.SERVE_TABLE : MemberProcess.TABLE);
        }
    }

    private void start(RemoteMember member, String family, Work work, String words, String table) throws IOException {
        int client = number * 1_000 + clients++;
        Path journal = ClientRecord.file(directory, client, family, member.label());
        String reads = has(Option.STALE_READS) ? MemberProcess.STALE : "sound";
        member.ask(String.join(
                " ", "load", Integer.toString(client), journal.toString(), work.name(), table, reads, words));
    }
}
