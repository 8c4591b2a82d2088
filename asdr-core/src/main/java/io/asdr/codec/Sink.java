package io.asdr.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes being written: a buffer that grows. Numbers are big-endian. Not thread-safe. */
public final class Sink {

    private byte[] bytes;
    private int length;

    public Sink() {
        this(64);
    }

    /** A sink that holds {@code capacity} bytes before it grows. */
    public Sink(int capacity) {
        this.bytes = new byte[Math.max(capacity, 8)];
    }

    public void writeByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    public void writeShort(int value) {
        reserve(2);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
    }

    public void writeInt(int value) {
        reserve(4);
        bytes[length++] = (byte) (value >>> 24);
        bytes[length++] = (byte) (value >>> 16);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
    }

    public void writeLong(long value) {
        writeInt((int) (value >>> 32));
        writeInt((int) value);
    }

    /** Writes an int in 1 to 5 bytes, small ones in few; a negative one takes 5. */
    public void writeVarInt(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        writeByte(rest);
    }

    public void writeBytes(byte[] source) {
        writeBytes(source, 0, source.length);
    }

    public void writeBytes(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** Writes the length as a variable int, then the bytes in UTF-8. Lone surrogates are not kept. */
    public void writeString(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        writeVarInt(utf8.length);
        writeBytes(utf8);
    }

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            long wanted = Math.max((long) length + count, (long) bytes.length * 2);
            if ((long) length + count > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException(
                        "length=" + ((long) length + count) + " bytes can't be held by one array");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }
}
