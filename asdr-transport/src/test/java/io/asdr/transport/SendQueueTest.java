package io.asdr.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.transport.SendQueue.Put;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SendQueueTest {

    private static final int HEADER = FrameCodec.HEADER_BYTES;

    @Test
    void asksForTheTakerOnlyWhenItMayHaveGone() {
        var queue = new SendQueue(1_000);

        assertThat(queue.put(new byte[1])).isEqualTo(Put.QUEUED_FIRST);
        assertThat(queue.put(new byte[1])).isEqualTo(Put.QUEUED);
        queue.poll();

        assertThat(queue.put(new byte[1])).isEqualTo(Put.QUEUED_FIRST);
    }

    @Test
    void givesTheOldestFirst() {
        var queue = new SendQueue(1_000);
        queue.put(new byte[] {1});
        queue.put(new byte[] {2});

        assertThat(queue.poll()).containsExactly(1);
        queue.put(new byte[] {3});
        assertThat(queue.poll()).containsExactly(2);
        assertThat(queue.poll()).containsExactly(3);
        assertThat(queue.poll()).isNull();
    }

    @Test
    void refusesMoreThanItsLimitUntilSomeIsWritten() {
        var queue = new SendQueue(100);
        queue.put(new byte[90 - HEADER]);

        assertThat(queue.put(new byte[11 - HEADER])).isEqualTo(Put.FULL);
        assertThat(queue.waitingBytes()).isEqualTo(90);
        assertThat(queue.put(new byte[10 - HEADER])).isEqualTo(Put.QUEUED);

        queue.written(20);
        assertThat(queue.put(new byte[20 - HEADER])).isEqualTo(Put.QUEUED);
    }

    @Test
    void takesAFrameOverTheLimitWhenNothingElseWaits() {
        var queue = new SendQueue(100);

        assertThat(queue.put(new byte[200])).isEqualTo(Put.QUEUED_FIRST);
        assertThat(queue.put(new byte[1])).isEqualTo(Put.FULL);
    }

    @Test
    void keepsTheOrderOfEachOfManySendersAndStrandsNothing() {
        int senders = 3;
        int each = 20_000;
        var queue = new SendQueue(Long.MAX_VALUE);
        var wakes = new AtomicInteger();
        CompletableFuture<?>[] sending = new CompletableFuture<?>[senders];
        for (int sender = 0; sender < senders; sender++) {
            int name = sender;
            sending[sender] = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < each; i++) {
                    byte[] frame = ByteBuffer.allocate(8).putInt(name).putInt(i).array();
                    if (queue.put(frame) == Put.QUEUED_FIRST) {
                        wakes.incrementAndGet();
                    }
                }
            });
        }

        int[] next = new int[senders];
        int taken = 0;
        while (taken < senders * each) {
            // As the event loop does it: polls until nothing is left, once for each time that it is woken.
            if (wakes.get() == 0) {
                Thread.onSpinWait();
                continue;
            }
            wakes.decrementAndGet();
            for (byte[] frame = queue.poll(); frame != null; frame = queue.poll()) {
                ByteBuffer buffer = ByteBuffer.wrap(frame);
                int sender = buffer.getInt();
                assertThat(buffer.getInt()).isEqualTo(next[sender]);
                next[sender]++;
                taken++;
            }
        }

        CompletableFuture.allOf(sending).join();
        assertThat(queue.poll()).isNull();
    }
}
