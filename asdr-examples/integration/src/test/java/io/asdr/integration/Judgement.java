package io.asdr.integration;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.partitioningBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.testkit.LinearizabilityChecker;
import io.asdr.testkit.Operation;
import io.asdr.testkit.Operation.Kind;
import io.asdr.testkit.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong after a scenario. Always judged: the history of the STRICT table is linearizable, no acknowledged write of the ledger is missing but of partitions that were announced as lost after it, every member reads the same and no heap has anything else, and no
 * value appears that nobody wrote. The rest is asked for.
 */
final class Judgement {

    /** The number of the first client that reads at the end. */
    static final int FIRST_AUDITOR = 1_000_000;

    private static final int NOBODY = -1;

    private final Scenario scenario;
    private final ChaosCluster cluster;
    private final ChaosReport.Row row;
    private final List<ClientRecord> records;
    private final List<Operation> strict = new ArrayList<>();
    private int auditors;

    Judgement(Scenario scenario, ChaosCluster cluster, ChaosReport.Row row) throws IOException {
        this.scenario = scenario;
        this.cluster = cluster;
        this.row = row;
        this.records = ClientRecord.readAll(scenario.directory());
        count();
        measure();
        judgeStrict();
        judgeServe();
    }

    /** No client of a member that was not hurt was without success for longer on touched keys, beside what the machine stalled. */
    Judgement touchedWithin(Duration bound) {
        within(Scenario.TOUCHED_READS, bound);
        within(Scenario.TOUCHED_WRITES, bound);
        return this;
    }

    /** The same for keys whose chain was not hurt. */
    Judgement untouchedWithin(Duration bound) {
        within(Scenario.UNTOUCHED_READS, bound);
        within(Scenario.UNTOUCHED_WRITES, bound);
        return this;
    }

    /** After the fault, every client of every member succeeded within {@code bound}. */
    Judgement backWithin(Duration bound) {
        if (row.backMillis() > bound.toMillis() + row.stallMillis()) {
            row.problem("service was back after " + row.backMillis() + " ms, not " + bound.toMillis());
        }
        return this;
    }

    /** These members refused every call on the STRICT table that was made later than {@code within} after the fault began and returned before it ended. */
    Judgement refusing(Set<Integer> places, Duration within) {
        Set<String> names = places.stream().map(ChaosCluster::nameOf).collect(Collectors.toSet());
        long from = scenario.beganNanos() + within.toNanos();
        List<ClientRecord> minority = records.stream()
                .filter(record -> names.contains(record.member()) && !isServe(record))
                .toList();
        minority.stream()
                .flatMap(record -> record.successes().stream())
                .filter(operation ->
                        operation.invokedNanos() > from && operation.returnedNanos() < scenario.endedNanos())
                .findFirst()
                .ifPresent(served -> row.problem("a minority served " + served));
        boolean refused = minority.stream()
                .flatMap(record -> record.failures().stream())
                .anyMatch(failure -> failure.kind().equals("NotInMajorityException"));
        if (!refused) {
            row.problem("no call of a minority was refused");
        }
        return this;
    }

    /** No call failed in any way. */
    Judgement withoutErrors() {
        records.stream()
                .flatMap(record -> record.failures().stream().map(failure -> record.label() + ": " + failure))
                .findFirst()
                .ifPresent(failed -> row.problem("a call failed at " + failed));
        return this;
    }

    /** Some partitions had no keeper any more, and that was said. */
    Judgement announcingLosses() {
        if (row.lost() == 0) {
            row.problem("no member said that partitions were lost");
        }
        return this;
    }

    /** Only partitions were lost that these members alone kept when the scenario began. */
    Judgement losingOnlyWhatWasKeptBy(Set<Integer> places) {
        Set<String> names = places.stream().map(ChaosCluster::nameOf).collect(Collectors.toSet());
        scenario.losses().stream()
                .filter(loss -> !names.containsAll(scenario.keepers(loss.partition())))
                .forEach(loss -> row.problem("partition " + loss.partition() + " was lost, which "
                        + scenario.keepers(loss.partition()) + " kept"));
        return this;
    }

    /** Every partition kept a complete keeper. */
    Judgement withoutLosses() {
        if (row.lost() != 0) {
            row.problem(row.lost() + " partitions were lost");
        }
        return this;
    }

    /** The members that were not hurt did at least this share of what they did before, in the same time. */
    Judgement doingAtLeast(double share) {
        double before = rate(Long.MIN_VALUE, scenario.beganNanos());
        double during = rate(scenario.beganNanos(), scenario.endedNanos());
        row.note(Math.round(during) + " of " + Math.round(before) + " calls a second");
        if (during < share * before) {
            row.problem(during + " calls a second, not " + share + " of " + before);
        }
        return this;
    }

    /** Notes the 99th percentiles of calls before the fault and while it lasted. */
    Judgement notingLatency() {
        row.note("p99 " + p99Micros(Long.MIN_VALUE, scenario.beganNanos()) + " us before, "
                + p99Micros(scenario.beganNanos(), scenario.endedNanos()) + " us meanwhile");
        return this;
    }

    Judgement viewsAtMost(int most) {
        if (row.views() > most) {
            row.problem(row.views() + " views, not " + most + " at most");
        }
        return this;
    }

    /** Ends the row of the report. */
    List<String> problems() throws IOException {
        row.over();
        if (!row.problems().isEmpty()) {
            Files.write(scenario.directory().resolve("problems"), row.problems());
        }
        return List.copyOf(row.problems());
    }

    /** Nothing is wrong. */
    void passes() throws IOException {
        assertThat(problems()).isEmpty();
    }

    /** The operations of the STRICT table, with what was read at the end. */
    List<Operation> strictHistory() {
        return List.copyOf(strict);
    }

    List<ClientRecord> records() {
        return records;
    }

    private double rate(long fromNanos, long toNanos) {
        LongSummaryStatistics ends =
                calls(fromNanos, toNanos).mapToLong(Operation::returnedNanos).summaryStatistics();
        return ends.getCount() * 1e9 / Math.max(1, ends.getMax() - ends.getMin());
    }

    private long p99Micros(long fromNanos, long toNanos) {
        List<Long> sorted = calls(fromNanos, toNanos)
                .map(operation -> operation.returnedNanos() - operation.invokedNanos())
                .sorted()
                .toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() * 99 / 100) / 1_000;
    }

    private Stream<Operation> calls(long fromNanos, long toNanos) {
        return records.stream()
                .filter(record -> !scenario.faulted().contains(record.member()))
                .flatMap(record -> record.successes().stream())
                .filter(operation -> operation.returnedNanos() >= fromNanos && operation.returnedNanos() < toNanos);
    }

    private void count() {
        int open = 0;
        for (ClientRecord record : records) {
            record.failures().forEach(failure -> row.error(failure.kind()));
            open += record.operations().size();
        }
        int discarded = records.stream()
                .mapToInt(record -> (int) record.failures().stream()
                        .filter(failure -> !record.operations().contains(failure.operation()))
                        .count())
                .sum();
        row.calls(open + discarded);
    }

    private void measure() {
        Set<String> present =
                cluster.members().values().stream().map(RemoteMember::label).collect(Collectors.toSet());
        long back = 0;
        for (ClientRecord record : records) {
            // A client whose process ended has no last gap: nobody waits for it.
            boolean stays = present.contains(record.label());
            if (!scenario.faulted().contains(record.member())) {
                long gap = record.longestGapNanos(stays ? scenario.stoppedNanos() : Long.MIN_VALUE) / 1_000_000;
                row.gap(record.family(), Math.max(gap, row.gapMillis(record.family())));
            }
            if (stays && scenario.endedNanos() != 0 && !record.family().equals(Scenario.LEDGER)) {
                back = Math.max(back, record.firstSuccessAfter(scenario.endedNanos()) - scenario.endedNanos());
            }
        }
        row.back(back / 1_000_000);
    }

    private void within(String family, Duration bound) {
        if (row.gapMillis(family) > bound.toMillis() + row.stallMillis()) {
            row.problem(family + ": " + row.gapMillis(family) + " ms without success, not " + bound.toMillis());
        }
    }

    private void judgeStrict() throws IOException {
        records.stream().filter(record -> !isServe(record)).forEach(record -> strict.addAll(record.operations()));
        Set<String> keys = strict.stream().map(Operation::key).collect(Collectors.toCollection(TreeSet::new));
        List<Operation> audits = audit(MemberProcess.TABLE, keys);
        Map<String, Long> lost = losses(keys);
        strict.addAll(audits);
        Verdict verdict = new LinearizabilityChecker().check(strict);
        if (!verdict.isLinearizable()) {
            row.problem(verdict + "\n" + explanations(verdict));
        }
        judgeLedger(audits, lost);
    }

    /** What is certain of a SERVE table even where it was split: one value everywhere at the end, and only values that somebody wrote. */
    private void judgeServe() throws IOException {
        List<Operation> operations = records.stream()
                .filter(Judgement::isServe)
                .flatMap(record -> record.operations().stream())
                .toList();
        if (operations.isEmpty()) {
            return;
        }
        List<Operation> all = new ArrayList<>(operations);
        all.addAll(audit(
                MemberProcess.SERVE_TABLE,
                operations.stream().map(Operation::key).collect(Collectors.toCollection(TreeSet::new))));
        Set<String> written = all.stream()
                .flatMap(operation -> operation.arguments().stream())
                .collect(Collectors.toSet());
        all.stream()
                .filter(operation -> operation.kind() == Kind.GET && operation.result() != null)
                .filter(read -> !written.contains(read.result()))
                .findFirst()
                .ifPresent(phantom -> row.problem("nobody wrote what was read by " + phantom));
    }

    /** Each member reads each key; what its heap has then must be the same. */
    private List<Operation> audit(String table, Set<String> keys) throws IOException {
        Path file = Files.write(scenario.directory().resolve("keys-of-" + table), keys);
        Map<RemoteMember, Integer> numbers = new TreeMap<>((a, b) -> a.label().compareTo(b.label()));
        for (RemoteMember member : cluster.members().values()) {
            numbers.put(member, FIRST_AUDITOR + scenario.number() * 1_000 + auditors++);
        }
        Collection<RemoteMember> members = numbers.keySet();
        numbers.forEach((member, number) -> member.send("audit " + table + " " + number + " " + file));
        members.forEach(member -> member.answer("audit"));
        List<Operation> audits = new ArrayList<>();
        for (Map.Entry<RemoteMember, Integer> entry : numbers.entrySet()) {
            Journal.Content content =
                    Journal.read(cluster.directory().resolve("client-" + entry.getValue() + ".journal"));
            audits.addAll(content.operations());
            content.failures().stream()
                    .findFirst()
                    .ifPresent(failure -> row.problem(entry.getKey().label() + " can't read at the end: " + failure));
        }
        Map<String, Set<String>> values = new TreeMap<>();
        audits.forEach(read -> values.computeIfAbsent(read.key(), key -> new TreeSet<>())
                .add(read.result() == null ? MemberProcess.NOTHING : read.result()));
        for (RemoteMember member : members) {
            Path answers = scenario.directory().resolve("peeks-of-" + table + "-" + member.label());
            member.ask("peeks " + table + " " + file + " " + answers);
            List<String> peeks = Files.readAllLines(answers);
            int i = 0;
            for (String key : keys) {
                String peek = peeks.get(i++);
                if (!peek.equals(MemberProcess.NOTHING)) {
                    values.computeIfAbsent(key, absent -> new TreeSet<>()).add(peek);
                }
            }
        }
        values.forEach((key, found) -> {
            if (found.size() > 1) {
                row.problem(table + ": the members differ at the end about " + key + ": " + found);
            }
        });
        return audits;
    }

    /** The keys that were lost, each with the moment when that was last said, after their losses were put into the history. */
    private Map<String, Long> losses(Set<String> keys) throws IOException {
        Map<String, Long> lost = new HashMap<>();
        if (scenario.has(Scenario.Option.ALL_LOST)) {
            keys.forEach(key -> strict.add(loss(key, scenario.beganNanos())));
            keys.forEach(key -> lost.put(key, scenario.endedNanos()));
            return lost;
        }
        partitions(keys)
                .forEach((key, partition) -> scenario.losses().stream()
                        .filter(loss -> loss.isOf(partition))
                        .forEach(loss -> {
                            // Open: a reader's copy may have restored the value.
                            strict.add(loss(key, Operation.OPEN));
                            lost.merge(key, loss.atNanos(), Math::max);
                        }));
        return lost;
    }

    private Map<String, Integer> partitions(Set<String> keys) throws IOException {
        Path file = Files.write(scenario.directory().resolve("keys"), keys);
        Path answers = scenario.directory().resolve("partitions");
        cluster.anyone().ask("partitions " + file + " " + answers);
        Map<String, Integer> partitions = new TreeMap<>();
        Iterator<String> lines = Files.readAllLines(answers).iterator();
        keys.forEach(key -> partitions.put(key, Integer.parseInt(lines.next())));
        return partitions;
    }

    private Operation loss(String key, long returnedNanos) {
        return new Operation(NOBODY, key, Kind.LOST, List.of(), scenario.beganNanos(), returnedNanos, null);
    }

    /** {@code lost} says until when the writes of a key may be missing. */
    private void judgeLedger(List<Operation> audits, Map<String, Long> lost) {
        Map<String, Set<String>> read = audits.stream()
                .collect(groupingBy(
                        Operation::key,
                        Collectors.mapping(audit -> String.valueOf(audit.result()), Collectors.toSet())));
        Map<Boolean, List<Operation>> missing = records.stream()
                .filter(record -> record.family().equals(Scenario.LEDGER))
                .flatMap(record -> record.successes().stream())
                .filter(write ->
                        !Set.of(write.arguments().get(0)).equals(read.getOrDefault(write.key(), new HashSet<>())))
                .collect(partitioningBy(
                        write -> lost.containsKey(write.key()) && write.invokedNanos() < lost.get(write.key())));
        List<Operation> announced = missing.getOrDefault(true, List.of());
        List<Operation> silent = missing.getOrDefault(false, List.of());
        if (!announced.isEmpty()) {
            row.note(announced.size() + " acknowledged writes went with partitions that were announced as lost");
        }
        if (!silent.isEmpty()) {
            row.problem(silent.size() + " acknowledged writes are missing, the first is " + silent.get(0));
        }
    }

    /** What each member knows about the key of a violation. */
    private String explanations(Verdict verdict) {
        if (!(verdict instanceof Verdict.Violated violated)) {
            return "";
        }
        return cluster.members().values().stream()
                .map(member -> member.label() + ": " + member.ask("explain " + violated.key()))
                .collect(Collectors.joining("\n"));
    }

    private static boolean isServe(ClientRecord record) {
        return record.family().equals(Scenario.SERVE_READS) || record.family().equals(Scenario.SERVE_WRITES);
    }
}
