package io.asdr.membership;

import static org.awaitility.Awaitility.await;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.RecordedGroups;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** One address of the loopback network with members on it, which find each other. */
final class Site implements AutoCloseable {

    static final String HOST = "127.0.0.2";

    private final List<Member> members = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    Site() {
        for (int port = 0; port < 4; port++) {
            ports.add(freePort());
        }
    }

    static int freePort() {
        try {
            return FreePort.at(InetAddress.getByName(HOST), 100);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static void until(Callable<Boolean> condition) {
        await().pollInSameThread()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }

    /** Settings of a member that comes next; a member suspects after half a second. */
    JGroupsMembership.Builder next() {
        return JGroupsMembership.builder()
                .bind(HOST, ports.get(members.size()))
                .seeds(seeds())
                .failureDetection(Duration.ofMillis(500));
    }

    String[] seeds() {
        return ports.stream().map(port -> HOST + ":" + port).toArray(String[]::new);
    }

    Member member(String name) {
        int number = members.size() + 1;
        var peer = new Peer(new MemberId(System.nanoTime()), name, new Endpoint(HOST, number));
        var member = new Member(next().build(), peer, new RecordedGroups());
        members.add(member);
        return member;
    }

    Member started(String name) {
        Member member = member(name);
        member.start();
        return member;
    }

    @Override
    public void close() {
        members.forEach(member -> member.membership.close());
    }

    /** A membership with what it was told and what it tells. */
    record Member(JGroupsMembership membership, Peer self, RecordedGroups groups) {

        void start() {
            membership.start("site", self, groups);
        }

        boolean sees(Member... others) {
            return groups.last().members().equals(peers(others));
        }

        /** Whether it was told of these after the group of that number. */
        boolean sawAfter(long number, Member... others) {
            return groups.groups().stream()
                    .filter(group -> group.id().number() > number)
                    .anyMatch(group -> group.members().equals(peers(others)));
        }

        private static List<Peer> peers(Member... members) {
            return List.of(members).stream().map(Member::self).toList();
        }
    }
}
