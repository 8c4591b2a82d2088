package io.asdr.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import java.util.Arrays;
import org.jgroups.util.ExtendedUUID;
import org.jgroups.util.UUID;
import org.jgroups.util.Util;
import org.junit.jupiter.api.Test;

class PeerAddressTest {

    private static final Endpoint ENDPOINT = new Endpoint("10.0.0.5", 65_535);

    @Test
    void carriesMetadataThroughJGroups() throws Exception {
        var sent = new PeerAddress(new Peer(new MemberId(-5), "alice", ENDPOINT), 1_700_000_000_000L);

        ExtendedUUID arrived = Util.objectFromByteBuffer(Util.objectToByteBuffer(sent.newAddress()));

        assertThat(PeerAddress.of(arrived)).contains(sent);
    }

    @Test
    void keepsTheLongestNameBesideAnOrdinaryHost() {
        var sent = new PeerAddress(new Peer(new MemberId(1), "名".repeat(Peer.MAX_NAME_CHARS), ENDPOINT), 0);

        assertThat(PeerAddress.of(sent.newAddress())).contains(sent);
    }

    @Test
    void cutsANameThatDoesNotFitAtAWholeCharacter() {
        var host = new Endpoint("h".repeat(199), 1);
        var sent = new PeerAddress(new Peer(new MemberId(1), "😀".repeat(Peer.MAX_NAME_CHARS / 2), host), 0);

        String name = PeerAddress.of(sent.newAddress()).orElseThrow().peer().name();

        assertThat(name).isEqualTo("😀".repeat(8));
    }

    @Test
    void refusesAHostThatLeavesNoRoomForAName() {
        var sent = new PeerAddress(new Peer(new MemberId(1), "alice", new Endpoint("h".repeat(231), 1)), 0);

        assertThatThrownBy(sent::newAddress)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 230 bytes");
    }

    @Test
    void takesWhatItKnowsOfALaterFormat() {
        var sent = new PeerAddress(new Peer(new MemberId(1), "alice", ENDPOINT), 7);
        byte[] value = sent.newAddress().get("asdr");
        byte[] later = Arrays.copyOf(value, value.length + 9);
        later[0] = 2;

        assertThat(PeerAddress.of(ExtendedUUID.randomUUID().put("asdr", later))).contains(sent);
    }

    @Test
    void knowsWhoIsNoneOfOurs() {
        byte[] value = new PeerAddress(new Peer(new MemberId(1), "alice", ENDPOINT), 7)
                .newAddress()
                .get("asdr");

        assertThat(PeerAddress.of(UUID.randomUUID())).isEmpty();
        assertThat(PeerAddress.of(ExtendedUUID.randomUUID())).isEmpty();
        assertThat(PeerAddress.of(ExtendedUUID.randomUUID().put("asdr", new byte[60])))
                .isEmpty();
        for (int length = 0; length < value.length; length++) {
            byte[] torn = Arrays.copyOf(value, length);
            assertThat(PeerAddress.of(ExtendedUUID.randomUUID().put("asdr", torn)))
                    .isEmpty();
        }
    }
}
