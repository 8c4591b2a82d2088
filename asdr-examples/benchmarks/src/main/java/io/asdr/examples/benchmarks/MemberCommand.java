package io.asdr.examples.benchmarks;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A member in a JVM of its own, which does what the benchmark tells it. */
@Command(name = "member", description = "A member that takes orders from a benchmark.", hidden = true)
final class MemberCommand implements Callable<Integer> {

    @Parameters(index = "0", description = "which member of the site this is")
    private int member;

    @Parameters(index = "1", description = "the ports of all members", converter = SiteConverter.class)
    private @Nullable Site site;

    private @Nullable Writer writer;

    @Override
    public Integer call() throws IOException {
        Site whole = java.util.Objects.requireNonNull(site, "site");
        Orders orders = new Orders();
        try (AsdrNode node = whole.start(member);
                EchoServer echo = new EchoServer()) {
            orders.answer(Uptime.sinceMainMillis());
            orders.serve(words -> carryOut(node, echo, words));
            endWriter();
        }
        return 0;
    }

    private Object carryOut(AsdrNode node, EchoServer echo, List<String> words) {
        return switch (words.get(0)) {
            case "members" -> node.members().size();
            case "view" -> node.view().id();
            case "echo" -> echo.start();
            case "load" -> {
                Entries.write(table(node, words), Entries.firstKeys(Integer.parseInt(words.get(2))));
                yield "";
            }
            case "read" -> {
                Entries.read(table(node, words), Entries.firstKeys(Integer.parseInt(words.get(2))));
                yield "";
            }
            case "look" -> {
                AsdrTable<String, String> table = table(node, words);
                words.subList(2, words.size()).forEach(table::get);
                yield "";
            }
            case "entries" -> table(node, words).stats().entries();
            case "heap" -> Heap.usedBytes();
            case "cpu" -> Uptime.processorNanos();
            case "write" -> {
                AsdrTable<String, String> table = table(node, words);
                List<String> keys =
                        Kind.valueOf(words.get(2)).keys(table, words.get(3), Integer.parseInt(words.get(4)));
                writer = Writer.start(table, keys, Integer.parseInt(words.get(5)));
                yield "";
            }
            case "written" -> endWriter();
            default -> throw new IllegalArgumentException("order '" + words.get(0) + "' is unknown");
        };
    }

    private static AsdrTable<String, String> table(AsdrNode node, List<String> words) {
        return Tables.valueOf(words.get(1)).open(node);
    }

    /** How many writes a second there were; 0 if nobody wrote. */
    private long endWriter() {
        Writer running = writer;
        writer = null;
        return running == null ? 0 : running.end();
    }

    static final class SiteConverter implements picocli.CommandLine.ITypeConverter<Site> {
        @Override
        public Site convert(String text) {
            return Site.parse(text);
        }
    }
}
