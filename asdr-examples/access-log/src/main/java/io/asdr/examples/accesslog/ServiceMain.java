package io.asdr.examples.accesslog;

import io.asdr.AsdrNode;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** One JVM of the site: a {@link Service} whose launcher is at the other end of standard input and output. */
final class ServiceMain {

    private static final Duration JOIN_LIMIT = Duration.ofSeconds(30);

    private ServiceMain() {}

    /** What a service is told when it starts: cluster, its name, the stride, and the ports of the memberships, its own first. */
    static List<String> arguments(String cluster, String name, int stride, List<Integer> ports) {
        return List.of(
                cluster,
                name,
                Integer.toString(stride),
                String.join(",", ports.stream().map(String::valueOf).toList()));
    }

    public static void main(String[] args) throws IOException {
        long mainNanos = System.nanoTime();
        var launcher = new Channel<>(
                Reply.class,
                new FileOutputStream(FileDescriptor.out),
                Order.class,
                new FileInputStream(FileDescriptor.in));
        // Whatever else prints must not get between the messages.
        System.setOut(System.err);
        List<Integer> ports =
                Arrays.stream(args[3].split(",")).map(Integer::valueOf).toList();
        try (AsdrNode node = Nodes.start(args[0], args[1], ports)) {
            serve(node, Integer.parseInt(args[2]), launcher, mainNanos);
        }
    }

    /** Does a service's work on {@code node} until the launcher says that it is enough. */
    static void serve(AsdrNode node, int stride, Channel<Reply, Order> launcher, long mainNanos) throws IOException {
        // First of all, to miss nothing; it ends with the node.
        node.onEvent(new EventRelay(launcher));
        if (!node.awaitReady(JOIN_LIMIT)) {
            launcher.send(new Reply.Failed("not ready after " + JOIN_LIMIT.toSeconds() + " s: " + node.report()));
            return;
        }
        long readyNanos = System.nanoTime();
        Service service = new Service(node, stride, launcher);
        launcher.send(new Reply.Ready(mainNanos, readyNanos));
        service.run();
    }
}
