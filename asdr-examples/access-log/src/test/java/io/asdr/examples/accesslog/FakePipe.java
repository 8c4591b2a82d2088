package io.asdr.examples.accesslog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A pipe as between processes: any thread may write, and what was written before it was closed can still be read. */
final class FakePipe {

    private static final byte[] END = {};

    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    void close() {
        closed = true;
        chunks.add(END);
    }

    OutputStream writer() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (closed) {
                    throw new IOException("the other side is gone");
                }
                if (length > 0) {
                    chunks.add(Arrays.copyOfRange(bytes, offset, offset + length));
                }
            }
        };
    }

    InputStream reader() {
        return new InputStream() {
            private byte[] chunk = {};
            private int position;
            private boolean ended;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                while (position == chunk.length && !ended) {
                    next();
                }
                if (ended) {
                    return -1;
                }
                int count = Math.min(length, chunk.length - position);
                System.arraycopy(chunk, position, bytes, offset, count);
                position += count;
                return count;
            }

            private void next() throws IOException {
                try {
                    chunk = chunks.take();
                    position = 0;
                    ended = chunk.length == 0;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
        };
    }
}
