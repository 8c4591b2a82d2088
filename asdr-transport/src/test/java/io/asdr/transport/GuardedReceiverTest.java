package io.asdr.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.spi.MemberId;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GuardedReceiverTest {

    private static final MemberId PEER = new MemberId(7);

    private final Recorder heard = new Recorder();
    private final GuardedReceiver guarded =
            new GuardedReceiver(heard, new RareLog(LoggerFactory.getLogger(GuardedReceiverTest.class)));

    @Test
    void passesOnWhatItHears() {
        guarded.onConnected(PEER);
        guarded.onFrame(PEER, ByteBuffer.allocate(3));
        guarded.onDisconnected(PEER, true);

        assertThat(heard.events).containsExactly("connected 7", "frame of 3 from 7", "refused 7");
    }

    @Test
    void hearsNothingOnceSilent() {
        guarded.silence();

        guarded.onConnected(PEER);
        guarded.onFrame(PEER, ByteBuffer.allocate(3));
        guarded.onDisconnected(PEER, true);

        assertThat(heard.events).isEmpty();
    }
}
