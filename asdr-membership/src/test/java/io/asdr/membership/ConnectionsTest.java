package io.asdr.membership;

import static io.asdr.membership.Site.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.spi.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jgroups.Event;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionsTest {

    private static final String GROUP = "connections";

    @Test
    void opensAnotherConnectionToAMemberThatWasSuspected() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        Suspicions suspicions = new Suspicions();
        try (JChannel alice = Stack.channel(settings(List.of()), suspicions)) {
            alice.connect(GROUP);
            Connections connections = (Connections) alice.getProtocolStack().getTransport();
            Endpoint seed = new Endpoint("127.0.0.1", connections.getBindPort());
            try (JChannel bob = Stack.channel(settings(List.of(seed)), new Suspicions())) {
                bob.setReceiver(new Receiver() {
                    @Override
                    public void receive(Message message) {
                        heard.incrementAndGet();
                    }
                });
                bob.connect(GROUP);
                until(() -> alice.getView().size() == 2 && connections.getOpenConnections() == 1);

                suspicions.up(new Event(Event.SUSPECT, List.of(bob.getAddress())));

                assertThat(connections.getOpenConnections()).isZero();
                alice.send(new ObjectMessage(bob.getAddress(), "anything"));
                until(() -> heard.get() == 1);
            }
        }
    }

    private static Settings settings(List<Endpoint> seeds) {
        return Settings.DEFAULT.withBind(new Endpoint("127.0.0.1", 0)).withSeeds(seeds);
    }
}
