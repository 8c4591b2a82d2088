package io.asdr.membership;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.RecordedGroups;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderTest {

    private final JGroupsMembership.Builder builder = JGroupsMembership.builder();

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", "host:", ":7800", "host:0", "host:65536", "host:x", "a:b:7800", "[::1]", "a b:1"})
    void refusesASeedThatIsNoHostAndPort(String seed) {
        assertThatThrownBy(() -> builder.seeds("10.0.0.5:7800", seed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seed='" + seed + "'")
                .hasMessageContaining("1..65535");
    }

    @Test
    void readsSeeds() {
        assertThat(Seed.parsed("cache-1.shop:7800")).isEqualTo(new Endpoint("cache-1.shop", 7800));
        assertThat(Seed.parsed("[fe80::1%eth0]:65535")).isEqualTo(new Endpoint("fe80::1%eth0", 65_535));
    }

    @Test
    void refusesAFailureDetectionThatAPauseOfTheJvmWouldTrip() {
        assertThatThrownBy(() -> builder.failureDetection(Duration.ofMillis(499)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("failureDetection=PT0.499S must be at least PT0.5S");
    }

    @Test
    void refusesPortsOutOfRange() {
        assertThatThrownBy(() -> builder.bind("127.0.0.1", 65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
        assertThatThrownBy(() -> builder.advertise("10.0.0.5", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("advertise port=0");
    }

    @Test
    void refusesToListenEverywhere() {
        var membership = builder.bind("0.0.0.0", 0).build();
        var alice = new Peer(new MemberId(1), "alice", new Endpoint("alice", 1));

        assertThatThrownBy(() -> membership.start("shop", alice, new RecordedGroups()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0.0.0");
    }

    @Test
    void refusesSettingsThatAConfigWouldOverride() {
        builder.config(new ByteArrayInputStream("<config/>".getBytes(UTF_8))).seeds("10.0.0.5:7800");

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("config")
                .hasMessageContaining("10.0.0.5");
    }

    @Test
    void namesAConfigThatIsNotThere() {
        assertThatThrownBy(() -> builder.config(Path.of("no-such-stack.xml")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no-such-stack.xml");
    }
}
