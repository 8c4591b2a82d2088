package io.asdr.membership;

import io.asdr.spi.Endpoint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a seed: {@code host:port}, {@code 10.0.0.5:7800} or {@code [fe80::1]:7800}. */
final class Seed {

    private static final Pattern HOST_PORT = Pattern.compile("(?:\\[([0-9A-Za-z:.%]+)]|([^\\s:\\[\\]]+)):(\\d{1,5})");

    private Seed() {}

    static Endpoint parsed(String seed) {
        Matcher parts = HOST_PORT.matcher(seed);
        int port = parts.matches() ? Integer.parseInt(parts.group(3)) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "seed='" + seed + "' must be host:port or [address]:port, with a port in 1..65535");
        }
        String literal = parts.group(1);
        return new Endpoint(literal == null ? parts.group(2) : literal, port);
    }
}
