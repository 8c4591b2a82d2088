package io.asdr.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no frame is refused, by one exception and for the price of its own bytes. */
class MalformedFramesTest {

    private static final long SEED = 16;
    private static final int MUTANTS = 100_000;

    /** The header of a partition message after its type: no flags, view 7 of member 1, table 1, partition 2. */
    private static final String HEADER = "00 0000000000000007 0000000000000001 00000001 00000002 ";

    private static final String KEY = "0000000000000001 00 ";

    /** As a number on the wire. */
    private static final byte[] MAX_INT = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};

    @ParameterizedTest
    @CsvSource({
        "'',                                            'frame.type needs 1 bytes, 0 are left'",
        "'00',                                          'type=0 is unknown'",
        "'ff 00',                                       'type=255 is unknown'",
        "'92',                                          'ENDED.flags needs 1 bytes, 0 are left'",
        "'92 01',                                       'ENDED.flags=1 must be 0'",
        "'92 00 00',                                    'ENDED.rest=1 bytes must not follow the last field'",
        "'48 00 8000000000000000 0000000000000001',     'RELEASE.view=-9223372036854775808 must not have a negative epoch'",
        "'48 00 0000000000000007 0000000000000001 80000000', 'RELEASE.table=-2147483648 must be at least 0'",
        "'90 00 03',                                    'HEARTBEAT.view=3 must be a form of a view id, 0 to 2'",
        "'90 00 01 05',                                 'HEARTBEAT.view=0@0000000000000000 must be written in its shortest form'",
        "'90 00 00 8000',                               'HEARTBEAT.sequence=0 must be 64 bits in as few bytes as they take'",
        "'90 00 00 ffffffffffffffffff02',               'HEARTBEAT.sequence=9223372036854775807 must be 64 bits in as few bytes as they take'",
        "'90 00 00 ffffffffffffffffffff01',             'HEARTBEAT.sequence=-1 must not have more than 10 bytes'",
        "'90 00 00 01 00000065 00 00 00 00 00',           'HEARTBEAT: heapPercent=101 must be in 0..100'",
        "'90 00 00 01 00000000 ffffffffffffffffff01 00 00 00 00', 'HEARTBEAT.status.busyLanes=-1 must not be negative'",
        "'86 00 02 c328',                               'REFUSED.reason of 2 bytes must be UTF-8'",
        "'84 00 00000001 00 00 00000010 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00000000 00', 'OPEN: replicas=16 must be in 0..15'",
    })
    void namesFieldValueAndRule(String frame, String message) {
        assertRefused(bytes(frame), message);
    }

    @ParameterizedTest
    @CsvSource({
        "'40', '01 ffffffff',               'PULL.cursor=-1 must be at least 0'",
        "'50', '01 00 ffffffff',            'SCAN.limit=-1 must be at least 0'",
        "'50', '01 02',                     'SCAN.after=2 must be 0 or 1'",
        "'51', '01 00 ffffffffffffffffff01 00', 'KEYS.entryCount=-1 must not be negative'",
        "'11', '01 08',                     'REPLY.outcome.status=8 must be less than 8'",
        "'21', '00 ffffffffffffffffff01',   'UPDATED.version=-1 must not be negative'",
        "'21', '02 0000000000000007 0000000000000001', 'UPDATED.version=7@0000000000000001 must be written in its shortest form'",
    })
    void namesFieldValueAndRuleOfAPartitionMessage(String type, String fields, String message) {
        assertRefused(bytes(type + HEADER + fields), message);
    }

    @Test
    @Tag("threat-16")
    void refusesLengthsAndCountsLargerThanTheFrame() {
        String maxInt = HexFormat.of().formatHex(MAX_INT);

        assertRefused(
                bytes("01" + HEADER + "01 0000000000000001" + maxInt),
                "GET.key.size=2147483647 must be in 0..0, what is left of the frame");
        assertRefused(
                bytes("02" + HEADER + "01" + maxInt + "0000"),
                "ANSWER.value.size=2147483646 must be in 0..2, what is left of the frame");
        assertRefused(
                bytes("45" + HEADER + "01 00000000" + maxInt + KEY),
                "COMPARE.wanted.size=2147483647 must be in 0..9, what is left of the frame");
        assertRefused(
                bytes("45" + HEADER + "01 00000000 ffffffffffffffffff01" + KEY),
                "COMPARE.wanted.size=-1 must be in 0..9, what is left of the frame");
        assertRefused(
                bytes("86 00" + maxInt), "REFUSED.reason.size=2147483647 must be in 0..0, what is left of the frame");
    }

    @Test
    @Tag("threat-16")
    void refusesAStringThatIsLongerThanAnyMayBe() {
        byte[] frame = Arrays.copyOf(bytes("86 00 818004"), 5 + FrameWriter.MAX_STRING_BYTES + 1);

        assertRefused(frame, "REFUSED.reason.size=65537 must be at most 65536");
    }

    /** Two thousand million of anything would not fit into the heap of a test. */
    @Test
    @Tag("threat-16")
    void allocatesNothingForACountThatLiesWhereverItStands() {
        for (byte[] frame : Samples.frames()) {
            for (int at = 2; at < Math.min(frame.length, 500); at++) {
                byte[] mutant = spliced(frame, at, MAX_INT, at + 1);

                assertRefusedOrFaithful(mutant, "count at " + at);
            }
        }
    }

    @Test
    void refusesEveryTruncation() {
        for (byte[] frame : Samples.frames()) {
            for (int length = 0; length < Math.min(frame.length, 500); length++) {
                byte[] truncated = Arrays.copyOf(frame, length);

                assertThatExceptionOfType(FrameException.class).isThrownBy(() -> Received.from(truncated));
            }
        }
    }

    /** What decodes must encode to the same bytes: a mutant is refused or it is another message's own frame. */
    @Test
    void refusesAMutantOrTakesItForWhatItSays() {
        Random random = new Random(SEED);
        List<byte[]> frames = Samples.frames();

        int faithful = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = frames.get(random.nextInt(frames.size()));
            int mutations = 1 + random.nextInt(4);
            for (int m = 0; m < mutations; m++) {
                mutant = mutated(mutant, frames, random);
            }
            faithful += assertRefusedOrFaithful(mutant, "seed " + SEED + " mutant " + i) ? 1 : 0;
        }

        assertThat(faithful).as("mutants that are frames, seed " + SEED).isBetween(MUTANTS / 100, MUTANTS / 2);
    }

    private static byte[] mutated(byte[] frame, List<byte[]> frames, Random random) {
        int at = random.nextInt(frame.length + 1);
        int end = Math.min(frame.length, at + random.nextInt(5));
        byte[] noise = new byte[random.nextInt(5)];
        random.nextBytes(noise);
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(frame, at);
            case 1 -> spliced(frame, at, noise, at);
            case 2 -> spliced(frame, at, noise, end);
            case 3 -> spliced(frame, at, MAX_INT, end);
            case 4 -> spliced(frame, at, new byte[] {(byte) random.nextInt(4)}, Math.min(frame.length, at + 1));
            default -> {
                byte[] other = frames.get(random.nextInt(frames.size()));
                yield spliced(
                        frame, at, Arrays.copyOfRange(other, Math.min(at, other.length), other.length), frame.length);
            }
        };
    }

    /** {@code frame} with {@code instead} in place of its bytes from {@code at} to {@code end}. */
    private static byte[] spliced(byte[] frame, int at, byte[] instead, int end) {
        return ByteBuffer.allocate(at + instead.length + frame.length - end)
                .put(frame, 0, at)
                .put(instead)
                .put(frame, end, frame.length - end)
                .array();
    }

    /** Returns whether the frame was taken. */
    private static boolean assertRefusedOrFaithful(byte[] frame, String what) {
        Received received;
        try {
            received = Received.from(frame);
        } catch (FrameException e) {
            assertThat(e).as(what).hasMessageNotContaining("null");
            return false;
        } catch (RuntimeException | Error e) {
            return fail(what + ": " + HexFormat.of().formatHex(frame), e);
        }
        assertThat(received.encodedAgain()).as(what).isEqualTo(frame);
        return true;
    }

    private static void assertRefused(byte[] frame, String message) {
        assertThatExceptionOfType(FrameException.class)
                .isThrownBy(() -> Received.from(frame))
                .withMessage(message);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
