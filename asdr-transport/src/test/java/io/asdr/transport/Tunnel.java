package io.asdr.transport;

import io.asdr.spi.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A tunnel between two sites, of two ends that encipher what is on the wire between them: plain bytes go in at one port and come out at another. */
final class Tunnel implements Closeable {

    private static final int CIPHER = 0x5A;

    private final ServerSocket entrance = listen();
    private final ServerSocket exit = listen();
    private final List<Closeable> open = new ArrayList<>(List.of(entrance, exit));
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

    /** Opens a tunnel to {@code target}. */
    Tunnel(Endpoint target) throws IOException {
        run(() -> serve(entrance, exit.getInetAddress(), exit.getLocalPort()));
        run(() -> serve(exit, InetAddress.getByName(target.host()), target.port()));
    }

    Endpoint entrance() {
        return new Endpoint(entrance.getInetAddress().getHostAddress(), entrance.getLocalPort());
    }

    /** Whether anybody who listens between the two ends could have read {@code text}. */
    boolean shows(String text) {
        synchronized (wire) {
            return wire.toString(StandardCharsets.ISO_8859_1).contains(text);
        }
    }

    int wireBytes() {
        synchronized (wire) {
            return wire.size();
        }
    }

    @Override
    public void close() throws IOException {
        List<Closeable> all;
        synchronized (open) {
            all = List.copyOf(open);
        }
        for (Closeable each : all) {
            each.close();
        }
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(ServerSocket end, InetAddress address, int port) throws IOException {
        while (!end.isClosed()) {
            Socket near = end.accept();
            Socket far = new Socket(address, port);
            synchronized (open) {
                open.addAll(List.of(near, far));
            }
            run(() -> copy(near.getInputStream(), far.getOutputStream(), end == entrance));
            run(() -> copy(far.getInputStream(), near.getOutputStream(), end == exit));
        }
    }

    /** Enciphers or deciphers, which is the same; keeps what goes out to the wire. */
    private void copy(InputStream in, OutputStream out, boolean toWire) throws IOException {
        byte[] bytes = new byte[8 * 1024];
        int length = in.read(bytes);
        while (length >= 0) {
            for (int i = 0; i < length; i++) {
                bytes[i] ^= CIPHER;
            }
            if (toWire) {
                synchronized (wire) {
                    wire.write(bytes, 0, length);
                }
            }
            out.write(bytes, 0, length);
            length = in.read(bytes);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // One of the sockets is closed, and with it the other direction is of no use.
                    }
                },
                "tunnel");
        thread.setDaemon(true);
        thread.start();
    }
}
