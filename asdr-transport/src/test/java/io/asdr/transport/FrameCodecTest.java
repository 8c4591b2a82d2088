package io.asdr.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.transport.FrameCodec.BadFrameException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FrameCodecTest {

    private static final int MAX_FRAME_BYTES = 1 << 20;

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    private final FrameCodec codec = new FrameCodec(MAX_FRAME_BYTES);
    private final List<byte[]> frames = new ArrayList<>();

    @Test
    void bringsFramesBackHoweverTheBytesAreCut() throws BadFrameException {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            List<byte[]> sent = randomFrames(random);
            ByteBuf wire = encoded(sent, random);
            frames.clear();

            while (wire.isReadable()) {
                decode(wire.readSlice(1 + random.nextInt(Math.min(wire.readableBytes(), 1 << random.nextInt(16)))));
            }

            assertThat(frames).as("seed " + seed).containsExactlyElementsOf(sent);
            assertThat(memory.metric().usedDirectMemory()).as("seed " + seed).isZero();
        }
    }

    @Test
    @Tag("threat-3")
    @Tag("threat-16")
    void keepsNoMoreThanCameWhateverTheLengthSays() throws BadFrameException {
        decode(Unpooled.buffer().writeInt(MAX_FRAME_BYTES).writeZero(100));

        assertThat(memory.metric().usedDirectMemory()).isLessThanOrEqualTo(64 * 1024);
        codec.release();
        assertThat(memory.metric().usedDirectMemory()).isZero();
    }

    @Test
    @Tag("threat-3")
    void refusesALengthBeforeAnythingElseOfTheFrame() {
        for (int length : new int[] {0, -1, MAX_FRAME_BYTES + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> decode(Unpooled.buffer().writeInt(length)))
                    .isInstanceOf(BadFrameException.class)
                    .hasMessage("frameBytes=" + length + " must be in 1.." + MAX_FRAME_BYTES);
        }
        assertThat(memory.metric().usedDirectMemory()).isZero();
    }

    @Test
    void showsEachFrameInTheUsualByteOrder() throws BadFrameException {
        List<ByteOrder> orders = new ArrayList<>();
        ByteBuf two = Unpooled.buffer().writeInt(1).writeByte(1).writeInt(1).writeByte(2);

        codec.decode(two, memory, frame -> {
            orders.add(frame.order());
            frame.order(ByteOrder.LITTLE_ENDIAN);
        });

        assertThat(orders).containsExactly(ByteOrder.BIG_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    private void decode(ByteBuf bytes) throws BadFrameException {
        codec.decode(bytes, (ByteBufAllocator) memory, this::keep);
    }

    private void keep(ByteBuffer frame) {
        byte[] copy = new byte[frame.remaining()];
        frame.get(copy);
        frames.add(copy);
    }

    private static List<byte[]> randomFrames(Random random) {
        List<byte[]> sent = new ArrayList<>();
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            byte[] frame = new byte[1 + random.nextInt(1 << random.nextInt(17))];
            random.nextBytes(frame);
            sent.add(frame);
        }
        return sent;
    }

    /** Encoded in chunks of any size that can hold a header. */
    private static ByteBuf encoded(List<byte[]> sent, Random random) {
        var queue = new SendQueue(Long.MAX_VALUE);
        sent.forEach(queue::put);
        var codec = new FrameCodec(MAX_FRAME_BYTES);
        ByteBuf wire = Unpooled.buffer();
        while (queue.waitingBytes() > 0) {
            int chunkBytes = FrameCodec.HEADER_BYTES + random.nextInt(5_000);
            ByteBuf chunk = Unpooled.buffer(chunkBytes, chunkBytes);
            codec.encode(queue, chunk);
            wire.writeBytes(chunk);
        }
        return wire;
    }
}
