package io.asdr.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of bytes that is the same in every JVM and every release, so that members agree on a key's partition.
 *
 * <p>It begins with the length times 0x9E3779B97F4A7C15. Each eight bytes, taken as a big-endian number, and at last the one to seven that are left, are xored into it and
 * {@link #mix mixed}; the end is mixed once more. Sequential keys spread evenly, and each bit of a key changes each bit of its hash with a chance of one half. It has no
 * secret: who may choose keys can choose many that share a partition.
 */
public final class StableHash {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long LENGTH_MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    private static final long MIX_MULTIPLIER = 0xD6E8_FEB8_6659_FD93L;

    private StableHash() {}

    /** The hash of all of {@code bytes}. */
    public static long of(byte[] bytes) {
        long hash = bytes.length * LENGTH_MULTIPLIER;
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            hash = mix(hash ^ (long) WORDS.get(bytes, at));
        }
        if (at < bytes.length) {
            hash = mix(hash ^ lastWord(bytes, at));
        }
        return mix(hash);
    }

    /** Mixes a number so that each bit of the result depends on all bits; different numbers give different results, 0 gives 0. */
    public static long mix(long value) {
        long mixed = (value ^ (value >>> 32)) * MIX_MULTIPLIER;
        mixed = (mixed ^ (mixed >>> 32)) * MIX_MULTIPLIER;
        return mixed ^ (mixed >>> 32);
    }

    private static long lastWord(byte[] bytes, int from) {
        long word = 0;
        for (int i = from; i < bytes.length; i++) {
            word = word << 8 | (bytes[i] & 0xff);
        }
        return word;
    }
}
