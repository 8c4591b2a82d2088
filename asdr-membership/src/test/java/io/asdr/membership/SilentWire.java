package io.asdr.membership;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A wire to a port of this host. Connections over it can fall silent, as over a link that was cut; those that are opened afterwards are not. */
final class SilentWire implements AutoCloseable {

    private static final InetAddress HOST = InetAddress.getLoopbackAddress();

    private final ServerSocket listener = new ServerSocket(0, 10, HOST);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Strand> strands = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final int port;

    SilentWire(int port) throws IOException {
        this.port = port;
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many connections have carried something. */
    int accepted() {
        return accepted.get();
    }

    /** Nothing comes over the present connections. */
    void silence() {
        strands.forEach(Strand::silence);
    }

    /** What was sent meanwhile comes after all. */
    void speak() {
        strands.forEach(Strand::speak);
    }

    /** No connection is accepted any more. */
    void refuse() throws IOException {
        listener.close();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Strand strand : strands) {
            strand.close();
        }
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listener.accept();
                var strand = new Strand(near, new Socket(HOST, port));
                strands.add(strand);
                threads.execute(() -> strand.carry(near, strand.far, true));
                threads.execute(() -> strand.carry(strand.far, near, false));
            }
        } catch (IOException closed) {
            // No more.
        }
    }

    /** One connection. */
    private final class Strand {
        private final Socket near;
        private final Socket far;
        private final Semaphore open = new Semaphore(2);

        Strand(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        void silence() {
            open.acquireUninterruptibly(2);
        }

        void speak() {
            open.release(2);
        }

        void close() throws IOException {
            near.close();
            far.close();
        }

        void carry(Socket from, Socket to, boolean first) {
            byte[] bytes = new byte[64 * 1024];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                boolean counted = !first;
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    if (!counted) {
                        counted = true;
                        accepted.incrementAndGet();
                    }
                    open.acquire();
                    out.write(bytes, 0, count);
                    open.release();
                }
            } catch (IOException closed) {
                // One side has closed: so does the other.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
