package io.asdr.membership;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sockets of this process that wait for others, as Linux tells them: {@code "tcp 0200007F:1E78"}, the address as it stands in memory. */
final class OwnSockets {

    private static final String LISTEN = "0A";

    private OwnSockets() {}

    static Set<String> listening() throws IOException {
        Set<String> inodes = inodes();
        var found = new TreeSet<String>();
        for (String protocol : Set.of("tcp", "tcp6", "udp", "udp6")) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/net/" + protocol))) {
                lines.skip(1)
                        .map(line -> line.trim().split("\\s+"))
                        .filter(columns -> inodes.contains(columns[9]))
                        .filter(columns -> protocol.startsWith("udp") || columns[3].equals(LISTEN))
                        .map(columns -> protocol + " " + columns[1])
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static Set<String> inodes() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(OwnSockets::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
