package io.asdr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class StableHashTest {

    private static final int PARTITIONS = 1_024;
    private static final Codec<Integer> INT = Codec.of(Integer.class);
    private static final Codec<Long> LONG = Codec.of(Long.class);
    private static final int KEYS = 1_024 * 200;

    /** 1,023 degrees of freedom: mean 1,023, standard deviation 45; six deviations to either side. */
    private static final double CHI_SQUARE_MIN = 1_023 - 6 * 45.2;

    private static final double CHI_SQUARE_MAX = 1_023 + 6 * 45.2;

    @Test
    void staysWhatItIs() {
        assertThat(StableHash.of(new byte[0])).isEqualTo(0L);
        assertThat(StableHash.of(utf8("alice"))).isEqualTo(0x78A0_3ACC_9F3D_10B3L);
        assertThat(StableHash.of(utf8("a key of more than sixteen bytes"))).isEqualTo(0xD04A_0EFC_BC6B_03F7L);
    }

    @Test
    void spreadsSequentialKeysEvenly() {
        assertSpreadsEvenly(StableHashTest::shortKey);
        assertSpreadsEvenly(StableHashTest::longKey);
        assertSpreadsEvenly(i -> utf8("session-" + i));
        assertSpreadsEvenly(i -> utf8(i + "@example.com"));
        assertSpreadsEvenly(i -> shortKey(i * 1_024));
        assertSpreadsEvenly(i -> utf8("10.0." + (i >>> 8) + "." + (i & 0xff)));
    }

    @Test
    void changesEveryBitOfTheHashAlikeForEveryBitOfTheKey() {
        for (int length : new int[] {1, 4, 8, 12, 20}) {
            assertAvalanche(length);
        }
    }

    @Test
    void tellsKeysApartThatDifferInLengthOnly() {
        Set<Long> hashes = new HashSet<>();
        for (int length = 0; length < 100; length++) {
            hashes.add(StableHash.of(new byte[length]));
        }

        assertThat(hashes).hasSize(100);
    }

    private static void assertSpreadsEvenly(IntFunction<byte[]> key) {
        assertThat(chiSquare(key, 0)).isBetween(CHI_SQUARE_MIN, CHI_SQUARE_MAX);
        assertThat(chiSquare(key, 64 - 10)).isBetween(CHI_SQUARE_MIN, CHI_SQUARE_MAX);
    }

    private static double chiSquare(IntFunction<byte[]> key, int shift) {
        int[] counts = new int[PARTITIONS];
        for (int i = 0; i < KEYS; i++) {
            counts[(int) (StableHash.of(key.apply(i)) >>> shift) & (PARTITIONS - 1)]++;
        }
        double expected = (double) KEYS / PARTITIONS;
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }

    /** Of 4,096 sequential keys, each output bit flips for a half of them, within six standard deviations; pairs of keys count twice. */
    private static void assertAvalanche(int length) {
        int samples = length == 1 ? 256 : 4_096;
        double tolerance = 6 * Math.sqrt(2 * samples) / 2;
        for (int bit = 0; bit < length * 8; bit++) {
            int[] flips = new int[64];
            for (int sample = 0; sample < samples; sample++) {
                byte[] key = counter(sample, length);
                long before = StableHash.of(key);
                key[bit / 8] ^= (byte) (1 << (bit % 8));
                long changed = before ^ StableHash.of(key);
                for (int out = 0; out < 64; out++) {
                    flips[out] += (int) ((changed >>> out) & 1);
                }
            }
            for (int out = 0; out < 64; out++) {
                assertThat((double) flips[out])
                        .as("length %d, key bit %d, hash bit %d", length, bit, out)
                        .isBetween(samples / 2.0 - tolerance, samples / 2.0 + tolerance);
            }
        }
    }

    private static byte[] counter(int value, int length) {
        byte[] key = new byte[length];
        for (int i = 0; i < Math.min(length, 4); i++) {
            key[length - 1 - i] = (byte) (value >>> (8 * i));
        }
        return key;
    }

    private static byte[] shortKey(int value) {
        return INT.toBytes(value);
    }

    private static byte[] longKey(int value) {
        return LONG.toBytes((long) value);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
