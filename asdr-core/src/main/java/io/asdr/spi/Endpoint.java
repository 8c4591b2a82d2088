package io.asdr.spi;

/**
 * Where a member's transport listens.
 *
 * @param host a host name or an address literal, as others reach it
 * @param port 1 to 65535; 0 where there is no socket (a local or a simulated member)
 */
public record Endpoint(String host, int port) {

    public Endpoint {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port=" + port + " must be in 0..65535");
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
