package io.asdr.examples.accesslog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The services of one run: starts them on ports that are free, and ends those that are left. */
final class Services implements AutoCloseable {

    private final Starter starter;
    private final Journal journal;
    private final String cluster = "access-log-" + ProcessHandle.current().pid();
    private final int stride;
    private final List<Integer> ports;
    private final List<ServiceProcess> living = new ArrayList<>();
    private int started;

    /**
     * Starts nothing yet.
     *
     * @param stride how many services lines are dealt to
     */
    Services(Starter starter, Journal journal, int stride) throws IOException {
        this.starter = starter;
        this.journal = journal;
        this.stride = stride;
        // One more than there are at first: for the one that joins.
        this.ports = freePorts(stride + 1);
    }

    /** Starts the first services, all at the same time, and waits until they are ready. */
    void startAll() throws IOException, JobFailedException, InterruptedException {
        for (int i = 0; i < stride; i++) {
            startOne();
        }
        for (ServiceProcess service : living) {
            service.awaitReady();
        }
    }

    /** Starts one service and does not wait for it. */
    ServiceProcess startOne() throws IOException {
        int index = started++;
        String name = "service-" + (index + 1);
        List<Integer> ownFirst = new ArrayList<>(ports);
        ownFirst.add(0, ownFirst.remove(index));
        long startedNanos = System.nanoTime();
        Process process = starter.start(name, ServiceMain.arguments(cluster, name, stride, ownFirst));
        ServiceProcess service = new ServiceProcess(name, startedNanos, process, journal);
        living.add(service);
        service.listen();
        return service;
    }

    /** Those that were not killed, oldest first. */
    List<ServiceProcess> living() {
        return List.copyOf(living);
    }

    /** Ends {@code service} by SIGKILL and returns the lines that it never acknowledged. */
    List<Dealt> kill(ServiceProcess service) throws InterruptedException {
        living.remove(service);
        return service.kill();
    }

    /** Has all that are left leave, one after the other. */
    @Override
    public void close() {
        living.forEach(ServiceProcess::quit);
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            // All are open before the first is closed: the system hands out no port twice.
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
