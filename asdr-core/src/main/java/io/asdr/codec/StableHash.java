package io.asdr.codec;

/** A 64-bit hash of bytes that is the same in every JVM: eight bytes at a time, each mixed by a multiplication, and finalised so that every bit depends on all. */
public final class StableHash {

    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private StableHash() {}

    public static long of(byte[] bytes) {
        long hash = bytes.length * MULTIPLIER;
        int at = 0;
        for (; at + 8 <= bytes.length; at += 8) {
            hash = mix(hash ^ word(bytes, at, 8));
        }
        if (at < bytes.length) {
            hash = mix(hash ^ word(bytes, at, bytes.length - at));
        }
        return mix(hash);
    }

    /** Mixes a number so that each bit of the result depends on all bits. */
    public static long mix(long value) {
        long mixed = (value ^ (value >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
        return mixed ^ (mixed >>> 32);
    }

    private static long word(byte[] bytes, int at, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word = word << 8 | (bytes[at + i] & 0xff);
        }
        return word;
    }
}
