package io.asdr.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.CopyMode;
import io.asdr.NodeBuilder;
import io.asdr.Ownership;
import io.asdr.TableConfig;
import io.asdr.TableConfigMismatchException;
import io.asdr.spi.View;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who does not belong to the cluster is turned away, and the members don't notice. */
@Timeout(30)
class StrangersTest {

    private static final int GARBAGE_BYTES = 4_096;

    private final Site site = new Site(3);

    @SuppressWarnings("NullAway.Init")
    private AsdrNode first;

    @SuppressWarnings("NullAway.Init")
    private AsdrNode second;

    @SuppressWarnings("NullAway.Init")
    private AsdrTable<String, String> table;

    @SuppressWarnings("NullAway.Init")
    private View viewBefore;

    @BeforeEach
    void startTwo() {
        first = site.start(0);
        second = site.start(1);
        table = first.table(config().build());
        table.put("key", "value");
        assertThat(second.table(config().build()).get("key")).isEqualTo("value");
        viewBefore = second.view();
    }

    @AfterEach
    void bothGoOnAsBefore() {
        try (site) {
            assertThat(first.view()).isEqualTo(viewBefore);
            assertThat(second.view()).isEqualTo(viewBefore);
            assertThat(table.get("key")).isEqualTo("value");
            assertThat(table.put("key", "newer")).isEqualTo("value");
            assertThat(second.table(config().build()).get("key")).isEqualTo("newer");
        }
    }

    @Test
    void refusesAnotherPartitionCount() {
        NodeBuilder other = site.node(2).partitionCount(64);

        assertThatThrownBy(() -> site.start(other))
                .isInstanceOf(TableConfigMismatchException.class)
                .hasMessageContainingAll("partitionCount", "64", "1024");
    }

    @Test
    void refusesAnotherOwnership() {
        NodeBuilder other = site.node(2).ownership(Ownership.modulo());

        assertThatThrownBy(() -> site.start(other))
                .isInstanceOf(TableConfigMismatchException.class)
                .hasMessageContainingAll(
                        "ownership",
                        Ownership.modulo().id(),
                        Ownership.rendezvous().id());
    }

    @Test
    void refusesAnOpenTableWithOtherSettings() {
        assertThatThrownBy(() -> second.table(config().replicas(3).build()))
                .isInstanceOf(TableConfigMismatchException.class)
                .hasMessageContainingAll("replicas=3", "replicas=1");
        assertThatThrownBy(() -> second.table(config().copies(CopyMode.NONE).build()))
                .isInstanceOf(TableConfigMismatchException.class)
                .hasMessageContainingAll("copies=NONE", "copies=COHERENT");
        assertThatThrownBy(() -> second.table(
                        TableConfig.of("table", String.class, Integer.class).build()))
                .isInstanceOf(TableConfigMismatchException.class)
                .hasMessageContaining("valueCodec=");
    }

    @Test
    void leavesAnotherClusterAlone() {
        AsdrNode stranger = site.start(site.node("another", 2));

        assertThat(stranger.members()).containsExactly(stranger.name());
        assertThat(stranger.table(config().build()).get("key")).isNull();
    }

    @Test
    void refusesAPortThatIsTaken() {
        NodeBuilder late = Site.node(site.cluster(), "late", Site.HOST, site.port(0), site.seeds());

        assertThatThrownBy(() -> site.start(late)).hasMessageContaining(Integer.toString(site.port(0)));
    }

    @Test
    void turnsGarbageAwayAtEveryPort() throws IOException {
        byte[] garbage = new byte[GARBAGE_BYTES];
        new Random(1).nextBytes(garbage);
        int transport = first.view().members().get(0).peer().endpoint().port();

        for (int port : List.of(site.port(0), site.port(0) + Site.DETECTOR_OFFSET, transport)) {
            send(port, garbage);
            send(port, new byte[GARBAGE_BYTES]);
            send(port, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        AsdrNode third = site.start(2);
        assertThat(third.members()).hasSize(3);
        assertThat(third.leave(Duration.ofSeconds(10))).isZero();
        viewBefore = awaitTwoAgain();
    }

    private View awaitTwoAgain() {
        await().until(() -> first.members().size() == 2 && second.view().equals(first.view()));
        return first.view();
    }

    private static TableConfig.Builder<String, String> config() {
        return TableConfig.of("table", String.class, String.class);
    }

    private static void send(int port, byte[] bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (SocketException turnedAway) {
            // It may hang up before all was written.
            return;
        }
    }
}
