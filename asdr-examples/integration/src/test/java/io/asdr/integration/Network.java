package io.asdr.integration;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where the members of a test run, and what can be done to the links between them. */
interface Network extends AutoCloseable {

    /**
     * Where one member runs.
     *
     * @param command what a command line begins with that is to run there; empty where any process does
     */
    record Place(String host, int port, List<String> command) {

        public Place {
            command = List.copyOf(command);
        }
    }

    /** Set to {@code true}, all members share loopback, as where there is nothing better. */
    String LOOPBACK_PROPERTY = "chaos.loopback";

    /** The best that this machine allows: namespaces whose links can be cut, else loopback. Says loudly which, and why. */
    static Network of(int places) {
        if (Boolean.getBoolean(LOOPBACK_PROPERTY)) {
            return loopback(places, LOOPBACK_PROPERTY + " is set");
        }
        try {
            return new NamespaceNetwork(places);
        } catch (IOException cause) {
            return loopback(places, String.valueOf(cause.getMessage()));
        }
    }

    private static Network loopback(int places, String reason) {
        System.out.printf(
                "%n**** NO NETWORK NAMESPACES: the members share loopback, no link is cut and no packet lost; they are only killed and stopped. %s%n%n",
                reason);
        return new LoopbackNetwork(places, reason);
    }

    int places();

    Place place(int number);

    /** Why links can't be cut here; empty if they can. */
    Optional<String> cutMissing();

    /** Why packets can't be lost here; empty if they can. */
    Optional<String> lossMissing();

    /** From now on nothing gets from one place to the other, and nobody is told; the other way is as it was. */
    void cut(int from, int to) throws IOException;

    /** From now on each packet to any place is lost with this chance. */
    void lose(int percent) throws IOException;

    /** Ends all cuts and losses. */
    void heal() throws IOException;

    @Override
    void close();

    /** Cuts both ways. */
    default void split(int one, int other) throws IOException {
        cut(one, other);
        cut(other, one);
    }

    /** Where members look for each other. */
    default List<String> seeds() {
        return IntStream.range(0, places())
                .mapToObj(this::place)
                .map(place -> place.host() + ":" + place.port())
                .toList();
    }
}
