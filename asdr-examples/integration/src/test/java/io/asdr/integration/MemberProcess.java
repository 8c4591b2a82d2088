package io.asdr.integration;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.CallTimeoutException;
import io.asdr.TableConfig;
import io.asdr.WhenSplit;
import io.asdr.event.AsdrEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A member in a JVM of its own. It takes one command a line on standard input and answers each with one line; it ends with its input, so none outlives the test.
 *
 * <p>Arguments: cluster, name, host and port of the membership, directory for journals, what {@link #TABLE} does when split, with how many members the cluster begins, seeds.
 */
final class MemberProcess implements RecordedCalls.Tally {

    static final String TABLE = "table";

    /** A second table, opened by its first client, that goes on in both parts of a split. */
    static final String SERVE_TABLE = "serve";

    /** Begins each answer of a command that succeeded. */
    static final String OK = "ok ";

    /** What a peek says of a key that this heap can't serve. */
    static final String NOTHING = "-";

    /** Asks for reads that are broken on purpose. */
    static final String STALE = "stale";

    /** That many keys leave one of 1,024 partitions out once in 300,000 times. */
    private static final int KEYS_OF_ALL_PARTITIONS = 20_000;

    private final AsdrNode node;
    private final AsdrTable<String, String> table;
    private final Path directory;
    private final List<Thread> clients = new ArrayList<>();
    private final List<LoadClient> load = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger unclear = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private final AtomicInteger views = new AtomicInteger();
    private final List<Loss> losses = new CopyOnWriteArrayList<>();
    // Volatile: written by the thread of the commands, read by the clients.
    private volatile boolean over;

    private MemberProcess(AsdrNode node, Path directory, WhenSplit whenSplit) {
        this.node = node;
        this.directory = directory;
        node.onEvent(this::onEvent);
        this.table = open(TABLE, whenSplit);
    }

    public static void main(String[] arguments) throws Exception {
        String[] seeds = arguments[7].split(",", -1);
        AsdrNode node = Site.node(arguments[0], arguments[1], arguments[2], Integer.parseInt(arguments[3]), seeds)
                .initialMembers(Integer.parseInt(arguments[6]))
                .start();
        var process = new MemberProcess(node, Path.of(arguments[4]), WhenSplit.valueOf(arguments[5]));
        System.out.println(OK + "ready");
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(OK + process.answer(line.split(" ", -1)));
        }
        Runtime.getRuntime().halt(0);
    }

    private String answer(String[] words) throws IOException, InterruptedException {
        return switch (words[0]) {
            case "work" -> work(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "load" -> load(words);
            case "silence" -> Long.toString(silenceMillis());
            case "tally" -> tally();
            case "stop" -> stop();
            case "audit" -> audit(words[1], Integer.parseInt(words[2]), Path.of(words[3]));
            case "peeks" -> peeks(words[1], Path.of(words[2]), Path.of(words[3]));
            case "members" -> String.join(",", node.members());
            case "view" -> node.view().id() + " " + String.join(",", node.members());
            case "events" -> views + " " + Loss.format(losses);
            case "owner" -> table.ownerOf(words[1]);
            case "chains" -> chains(words[1], Integer.parseInt(words[2]));
            case "layout" -> layout();
            case "partitions" -> partitions(Path.of(words[1]), Path.of(words[2]));
            case "explain" -> table.explain(words[1]).toString();
            case "leave" -> Integer.toString(node.leave(Duration.ofSeconds(Integer.parseInt(words[1]))));
            default -> throw new IllegalArgumentException("no command: " + words[0]);
        };
    }

    /** Starts {@code count} clients, numbered from {@code first} on. */
    private String work(int first, int count) throws IOException {
        over = false;
        for (int number = first; number < first + count; number++) {
            var calls = new RecordedCalls(table, journal(number), number, this);
            start(new Client(calls, number, this), number);
        }
        return "working";
    }

    /** Starts a client of a scenario: number, file of the journal, work, table, whether its reads are broken, and the client's words. */
    private String load(String[] words) throws IOException {
        over = false;
        int number = Integer.parseInt(words[1]);
        AsdrTable<String, String> sound = tableOf(words[4]);
        AsdrTable<String, String> called = words[5].equals(STALE) ? StaleReads.over(sound) : sound;
        var calls = new RecordedCalls(called, new Journal(Path.of(words[2]), number), number, this);
        var client = new LoadClient(
                LoadClient.Work.valueOf(words[3]), calls, number, this, List.of(words[6].split(",", -1)));
        load.add(client);
        start(client, number);
        return "working";
    }

    private void start(Runnable client, int number) {
        var thread = new Thread(client, "client-" + number);
        clients.add(thread);
        thread.start();
    }

    /** How long the client has been without success that has been so the longest. */
    private long silenceMillis() {
        return load.stream().mapToLong(LoadClient::silenceNanos).max().orElse(0) / 1_000_000;
    }

    /** Returns when every client has ended. */
    private String stop() throws InterruptedException {
        over = true;
        for (Thread client : clients) {
            client.join();
        }
        clients.clear();
        load.clear();
        return tally();
    }

    /** Reads all keys that {@code file} lists. */
    private String audit(String tableName, int number, Path file) throws IOException {
        try (Journal journal = journal(number)) {
            var calls = new RecordedCalls(tableOf(tableName), journal, number, this);
            Files.readAllLines(file).forEach(calls::read);
        }
        return tally();
    }

    /** Writes what this heap can serve now of the keys that {@code file} lists, one a line. */
    private String peeks(String tableName, Path file, Path answers) throws IOException {
        AsdrTable<String, String> peeked = tableOf(tableName);
        List<String> lines = Files.readAllLines(file).stream()
                .map(key -> peeked.peek(key).orElse(NOTHING))
                .toList();
        Files.write(answers, lines);
        return Integer.toString(lines.size());
    }

    /** The chains of {@code count} keys with that prefix. */
    private String chains(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> prefix + number)
                .map(key -> key + "=" + String.join("+", table.explain(key).chain()))
                .collect(Collectors.joining(" "));
    }

    /** The chains of all partitions. */
    private String layout() {
        Map<Integer, String> chains = new TreeMap<>();
        IntStream.range(0, KEYS_OF_ALL_PARTITIONS)
                .mapToObj(number -> table.explain("layout-" + number))
                .forEach(told -> chains.put(told.partition(), String.join("+", told.chain())));
        return chains.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(" "));
    }

    /** Writes the partitions of the keys that {@code file} lists, one a line. */
    private String partitions(Path file, Path answers) throws IOException {
        List<String> lines = Files.readAllLines(file).stream()
                .map(key -> Integer.toString(table.explain(key).partition()))
                .toList();
        Files.write(answers, lines);
        return Integer.toString(lines.size());
    }

    private Journal journal(int number) throws IOException {
        return new Journal(directory.resolve("client-" + number + ".journal"), number);
    }

    private AsdrTable<String, String> tableOf(String name) {
        return name.equals(TABLE) ? table : open(name, WhenSplit.SERVE);
    }

    private AsdrTable<String, String> open(String name, WhenSplit whenSplit) {
        var config = TableConfig.of(name, String.class, String.class)
                .replicas(1)
                .whenSplit(whenSplit)
                .build();
        while (true) {
            try {
                return node.table(config);
            } catch (CallTimeoutException early) {
                // Five JVMs that start on a busy machine can take longer to meet; who waits for this one gives up in
                // the end.
                System.err.println("opens the table again: " + early);
            }
        }
    }

    private String tally() {
        return done + " " + unclear + " " + refused + " " + faults;
    }

    private void onEvent(AsdrEvent event) {
        if (event instanceof AsdrEvent.ViewInstalled) {
            views.incrementAndGet();
        } else if (event instanceof AsdrEvent.PartitionLost lost && lost.table().equals(TABLE)) {
            losses.add(new Loss(lost.partition(), System.nanoTime()));
        }
    }

    @Override
    public void onDone() {
        done.incrementAndGet();
    }

    @Override
    public void onUnclear(RuntimeException cause) {
        unclear.incrementAndGet();
        cause.printStackTrace();
    }

    @Override
    public void onRefused(RuntimeException cause) {
        // Thousands in a split, and all alike.
        if (refused.incrementAndGet() == 1) {
            cause.printStackTrace();
        }
    }

    @Override
    public void onFault(RuntimeException cause) {
        faults.incrementAndGet();
        cause.printStackTrace();
    }

    @Override
    public boolean isOver() {
        return over;
    }
}
