package io.asdr.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RehearsalTest {

    @Test
    void losesACoordinatorInEachRoundAndLeavesNothing() throws Exception {
        Set<String> sockets = OwnSockets.listening();
        Set<Thread> threads = liveThreads();

        assertThat(new Rehearsal().play()).isEqualTo(Rehearsal.ROUNDS);

        assertThat(OwnSockets.listening()).isEqualTo(sockets);
        await().pollInSameThread().untilAsserted(() -> assertThat(threads).containsAll(liveThreads()));
    }

    @Test
    void playsNothingOnceItIsToEnd() throws Exception {
        Set<Thread> threads = liveThreads();
        Rehearsal rehearsal = new Rehearsal();

        rehearsal.begin();
        rehearsal.stop();

        assertThat(threads).containsAll(liveThreads());
        assertThat(rehearsal.play()).isZero();
    }

    private static Set<Thread> liveThreads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }
}
