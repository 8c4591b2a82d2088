package io.asdr.integration;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.TableConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A member in a JVM of its own. It takes one command a line on standard input and answers each with one line; it ends with its input, so none outlives the test.
 *
 * <p>Arguments: cluster, name, port of the membership, directory for journals, seeds.
 */
final class MemberProcess implements Client.Tally {

    static final String TABLE = "table";

    /** Begins each answer of a command that succeeded. */
    static final String OK = "ok ";

    private final AsdrNode node;
    private final AsdrTable<String, String> table;
    private final Path directory;
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger unclear = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    // Volatile: written by the thread of the commands, read by the clients.
    private volatile boolean over;

    private MemberProcess(AsdrNode node, Path directory) {
        this.node = node;
        this.directory = directory;
        this.table = node.table(
                TableConfig.of(TABLE, String.class, String.class).replicas(1).build());
    }

    public static void main(String[] arguments) throws Exception {
        String[] seeds = arguments[4].split(",", -1);
        AsdrNode node = Site.node(arguments[0], arguments[1], Integer.parseInt(arguments[2]), seeds)
                .start();
        var process = new MemberProcess(node, Path.of(arguments[3]));
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
            case "tally" -> tally();
            case "stop" -> stop();
            case "audit" -> audit(Integer.parseInt(words[1]), Path.of(words[2]));
            case "members" -> String.join(",", node.members());
            case "owner" -> table.ownerOf(words[1]);
            case "explain" -> table.explain(words[1]).toString();
            case "leave" -> Integer.toString(node.leave(Duration.ofSeconds(Integer.parseInt(words[1]))));
            default -> throw new IllegalArgumentException("no command: " + words[0]);
        };
    }

    /** Starts {@code count} clients, numbered from {@code first} on. */
    private String work(int first, int count) throws IOException {
        for (int number = first; number < first + count; number++) {
            var client = new Client(table, journal(number), number, this);
            var thread = new Thread(client, "client-" + number);
            clients.add(thread);
            thread.start();
        }
        return "working";
    }

    /** Returns when every client has ended. */
    private String stop() throws InterruptedException {
        over = true;
        for (Thread client : clients) {
            client.join();
        }
        return tally();
    }

    /** Reads all keys that {@code file} lists. */
    private String audit(int number, Path file) throws IOException {
        try (Journal journal = journal(number)) {
            var client = new Client(table, journal, number, this);
            Files.readAllLines(file).forEach(client::read);
        }
        return tally();
    }

    private Journal journal(int number) throws IOException {
        return new Journal(directory.resolve("client-" + number + ".journal"), number);
    }

    private String tally() {
        return done + " " + unclear + " " + faults;
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
    public void onFault(RuntimeException cause) {
        faults.incrementAndGet();
        cause.printStackTrace();
    }

    @Override
    public boolean isOver() {
        return over;
    }
}
