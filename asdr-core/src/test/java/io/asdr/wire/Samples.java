package io.asdr.wire;

import io.asdr.protocol.message.Base;
import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.ChainMessage;
import io.asdr.protocol.message.ContractMessage;
import io.asdr.protocol.message.ExchangeMessage;
import io.asdr.protocol.message.HandoverMessage;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.LeaseMessage;
import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.message.OpId;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.Outcome;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.protocol.message.ScanMessage;
import io.asdr.protocol.message.ViewMessage;
import io.asdr.spi.Endpoint;
import io.asdr.spi.GroupId;
import io.asdr.spi.KeyFormat;
import io.asdr.spi.KeyFormats;
import io.asdr.spi.MemberId;
import io.asdr.spi.MemberStatus;
import io.asdr.spi.Peer;
import io.asdr.spi.TableOptions;
import io.asdr.spi.Version;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** At least one message of every record, most of them with a plain one, an empty one and one with the most that fits. */
final class Samples {

    /** The view in the header of every frame that {@link #frames()} makes. */
    static final ViewId VIEW = new ViewId(7, new MemberId(0xA1));

    static final int TABLE = 3;
    static final int PARTITION = 41;

    private static final ViewId OTHER_VIEW = new ViewId(6, new MemberId(-1));
    private static final ViewId LAST_VIEW = new ViewId(Long.MAX_VALUE, new MemberId(Long.MIN_VALUE));
    private static final Version VERSION = new Version(VIEW, 300);
    private static final Version LAST_VERSION = new Version(LAST_VIEW, Long.MAX_VALUE);
    private static final byte[] VALUE = {1, 2, 3};
    private static final byte[] EMPTY = {};
    private static final Key KEY = new Key(new byte[] {9, 8}, 0x0123_4567_89AB_CDEFL);
    private static final Key EMPTY_KEY = new Key(EMPTY, -1);
    private static final Key LONG_KEY = new Key(new byte[200], Long.MIN_VALUE);
    private static final OpId CALL = new OpId(new MemberId(5), 77);
    private static final OpId LAST_CALL = new OpId(new MemberId(-5), Long.MAX_VALUE);
    private static final GroupId GROUP = new GroupId(4, new MemberId(2));

    private Samples() {}

    static List<PartitionMessage> partitionMessages() {
        List<PartitionMessage> samples = new ArrayList<>();
        samples.add(new ReadMessage.Get(1, KEY, false, true));
        samples.add(new ReadMessage.Get(Long.MAX_VALUE, EMPTY_KEY, true, true));
        samples.add(new ReadMessage.Get(-1, LONG_KEY, false, false));
        samples.add(new ReadMessage.Answer(1, VALUE, VERSION, true, 0));
        samples.add(new ReadMessage.Answer(0, null, Version.NONE, false, 0));
        samples.add(new ReadMessage.Answer(128, EMPTY, LAST_VERSION, false, Long.MAX_VALUE));

        for (Operation operation : Operation.values()) {
            samples.add(new CallMessage.Request(5, 3, VIEW, operation, KEY, VALUE, EMPTY, VERSION, 2, 0));
        }
        samples.add(new CallMessage.Request(
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                ViewId.NONE,
                Operation.SET,
                KEY,
                null,
                null,
                Version.NONE,
                Long.MAX_VALUE,
                Long.MAX_VALUE));
        for (Outcome.Status status : Outcome.Status.values()) {
            samples.add(new CallMessage.Reply(9, new Outcome(status, VALUE, VERSION)));
        }
        samples.add(new CallMessage.Reply(0, Outcome.UNKNOWN));
        samples.add(new CallMessage.Reply(-9, Outcome.refused(EMPTY, LAST_VERSION)));

        samples.add(
                new ChainMessage.Update(KEY, VERSION, VALUE, CALL, 70, Outcome.done(null, VERSION), 5, Version.NONE));
        samples.add(new ChainMessage.Update(
                EMPTY_KEY,
                LAST_VERSION,
                null,
                LAST_CALL,
                Long.MAX_VALUE,
                Outcome.UNKNOWN,
                Long.MAX_VALUE,
                new Version(OTHER_VIEW, 1)));
        samples.add(new ChainMessage.Updated(VERSION));
        samples.add(new ChainMessage.Updated(Version.NONE));
        samples.add(new ChainMessage.Updated(new Version(VIEW, 0)));
        samples.add(new ChainMessage.Updated(new Version(ViewId.NONE, 1)));
        samples.add(new ChainMessage.Commit(VERSION, List.of()));
        samples.add(new ChainMessage.Commit(
                Version.NONE,
                List.of(
                        new ChainMessage.Committed(KEY, VERSION),
                        new ChainMessage.Committed(EMPTY_KEY, LAST_VERSION))));
        samples.add(new ChainMessage.Replicate(4, List.of(new HandoverMessage.KeyRecord(KEY, null, VERSION, null, 0))));
        samples.add(new ChainMessage.Replicated(4));
        samples.add(new ContractMessage.Recall(KEY, VERSION));
        samples.add(new ContractMessage.Recalled(LAST_VERSION));
        samples.add(new ContractMessage.Renew(List.of(
                new ContractMessage.Renewal(KEY, VERSION), new ContractMessage.Renewal(EMPTY_KEY, Version.NONE))));
        samples.add(new ContractMessage.Idle(3, List.of(KEY)));
        samples.add(new ContractMessage.Dropped(List.of(KEY, LONG_KEY), 12));
        samples.add(new ContractMessage.InUse(3, List.of()));

        addHandover(samples);

        samples.add(new ScanMessage.Scan(1, null, 0));
        samples.add(new ScanMessage.Scan(2, KEY, Integer.MAX_VALUE));
        samples.add(new ScanMessage.Keys(2, List.of(), 0, false));
        samples.add(new ScanMessage.Keys(2, List.of(KEY, EMPTY_KEY, LONG_KEY), Long.MAX_VALUE, true));
        samples.add(new ScanMessage.Keys(2, Collections.nCopies(1_000, KEY), 1_000, true));
        return samples;
    }

    private static void addHandover(List<PartitionMessage> samples) {
        var pending = new HandoverMessage.PendingRecord(VERSION, VALUE, CALL, 3, Outcome.done(VALUE, VERSION), 300);
        var removal =
                new HandoverMessage.PendingRecord(LAST_VERSION, null, LAST_CALL, Long.MAX_VALUE, Outcome.UNKNOWN, 0);
        var records = List.of(
                new HandoverMessage.KeyRecord(KEY, VALUE, VERSION, pending, 1),
                new HandoverMessage.KeyRecord(EMPTY_KEY, null, Version.NONE, removal, 0),
                new HandoverMessage.KeyRecord(LONG_KEY, EMPTY, LAST_VERSION, null, Long.MAX_VALUE));
        var log = new HandoverMessage.CallLog(
                OTHER_VIEW,
                List.of(new HandoverMessage.CallerMark(new MemberId(1), 1)),
                List.of(
                        new HandoverMessage.CallRecord(CALL, Outcome.UNKNOWN),
                        new HandoverMessage.CallRecord(LAST_CALL, Outcome.done(VALUE, VERSION))));
        var emptyLog = new HandoverMessage.CallLog(ViewId.NONE, List.of(), List.of());
        var listed =
                List.of(new HandoverMessage.Listed(KEY, VERSION), new HandoverMessage.Listed(EMPTY_KEY, Version.NONE));

        samples.add(new HandoverMessage.Pull(1, 0));
        samples.add(new HandoverMessage.Pull(Long.MAX_VALUE, Integer.MAX_VALUE));
        samples.add(new HandoverMessage.Pulled(1, 0, 12, records, log));
        samples.add(new HandoverMessage.Pulled(1, 12, -1, List.of(), null));
        samples.add(new HandoverMessage.PullKey(1, KEY));
        samples.add(new HandoverMessage.PulledKey(1, records.get(0)));
        samples.add(new HandoverMessage.PulledKey(1, records.get(2)));
        samples.add(new HandoverMessage.PullPart(1, 0));
        samples.add(new HandoverMessage.PullPart(Long.MAX_VALUE, Integer.MAX_VALUE));
        samples.add(new HandoverMessage.Part(1, 0, 12, VIEW, LAST_VIEW, records, log));
        samples.add(new HandoverMessage.Part(1, 12, -1, ViewId.NONE, OTHER_VIEW, List.of(), null));
        samples.add(new HandoverMessage.Synchronise(Long.MAX_VALUE));
        samples.add(new HandoverMessage.Compare(1, 0, List.of()));
        samples.add(new HandoverMessage.Compare(1, -1, List.of(KEY, LONG_KEY)));
        samples.add(new HandoverMessage.Compared(1, 0, 2, listed, records, emptyLog));
        samples.add(new HandoverMessage.Compared(1, -1, -1, List.of(), List.of(), null));
        samples.add(new HandoverMessage.Synchronised(0));
        samples.add(new HandoverMessage.Release());
        samples.add(new HandoverMessage.Released());
        samples.add(new HandoverMessage.Relieve());
        samples.add(new HandoverMessage.Relieved());
    }

    static List<MemberMessage> memberMessages() {
        var settings = new View.Settings(
                View.Settings.MAX_PARTITIONS,
                "ring",
                Long.MIN_VALUE,
                List.of(
                        new View.TableSettings(
                                1, "prices", VIEW, 2, true, false, false, "newest-entry", "string", "bytes"),
                        new View.TableSettings(
                                2,
                                "limited",
                                VIEW,
                                2,
                                true,
                                false,
                                false,
                                "newest-entry",
                                "string",
                                "bytes",
                                new TableOptions(1, Long.MAX_VALUE, 3, 4, 5, true, true, 6, true, List.of("a", "b"))),
                        new View.TableSettings(
                                Integer.MAX_VALUE, "Grüße", ViewId.NONE, 0, false, true, true, "larger-side", "", ""),
                        new View.TableSettings(
                                        3, "moved", VIEW, 2, true, false, false, "newest-entry", "string", "bytes")
                                .inFormat(255)),
                new KeyFormats(new KeyFormat(255, 255), List.of(1, 254)));
        var noTables = new View.Settings(1, "", 0, List.of());
        var view = new View(
                LAST_VIEW,
                List.of(
                        new View.Member(new Peer(new MemberId(1), "a", new Endpoint("::1", 65_535)), VIEW, false, 1),
                        new View.Member(
                                new Peer(new MemberId(-1), "b", new Endpoint("b.local", 0)),
                                LAST_VIEW,
                                true,
                                Integer.MAX_VALUE)),
                List.of(VIEW, OTHER_VIEW, ViewId.NONE),
                settings);
        var smallView = new View(VIEW, List.of(view.members().get(0)), List.of(), noTables);

        var bases = List.of(
                new Base(VIEW, List.of(new MemberId(1), new MemberId(-1))),
                new Base(LAST_VIEW, List.of(new MemberId(3)), true));

        List<MemberMessage> samples = new ArrayList<>();
        samples.add(new ViewMessage.Question(GROUP, 8));
        samples.add(new ViewMessage.Question(new GroupId(Long.MAX_VALUE, new MemberId(-1)), Long.MAX_VALUE));
        samples.add(new ViewMessage.Told(GROUP, 8, null, ViewId.NONE, List.of(), noTables, false, 0));
        samples.add(new ViewMessage.Told(GROUP, 8, view, OTHER_VIEW, bases, settings, true, Integer.MAX_VALUE));
        samples.add(new ViewMessage.Made(GROUP, view, bases, List.of(VIEW, LAST_VIEW)));
        samples.add(new ViewMessage.Made(GROUP, smallView, List.of(), List.of()));
        samples.add(new ViewMessage.Took(VIEW));
        samples.add(new ViewMessage.Took(ViewId.NONE));
        samples.add(new ViewMessage.Open(settings.tables().get(0)));
        samples.add(new ViewMessage.Drained(VIEW, 7));
        samples.add(new ViewMessage.Leave());
        samples.add(new ViewMessage.Refused("", false));
        samples.add(new ViewMessage.Refused("x".repeat(FrameWriter.MAX_STRING_BYTES), false));
        samples.add(new ViewMessage.Refused("the partition count is not 256 \uD83D\uDE00", true));
        samples.add(new LeaseMessage.Heartbeat(VIEW, 1, MemberStatus.NONE));
        samples.add(new LeaseMessage.Heartbeat(
                LAST_VIEW, 1, new MemberStatus(100, 4_096, 70_000, 1_000_000, Long.MAX_VALUE, Long.MAX_VALUE)));
        samples.add(new LeaseMessage.Renewed(LAST_VIEW, Long.MAX_VALUE, true, false));
        samples.add(new LeaseMessage.Ended());
        samples.add(new LeaseMessage.Gone(new MemberId(-2)));

        var claims = List.of(new ExchangeMessage.ClaimHeld(KEY, 1), new ExchangeMessage.ClaimHeld(EMPTY_KEY, -1));
        samples.add(new ExchangeMessage.Installed(VIEW, false, false, List.of()));
        samples.add(new ExchangeMessage.Installed(
                VIEW,
                true,
                true,
                List.of(
                        new ExchangeMessage.Offer(0, 0, false, 0, List.of(), ViewId.NONE),
                        new ExchangeMessage.Offer(
                                Integer.MAX_VALUE, Integer.MAX_VALUE, true, Integer.MAX_VALUE, claims, LAST_VIEW))));
        samples.add(new ExchangeMessage.Clear(LAST_VIEW));
        samples.add(new ExchangeMessage.Missing(VIEW));
        samples.add(new ExchangeMessage.Exchanged(VIEW, true));
        samples.add(new ExchangeMessage.Stale(LAST_VIEW));
        return samples;
    }

    /** All samples as frames. */
    static List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        for (PartitionMessage message : partitionMessages()) {
            frames.add(Frames.encode(VIEW, TABLE, PARTITION, message));
        }
        for (MemberMessage message : memberMessages()) {
            frames.add(Frames.encode(message));
        }
        return frames;
    }
}
