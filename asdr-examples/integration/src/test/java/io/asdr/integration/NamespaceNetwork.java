package io.asdr.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Network namespaces of Linux, one a place, that meet in a router which is a namespace too.
 *
 * <pre>
 *   place 0: 10.77.1.2 ---- 10.77.1.1 .
 *   place 1: 10.77.2.2 ---- 10.77.2.1 : router
 *   ...                               '
 * </pre>
 *
 * No packet leaves them. A cut is a rule of the router that drops silently what goes from one address to the other: like a broken link, and unlike a missing route at the sender, it fails no connect and resets no
 * connection. Loss is a filter on the router's interfaces; it spares ARP, which a router and its neighbour would repeat after a second only.
 */
final class NamespaceNetwork implements Network {

    private static final int PORT = 7800;
    private static final String PREFIX = "asdr-chaos-";
    private static final String INTERFACE = "eth0";

    private final String own = PREFIX + ProcessHandle.current().pid() + "-";
    private final String router = own + "router";
    private final int places;
    private final List<String[]> cuts = new ArrayList<>();
    private final Optional<String> lossMissing;
    private boolean losing;

    /** @throws IOException if this machine or user can't; nothing is left then */
    NamespaceNetwork(int places) throws IOException {
        this.places = places;
        removeStrays();
        try {
            Tool.run("ip", "netns", "add", router);
            for (int place = 0; place < places; place++) {
                connect(place);
            }
            inRouter("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
            // Whether the kernel has such rules shows now and not in the middle of a scenario.
            split(0, 1);
            heal();
        } catch (IOException cause) {
            close();
            throw cause;
        }
        this.lossMissing = tryToLose();
    }

    @Override
    public int places() {
        return places;
    }

    @Override
    public Place place(int number) {
        return new Place(address(number), PORT, List.of("ip", "netns", "exec", name(number)));
    }

    @Override
    public Optional<String> cutMissing() {
        return Optional.empty();
    }

    @Override
    public Optional<String> lossMissing() {
        return lossMissing;
    }

    @Override
    public void cut(int from, int to) throws IOException {
        String[] rule = {"from", address(from), "to", address(to), "blackhole", "pref", "100"};
        rule("add", rule);
        cuts.add(rule);
    }

    @Override
    public void lose(int percent) throws IOException {
        losing = true;
        // Classic BPF: drop (2, TC_ACT_SHOT) if a random number is below the bound, else go on (0).
        String filter = "4,32 0 0 4294963256,53 1 0 " + (1L << 32) * percent / 100 + ",6 0 0 2,6 0 0 0";
        for (int place = 0; place < places; place++) {
            inRouter("tc", "qdisc", "add", "dev", port(place), "clsact");
            inRouter(
                    "tc",
                    "filter",
                    "add",
                    "dev",
                    port(place),
                    "egress",
                    "protocol",
                    "ip",
                    "bpf",
                    "da",
                    "bytecode",
                    filter);
        }
    }

    @Override
    public void heal() throws IOException {
        for (String[] rule : cuts) {
            rule("del", rule);
        }
        cuts.clear();
        if (losing) {
            for (int place = 0; place < places; place++) {
                inRouter("tc", "qdisc", "del", "dev", port(place), "clsact");
            }
            losing = false;
        }
    }

    @Override
    public void close() {
        try {
            remove(own);
        } catch (IOException e) {
            throw new UncheckedIOException("namespaces that begin with " + own + " are left", e);
        }
    }

    private void connect(int place) throws IOException {
        String name = name(place);
        String port = port(place);
        Tool.run("ip", "netns", "add", name);
        Tool.run("ip", "link", "add", port, "netns", router, "type", "veth", "peer", "name", INTERFACE, "netns", name);
        Tool.run("ip", "-n", router, "addr", "add", gateway(place) + "/24", "dev", port);
        Tool.run("ip", "-n", router, "link", "set", port, "up");
        Tool.run("ip", "-n", name, "link", "set", "lo", "up");
        Tool.run("ip", "-n", name, "addr", "add", address(place) + "/24", "dev", INTERFACE);
        Tool.run("ip", "-n", name, "link", "set", INTERFACE, "up");
        Tool.run("ip", "-n", name, "route", "add", "default", "via", gateway(place));
    }

    private Optional<String> tryToLose() throws IOException {
        try {
            lose(1);
            heal();
            return Optional.empty();
        } catch (IOException cause) {
            losing = false;
            return Optional.of(String.valueOf(cause.getMessage()));
        }
    }

    private void rule(String verb, String... rule) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "-n", router, "rule", verb));
        command.addAll(List.of(rule));
        Tool.run(command.toArray(String[]::new));
    }

    private void inRouter(String... command) throws IOException {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", router));
        whole.addAll(List.of(command));
        Tool.run(whole.toArray(String[]::new));
    }

    private String name(int place) {
        return own + place;
    }

    private static String address(int place) {
        return "10.77." + (place + 1) + ".2";
    }

    private static String gateway(int place) {
        return "10.77." + (place + 1) + ".1";
    }

    private static String port(int place) {
        return "port" + place;
    }

    /** What a run left that was killed; those of runs that go on are theirs. */
    private static void removeStrays() throws IOException {
        for (String name : namespaces()) {
            if (name.startsWith(PREFIX)) {
                String pid = name.substring(PREFIX.length(), name.lastIndexOf('-'));
                if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    Tool.run("ip", "netns", "del", name);
                }
            }
        }
    }

    private static void remove(String prefix) throws IOException {
        for (String name : namespaces()) {
            if (name.startsWith(prefix)) {
                Tool.run("ip", "netns", "del", name);
            }
        }
    }

    private static List<String> namespaces() throws IOException {
        // A namespace that has a number is listed as "name (id: n)".
        return Tool.run("ip", "netns", "list")
                .lines()
                .map(line -> line.split(" ", -1)[0])
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
