package io.asdr.examples.benchmarks;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;

/** A map in a JVM of its own: what its entries take bounds what a member's can. */
@Command(name = "map", description = "A map that takes orders from a benchmark.", hidden = true)
final class MapCommand implements Callable<Integer> {

    private final ConcurrentHashMap<String, String> map = new ConcurrentHashMap<>();

    @Override
    public Integer call() throws IOException {
        Orders orders = new Orders();
        orders.answer("");
        orders.serve(words -> switch (words.get(0)) {
            case "heap" -> Heap.usedBytes();
            case "load" -> {
                Entries.firstKeys(Integer.parseInt(words.get(1))).forEach(key -> map.put(key, Entries.value(key, 0)));
                yield map.size();
            }
            default -> throw new IllegalArgumentException("order '" + words.get(0) + "' is unknown");
        });
        return 0;
    }
}
