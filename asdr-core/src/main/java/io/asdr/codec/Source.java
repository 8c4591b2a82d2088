package io.asdr.codec;

import io.asdr.CodecException;
import java.nio.charset.StandardCharsets;

/** Bytes being read; nothing is read past the end. Not thread-safe. */
public final class Source {

    private final byte[] bytes;
    private final int end;
    private int position;

    public Source(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads {@code length} bytes of {@code bytes} from {@code offset} on; the array is not copied. */
    public Source(byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || length > bytes.length - offset) {
            throw new IllegalArgumentException(
                    "offset=" + offset + " length=" + length + " is outside " + bytes.length + " bytes");
        }
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    public byte readByte() {
        require(1);
        return bytes[position++];
    }

    public boolean readBoolean() {
        byte value = readByte();
        if (value != 0 && value != 1) {
            throw new CodecException("boolean=" + value + " must be 0 or 1");
        }
        return value == 1;
    }

    public short readShort() {
        require(2);
        return (short) ((bytes[position++] & 0xff) << 8 | (bytes[position++] & 0xff));
    }

    public int readInt() {
        require(4);
        return (bytes[position++] & 0xff) << 24
                | (bytes[position++] & 0xff) << 16
                | (bytes[position++] & 0xff) << 8
                | (bytes[position++] & 0xff);
    }

    public long readLong() {
        require(8);
        return (long) readInt() << 32 | (readInt() & 0xffff_ffffL);
    }

    public int readVarInt() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CodecException("a variable int has more than 5 bytes");
    }

    /** Reads a count of things that take at least {@code bytesEach} bytes each: one that can't fit into what is left is refused before anything is allocated. */
    public int readCount(int bytesEach) {
        int count = readVarInt();
        if (count < 0 || (long) count * bytesEach > remaining()) {
            throw new CodecException(
                    "count=" + count + " does not fit into the " + remaining() + " bytes that are left");
        }
        return count;
    }

    public byte[] readBytes(int count) {
        require(count);
        byte[] copy = new byte[count];
        System.arraycopy(bytes, position, copy, 0, count);
        position += count;
        return copy;
    }

    public String readString() {
        int length = readCount(1);
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /** How many bytes are left. */
    public int remaining() {
        return end - position;
    }

    private void require(int count) {
        if (count < 0 || count > end - position) {
            throw new CodecException("needs " + count + " bytes, " + (end - position) + " are left");
        }
    }
}
