package io.asdr.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import java.util.List;
import org.jgroups.Address;
import org.junit.jupiter.api.Test;

class LargestFirstTest {

    private final Address oldest = address(1);
    private final Address second = address(2);
    private final Address third = address(3);
    private final Address youngest = address(4);
    private final LargestFirst order = new LargestFirst();

    @Test
    void keepsTheOrderOfAge() {
        List<Address> members =
                order.getNewMembership(List.of(oldest, second, third), List.of(youngest), List.of(oldest), List.of());

        assertThat(members).containsExactly(second, third, youngest);
    }

    @Test
    void mergesTheLargestPartFirst() {
        assertThat(order.getNewMembership(List.of(List.of(oldest), List.of(third, second))))
                .containsExactly(third, second, oldest);
    }

    @Test
    void mergesThePartWithTheOldestMemberFirstAmongEquals() {
        assertThat(order.getNewMembership(List.of(List.of(second, youngest), List.of(third, oldest))))
                .containsExactly(third, oldest, second, youngest);
    }

    @Test
    void namesAMemberOnceThatTwoPartsNamed() {
        assertThat(order.getNewMembership(List.of(List.of(oldest, second), List.of(second, third, youngest))))
                .containsExactly(second, third, youngest, oldest);
    }

    private static Address address(int startedMillis) {
        var peer = new Peer(new MemberId(startedMillis), "member", new Endpoint("10.0.0.5", 7900));
        return new PeerAddress(peer, startedMillis).newAddress();
    }
}
