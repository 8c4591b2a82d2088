package io.asdr.codec;

import io.asdr.CodecException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes being written: a buffer that grows. Numbers are big-endian. Not thread-safe. */
public final class Sink {

    private byte[] bytes;
    private int length;
    private int depth;

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

    /**
     * Writes a text: twice the count of its bytes in UTF-8, then these. One with a lone surrogate, which UTF-8 can't express, is written as twice the count of its chars
     * plus one, then these: every text comes back as it was, and no two have the same bytes.
     */
    public void writeString(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        // Both conversions copy whole arrays where the text is ASCII: cheaper than to look at each char.
        if (new String(utf8, StandardCharsets.UTF_8).equals(value)) {
            writeVarInt(utf8.length << 1);
            writeBytes(utf8);
        } else {
            writeVarInt(value.length() << 1 | 1);
            value.chars().forEach(this::writeShort);
        }
    }

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Goes one level into a nested value. */
    void enterNesting() {
        if (++depth > Source.MAX_DEPTH) {
            throw new CodecException("the value nests more than " + Source.MAX_DEPTH + " deep");
        }
    }

    void leaveNesting() {
        depth--;
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            long wanted = Math.max((long) length + count, (long) bytes.length * 2);
            if ((long) length + count > Integer.MAX_VALUE - 8) {
                throw new CodecException("length=" + ((long) length + count) + " bytes can't be held by one array");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }
}
