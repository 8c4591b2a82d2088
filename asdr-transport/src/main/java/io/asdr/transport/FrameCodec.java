package io.asdr.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one connection as bytes: a length of four bytes, then as many bytes. Used by the connection's event loop only.
 *
 * <p>Whole frames are read where they lie. Only one that has not arrived in full is copied, into a buffer that grows with what arrives and not with what the length claims.
 */
final class FrameCodec {

    static final int HEADER_BYTES = Integer.BYTES;

    private static final int FIRST_PARTIAL_BYTES = 64 * 1024;

    private final int maxFrameBytes;
    private @Nullable ByteBuf partial;
    private byte @Nullable [] writing;
    private int writtenBytes;

    FrameCodec(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Reads all of {@code in}, and hands over each frame that is complete. */
    void decode(ByteBuf in, ByteBufAllocator allocator, Consumer<ByteBuffer> frames) throws BadFrameException {
        if (partial != null && !completed(partial, in, frames)) {
            return;
        }
        while (in.readableBytes() >= HEADER_BYTES) {
            int frameBytes = checked(in.getInt(in.readerIndex()));
            if (in.readableBytes() - HEADER_BYTES < frameBytes) {
                break;
            }
            frames.accept(view(in, in.readerIndex() + HEADER_BYTES, frameBytes));
            in.skipBytes(HEADER_BYTES + frameBytes);
        }
        if (in.isReadable()) {
            int firstBytes = Math.min(HEADER_BYTES + maxFrameBytes, Math.max(FIRST_PARTIAL_BYTES, in.readableBytes()));
            partial = allocator.buffer(firstBytes, HEADER_BYTES + maxFrameBytes).writeBytes(in);
        }
    }

    /** Moves as much as fits from {@code queue} to {@code out}; a frame may end in the next chunk. */
    void encode(SendQueue queue, ByteBuf out) {
        int start = out.writerIndex();
        while (true) {
            if (writing == null) {
                if (out.writableBytes() < HEADER_BYTES) {
                    break;
                }
                writing = queue.poll();
                if (writing == null) {
                    break;
                }
                writtenBytes = 0;
                out.writeInt(writing.length);
            }
            int bytes = Math.min(writing.length - writtenBytes, out.writableBytes());
            out.writeBytes(writing, writtenBytes, bytes);
            writtenBytes += bytes;
            if (writtenBytes < writing.length) {
                break;
            }
            writing = null;
        }
        queue.written(out.writerIndex() - start);
    }

    /** Frees what was kept of a frame that will never be complete. */
    void release() {
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }

    private boolean completed(ByteBuf frame, ByteBuf in, Consumer<ByteBuffer> frames) throws BadFrameException {
        move(in, frame, HEADER_BYTES);
        if (frame.readableBytes() < HEADER_BYTES) {
            return false;
        }
        int frameBytes = checked(frame.getInt(0));
        move(in, frame, HEADER_BYTES + frameBytes);
        if (frame.readableBytes() < HEADER_BYTES + frameBytes) {
            return false;
        }
        frames.accept(view(frame, HEADER_BYTES, frameBytes));
        release();
        return true;
    }

    private static void move(ByteBuf from, ByteBuf to, int untilBytes) {
        int missing = untilBytes - to.readableBytes();
        if (missing > 0) {
            to.writeBytes(from, Math.min(missing, from.readableBytes()));
        }
    }

    /** The buffer's own view, used again for each frame: a reader may have left its byte order behind. */
    private static ByteBuffer view(ByteBuf buffer, int index, int bytes) {
        return buffer.internalNioBuffer(index, bytes).order(ByteOrder.BIG_ENDIAN);
    }

    private int checked(int frameBytes) throws BadFrameException {
        if (frameBytes < 1 || frameBytes > maxFrameBytes) {
            throw new BadFrameException("frameBytes=" + frameBytes + " must be in 1.." + maxFrameBytes);
        }
        return frameBytes;
    }

    /** A length that no frame can have: what follows can't be understood. */
    static final class BadFrameException extends Exception {

        private static final long serialVersionUID = 1;

        private BadFrameException(String message) {
            super(message, null, false, false);
        }
    }
}
