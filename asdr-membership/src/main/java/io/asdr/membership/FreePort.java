package io.asdr.membership;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds a port that is free together with the failure detector's beside it. */
final class FreePort {

    // Below the ports that systems give to outgoing connections, so that none of those takes it before we bind it.
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    static int at(InetAddress address, int detectorOffset) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(address, port) && isFree(address, port + detectorOffset)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "no free port at " + address.getHostAddress() + " in " + LOWEST + ".." + HIGHEST);
    }

    private static boolean isFree(InetAddress address, int port) {
        try (var socket = new ServerSocket(port, 1, address)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
