package io.asdr.membership;

import static io.asdr.membership.Site.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.membership.Site.Member;
import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Membership.Evidence;
import io.asdr.spi.Peer;
import io.asdr.spi.RecordedGroups;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jgroups.JChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JGroupsMembershipTest {

    private static final String LOOPBACK_STACK = """
            <config xmlns="urn:org:jgroups">
                <SHARED_LOOPBACK diag.enabled="false"/>
                <SHARED_LOOPBACK_PING/>
                <pbcast.NAKACK2 use_mcast_xmit="false"/>
                <UNICAST3/>
                %s
            </config>
            """;

    private final Site site = new Site();

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    @Tag("R30")
    @EnabledOnOs(OS.LINUX)
    void listensAtTheGivenAddressOnlyAndNotForDiagnostics() throws Exception {
        Set<String> before = OwnSockets.listening();

        site.started("alice");

        Set<String> opened = new HashSet<>(OwnSockets.listening());
        opened.removeAll(before);
        assertThat(opened)
                .as("the transport's and the process detector's")
                .hasSize(2)
                .allSatisfy(socket -> assertThat(socket).startsWith("tcp").contains("0200007F:"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesNoThreadAndNoSocket() throws Exception {
        Set<String> sockets = OwnSockets.listening();
        Set<Thread> threads = liveThreads();
        Member alice = site.started("alice");
        Member bob = site.started("bob");
        until(() -> alice.sees(alice, bob));

        bob.membership().close();
        alice.membership().close();

        until(() -> threads.containsAll(liveThreads()));
        assertThat(OwnSockets.listening()).isEqualTo(sockets);
    }

    @Test
    void leavesNothingBehindWhereItCanNotStart() throws Exception {
        Set<Thread> threads = liveThreads();
        int port = Site.freePort();
        var alice = new Peer(new MemberId(1), "alice", new Endpoint("alice", 1));
        var membership = JGroupsMembership.builder().bind(Site.HOST, port).build();

        try (var occupant = new ServerSocket(port, 1, InetAddress.getByName(Site.HOST))) {
            assertThat(occupant.isBound()).isTrue();
            assertThatThrownBy(() -> membership.start("shop", alice, new RecordedGroups()))
                    .hasMessageContaining("alice")
                    .hasMessageContaining("shop")
                    .hasRootCauseInstanceOf(BindException.class);
        }

        until(() -> threads.containsAll(liveThreads()));
    }

    @Test
    void printsNothingToStandardOutput() {
        PrintStream standard = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            site.started("alice").membership().close();
        } finally {
            System.setOut(standard);
        }

        assertThat(printed.toString(UTF_8)).isEmpty();
    }

    @Test
    void beginsAloneAtOnceWhereNoSeedAnswers() {
        Member alice = site.member("alice");

        long began = System.nanoTime();
        alice.start();

        System.out.printf("a lone member started in %d ms%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        assertThat(alice.sees(alice)).isTrue();
    }

    @Test
    void beginsAloneWhereASeedHasNoAddress() {
        var alice = new Peer(new MemberId(1), "alice", new Endpoint("alice", 1));
        var groups = new RecordedGroups();

        try (var membership = JGroupsMembership.builder()
                .bind(Site.HOST, 0)
                .seeds("nobody.invalid:7800")
                .build()) {
            membership.start("site", alice, groups);

            assertThat(groups.last().members()).containsExactly(alice);
        }
    }

    @Test
    void showsBothSidesOfACutAGroupAndMergesThem() {
        Member alice = site.started("alice");
        Member bob = site.started("bob");
        Member carol = site.started("carol");
        until(() -> alice.sees(alice, bob, carol) && bob.sees(alice, bob, carol) && carol.sees(alice, bob, carol));

        Cut cut = Cut.of(alice.membership());
        until(() -> alice.sees(alice) && bob.sees(bob, carol) && carol.sees(bob, carol));
        cut.heal();

        until(() -> bob.sees(bob, carol, alice) && carol.sees(bob, carol, alice) && alice.sees(bob, carol, alice));
        assertThat(alice.groups().last())
                .isEqualTo(bob.groups().last())
                .isEqualTo(carol.groups().last());
        assertThat(alice.groups().numbers()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void removesAMemberThatRefusesWithoutAskingIt() {
        Member alice = site.started("alice");
        Member bob = site.started("bob");
        Member carol = site.started("carol");
        until(() -> alice.sees(alice, bob, carol) && bob.sees(alice, bob, carol));
        long before = alice.groups().last().id().number();

        bob.membership().report(carol.self().id(), Evidence.REFUSED);

        until(() -> alice.sawAfter(before, alice, bob) && bob.sawAfter(before, alice, bob));
    }

    @Test
    void replacesACoordinatorThatRefusesWithoutAskingIt() {
        Member alice = site.started("alice");
        Member bob = site.started("bob");
        Member carol = site.started("carol");
        until(() -> alice.sees(alice, bob, carol) && bob.sees(alice, bob, carol) && carol.sees(alice, bob, carol));
        long before = bob.groups().last().id().number();

        carol.membership().report(alice.self().id(), Evidence.REFUSED);

        until(() -> bob.sawAfter(before, bob, carol) && carol.sawAfter(before, bob, carol));
    }

    @Test
    void letsNoSlowListenerDelayTheOthers() {
        Member alice = site.started("alice");
        Member bob = site.started("bob");
        until(() -> alice.sees(alice, bob));
        var release = new CountDownLatch(1);
        alice.groups().thenRun(() -> awaitUninterruptibly(release));

        Member carol = site.started("carol");
        Member dave = site.started("dave");

        until(() -> bob.sees(alice, bob, carol, dave) && dave.sees(alice, bob, carol, dave));
        assertThat(alice.sees(alice, bob, carol))
                .as("the coordinator's listener is still at the group before")
                .isTrue();
        release.countDown();
        until(() -> alice.sees(alice, bob, carol, dave));
    }

    @Test
    void goesOnWhenAListenerFails() {
        Member alice = site.member("alice");
        alice.groups().thenRun(() -> {
            throw new IllegalStateException("a listener's own fault");
        });

        alice.start();
        Member bob = site.started("bob");

        until(() -> alice.sees(alice, bob));
    }

    @Test
    void showsANameOfManyBytesInFull() {
        Member alice = site.started("alice");
        Member long64 = site.started("名".repeat(Peer.MAX_NAME_CHARS));

        until(() -> alice.sees(alice, long64) && long64.sees(alice, long64));
    }

    @Test
    void leavesOutMembersOfTheChannelThatAreNoneOfOurs() throws Exception {
        Member alice = site.started("alice");
        var settings = Settings.DEFAULT
                .withBind(new Endpoint(Site.HOST, 0))
                .withSeeds(Stream.of(site.seeds()).map(Seed::parsed).toList());

        try (JChannel stranger = Stack.channel(settings, new Suspicions())) {
            stranger.connect("site");
            Member bob = site.started("bob");

            until(() -> stranger.getView().size() == 3);
            until(() -> alice.sees(alice, bob) && bob.sees(alice, bob));
        }
    }

    @Test
    void tellsItsListenerWhenTheChannelWasClosedUnderIt() {
        Member alice = site.started("alice");

        requireNonNull(alice.membership().channel()).close();

        until(() -> alice.groups().failures().size() == 1);
    }

    @Test
    void runsOnAnyStackThatMakesGroups() {
        var alice = new Peer(new MemberId(1), "alice", new Endpoint("alice", 1));
        var bob = new Peer(new MemberId(2), "bob", new Endpoint("bob", 1));
        var heardByAlice = new RecordedGroups();

        try (var first = JGroupsMembership.builder()
                        .config(stack("<pbcast.GMS/>"))
                        .build();
                var second = JGroupsMembership.builder()
                        .config(stack("<pbcast.GMS/>"))
                        .build()) {
            first.start("site", alice, heardByAlice);
            second.start("site", bob, new RecordedGroups());

            until(() -> heardByAlice.last().members().equals(List.of(alice, bob)));
            first.report(bob.id(), Evidence.REFUSED);
            until(() -> heardByAlice.last().members().equals(List.of(alice)));
        }
    }

    @Test
    void refusesAStackThatMakesNoGroups() {
        var alice = new Peer(new MemberId(1), "alice", new Endpoint("alice", 1));
        var membership = JGroupsMembership.builder().config(stack("")).build();

        assertThatThrownBy(() -> membership.start("site", alice, new RecordedGroups()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GMS");
    }

    private static InputStream stack(String membership) {
        return new ByteArrayInputStream(LOOPBACK_STACK.formatted(membership).getBytes(UTF_8));
    }

    private static Set<Thread> liveThreads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
