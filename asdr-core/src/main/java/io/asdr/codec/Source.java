package io.asdr.codec;

import io.asdr.CodecException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes being read; nothing is read past the end. Not thread-safe. */
public final class Source {

    /** How deep values may nest: what comes from elsewhere must not decide how much of the stack is used. */
    static final int MAX_DEPTH = 100;

    private final byte[] bytes;
    private final int end;
    private int position;
    private int depth;

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
        for (int shift = 0; shift < 28; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        byte last = readByte();
        if (last < 0 || last > 0x0f) {
            throw new CodecException("a variable int has more than 32 bits");
        }
        return value | last << 28;
    }

    /** Reads a count of things that take at least {@code bytesEach} bytes each, one or more: a count that can't fit into what is left is refused before anything is allocated. */
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

    /** Reads what {@link Sink#writeString} wrote; nothing else is taken for a text. */
    public String readString() {
        int header = readVarInt();
        int count = header >>> 1;
        return (header & 1) == 0 ? readUtf8(count) : readChars(count);
    }

    /** How many bytes are left. */
    public int remaining() {
        return end - position;
    }

    /** Goes one level into a nested value. */
    void enterNesting() {
        if (++depth > MAX_DEPTH) {
            throw new CodecException("the value nests more than " + MAX_DEPTH + " deep");
        }
    }

    void leaveNesting() {
        depth--;
    }

    private String readUtf8(int length) {
        require(length);
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        // Malformed bytes are decoded as U+FFFD: rare enough to look closer whenever it is there.
        if (text.indexOf('\uFFFD') >= 0 && !isEncodingOf(text, length)) {
            throw new CodecException("a text of " + length + " bytes is not UTF-8");
        }
        return text;
    }

    private boolean isEncodingOf(String text, int length) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(utf8, 0, utf8.length, bytes, position - length, position);
    }

    private String readChars(int count) {
        if (count > remaining() / 2) {
            throw new CodecException(
                    "a text of " + count + " chars does not fit into the " + remaining() + " bytes that are left");
        }
        char[] chars = new char[count];
        for (int i = 0; i < count; i++) {
            chars[i] = (char) readShort();
        }
        String text = new String(chars);
        if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new CodecException("a text of " + count + " chars is written so, and could be in UTF-8");
        }
        return text;
    }

    private void require(int count) {
        if (count < 0 || count > end - position) {
            throw new CodecException("needs " + count + " bytes, " + (end - position) + " are left");
        }
    }
}
