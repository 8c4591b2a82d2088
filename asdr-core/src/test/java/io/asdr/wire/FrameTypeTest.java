package io.asdr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.message.Base;
import io.asdr.protocol.message.ChainMessage;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.message.OpId;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.Outcome;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.protocol.message.ViewMessage;
import io.asdr.spi.Endpoint;
import io.asdr.spi.GroupId;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.Version;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pins what members of one protocol version agree on. A test that fails here asks for another {@link FrameType#PROTOCOL_VERSION}. */
class FrameTypeTest {

    private static final ViewId VIEW = new ViewId(7, new MemberId(0xA1));

    @Test
    void everyRecordOfTheProtocolHasATypeAndASample() {
        Set<Class<?>> records = Stream.of(PartitionMessage.class, MemberMessage.class)
                .flatMap(FrameTypeTest::recordsOf)
                .collect(Collectors.toSet());

        Set<Class<?>> typed =
                Arrays.stream(FrameType.values()).map(FrameType::record).collect(Collectors.toSet());
        Set<Class<?>> sampled = Stream.concat(Samples.partitionMessages().stream(), Samples.memberMessages().stream())
                .map(Object::getClass)
                .collect(Collectors.toSet());

        assertThat(typed).isEqualTo(records);
        assertThat(sampled).isEqualTo(records);
    }

    @Test
    void everyOperationAndStatusHasANumber() {
        assertThat(CallFrames.OPERATIONS).containsExactlyInAnyOrder(Operation.values());
        assertThat(CallFrames.STATUSES).containsExactlyInAnyOrder(Outcome.Status.values());
    }

    @Test
    void numbersStay() {
        String numbers = Arrays.stream(FrameType.values())
                .map(type -> String.format("%02x %s", type.number(), type))
                .collect(Collectors.joining("\n"));

        assertThat(FrameType.PROTOCOL_VERSION).isEqualTo(7);
        assertThat(numbers).isEqualTo("""
                        01 GET
                        02 ANSWER
                        10 REQUEST
                        11 REPLY
                        20 UPDATE
                        21 UPDATED
                        22 COMMIT
                        23 REPLICATE
                        24 REPLICATED
                        30 RECALL
                        31 RECALLED
                        32 RENEW
                        33 IDLE
                        34 IN_USE
                        35 DROPPED
                        40 PULL
                        41 PULLED
                        42 PULL_KEY
                        43 PULLED_KEY
                        44 SYNCHRONISE
                        45 COMPARE
                        46 COMPARED
                        47 SYNCHRONISED
                        48 RELEASE
                        49 RELEASED
                        4a PULL_PART
                        4b PART
                        4c RELIEVE
                        4d RELIEVED
                        50 SCAN
                        51 KEYS
                        80 QUESTION
                        81 TOLD
                        82 MADE
                        83 TOOK
                        84 OPEN
                        85 LEAVE
                        86 REFUSED
                        87 DRAINED
                        90 HEARTBEAT
                        91 RENEWED
                        92 ENDED
                        93 GONE
                        a0 INSTALLED
                        a1 MISSING
                        a2 EXCHANGED
                        a4 CLEAR
                        a3 STALE""");
        assertThat(CallFrames.OPERATIONS.toString())
                .isEqualTo("[PUT, SET, PUT_IF_ABSENT, REPLACE, REPLACE_IF_EQUAL, REPLACE_IF_VERSION,"
                        + " REMOVE, REMOVE_IF_EQUAL, REMOVE_IF_VERSION, CLAIM, FULFIL, ABANDON, FAIL, RESERVE, RETAIN, RELEASE,"
                        + " TAKE, ADOPT, PURGE, MERGE]");
        assertThat(CallFrames.STATUSES.toString())
                .isEqualTo("[DONE, REFUSED, CLAIMED, RESERVED, LOADER_FAILED, UNKNOWN, REFRACTORY, MOVING]");
    }

    @Test
    @Tag("R106")
    void theLayoutOfAnUpdateStays() {
        var update = new ChainMessage.Update(
                new Key(new byte[] {0x6B}, 0x0123_4567_89AB_CDEFL),
                new Version(VIEW, 300),
                new byte[] {0x76, 0x77},
                new OpId(new MemberId(5), 2),
                1,
                Outcome.done(null, new Version(new ViewId(6, new MemberId(0xB2)), 1)),
                300,
                Version.NONE);

        String frame = hex(Frames.encode(VIEW, 3, 41, update));

        assertThat(frame)
                .isEqualTo(
                        ("20 00" // type, flags
                                        + "0000000000000007 00000000000000a1 00000003 00000029" // view, table,
                                        // partition
                                        + "0123456789abcdef 01 6b" // key
                                        + "00 ac02" // version: of the header's view
                                        + "03 7677" // value
                                        + "0000000000000005 02 01" // call, lowest open sequence
                                        + "00 00 02 0000000000000006 00000000000000b2 01" // outcome: of another view
                                        + "ac02" // left of its life
                                        + "01 00") // closed: none
                                .replace(" ", ""));
    }

    @Test
    @Tag("R87")
    void theLayoutOfAViewStays() {
        View view = new View(
                VIEW,
                List.of(new View.Member(new Peer(new MemberId(0xA1), "a", new Endpoint("h", 80)), VIEW, false, 6)),
                List.of(ViewId.NONE),
                new View.Settings(
                        256,
                        "s",
                        9,
                        List.of(new View.TableSettings(1, "t", VIEW, 2, true, false, true, "m", "k", "v"))));

        String frame = hex(Frames.encode(new ViewMessage.Made(
                new GroupId(4, new MemberId(2)),
                view,
                List.of(new Base(VIEW, List.of(new MemberId(0xA1)))),
                List.of(VIEW))));

        String viewId = "02 0000000000000007 00000000000000a1";
        assertThat(frame)
                .isEqualTo(
                        ("82 00" // type, flags
                                        + "04 0000000000000002" // group
                                        + viewId
                                        + "01 00000000000000a1 01 61 01 68 00000050" // one member: id, name, endpoint
                                        + viewId
                                        + "00 00000006" // in since, leaving, address
                                        + "01 00" // line: no view
                                        + "00000100 01 73 0000000000000009 01" // partitions, strategy, seed, one table
                                        + "00000001 01 74"
                                        + viewId
                                        + "00000002 01 00 01 01 6d 01 6b 01 76" // replicas, copies, restores, strict,
                                        // merge policy, codecs
                                        + "00 00 00 00 00 00 00 00 00 00 01" // no options; keys of major 1
                                        + "00000000 00" // never moved to another major, and does not now
                                        + "01 00 0000 00" // key format, room for more of it; no other major
                                        + "01 00" // may act; no view before it that may
                                        + "01 00000000000000a1"
                                        + viewId // since when its one member is in all that may
                                        + "01"
                                        + viewId
                                        + "01 00000000000000a1 00" // inherited: one base of one member
                                        + "01"
                                        + viewId) // one dead base
                                .replace(" ", ""));
    }

    private static Stream<Class<?>> recordsOf(Class<?> family) {
        return family.isRecord()
                ? Stream.of(family)
                : Arrays.stream(family.getPermittedSubclasses()).flatMap(FrameTypeTest::recordsOf);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
