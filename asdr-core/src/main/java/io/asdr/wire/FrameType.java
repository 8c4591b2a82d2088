package io.asdr.wire;

import io.asdr.protocol.message.CallMessage;
import io.asdr.protocol.message.ChainMessage;
import io.asdr.protocol.message.ContractMessage;
import io.asdr.protocol.message.ExchangeMessage;
import io.asdr.protocol.message.HandoverMessage;
import io.asdr.protocol.message.LeaseMessage;
import io.asdr.protocol.message.PartitionMessage;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.protocol.message.ScanMessage;
import io.asdr.protocol.message.ViewMessage;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every message that can travel: its number in a frame, its record, and what writes and reads its fields.
 *
 * <p>The fields of a record follow each other in the order in which it declares them:
 *
 * <pre>
 * int                    i32
 * long                   a number: 1 to 10 bytes, seven bits each, the lowest first; no more bytes than needed
 * hash, member           i64
 * boolean, enum          u8
 * key                    hash, length as a number, bytes
 * value                  length + 1 as a number, bytes; 0 if null
 * string                 length as a number, at most 65,536 bytes of UTF-8
 * list                   count as a number, elements
 * optional record        u8 0, or u8 1 and the record
 * view id                u8 0: that of the frame's header (without one: NONE); u8 1: NONE; u8 2: epoch i64, creator i64
 * version                view id, counter as a number
 * </pre>
 */
// Immutable: the functions are references to methods without state.
@SuppressWarnings("ImmutableEnumChecker")
public enum FrameType {
    GET(0x01, ReadMessage.Get.class, ReadFrames::writeGet, ReadFrames::readGet),
    ANSWER(0x02, ReadMessage.Answer.class, ReadFrames::writeAnswer, ReadFrames::readAnswer),

    REQUEST(0x10, CallMessage.Request.class, CallFrames::writeRequest, CallFrames::readRequest),
    REPLY(0x11, CallMessage.Reply.class, CallFrames::writeReply, CallFrames::readReply),

    UPDATE(0x20, ChainMessage.Update.class, ChainFrames::writeUpdate, ChainFrames::readUpdate),
    UPDATED(0x21, ChainMessage.Updated.class, ChainFrames::writeUpdated, ChainFrames::readUpdated),
    COMMIT(0x22, ChainMessage.Commit.class, ChainFrames::writeCommit, ChainFrames::readCommit),
    REPLICATE(0x23, ChainMessage.Replicate.class, ChainFrames::writeReplicate, ChainFrames::readReplicate),
    REPLICATED(0x24, ChainMessage.Replicated.class, ChainFrames::writeReplicated, ChainFrames::readReplicated),

    RECALL(0x30, ContractMessage.Recall.class, ContractFrames::writeRecall, ContractFrames::readRecall),
    RECALLED(0x31, ContractMessage.Recalled.class, ContractFrames::writeRecalled, ContractFrames::readRecalled),
    RENEW(0x32, ContractMessage.Renew.class, ContractFrames::writeRenew, ContractFrames::readRenew),
    IDLE(0x33, ContractMessage.Idle.class, ContractFrames::writeIdle, ContractFrames::readIdle),
    IN_USE(0x34, ContractMessage.InUse.class, ContractFrames::writeInUse, ContractFrames::readInUse),
    DROPPED(0x35, ContractMessage.Dropped.class, ContractFrames::writeDropped, ContractFrames::readDropped),

    PULL(0x40, HandoverMessage.Pull.class, HandoverFrames::writePull, HandoverFrames::readPull),
    PULLED(0x41, HandoverMessage.Pulled.class, HandoverFrames::writePulled, HandoverFrames::readPulled),
    PULL_KEY(0x42, HandoverMessage.PullKey.class, HandoverFrames::writePullKey, HandoverFrames::readPullKey),
    PULLED_KEY(0x43, HandoverMessage.PulledKey.class, HandoverFrames::writePulledKey, HandoverFrames::readPulledKey),
    SYNCHRONISE(
            0x44, HandoverMessage.Synchronise.class, HandoverFrames::writeSynchronise, HandoverFrames::readSynchronise),
    COMPARE(0x45, HandoverMessage.Compare.class, HandoverFrames::writeCompare, HandoverFrames::readCompare),
    COMPARED(0x46, HandoverMessage.Compared.class, HandoverFrames::writeCompared, HandoverFrames::readCompared),
    SYNCHRONISED(
            0x47,
            HandoverMessage.Synchronised.class,
            HandoverFrames::writeSynchronised,
            HandoverFrames::readSynchronised),
    RELEASE(0x48, new HandoverMessage.Release()),
    RELEASED(0x49, new HandoverMessage.Released()),

    PULL_PART(0x4a, HandoverMessage.PullPart.class, HandoverFrames::writePullPart, HandoverFrames::readPullPart),
    PART(0x4b, HandoverMessage.Part.class, HandoverFrames::writePart, HandoverFrames::readPart),

    RELIEVE(0x4c, new HandoverMessage.Relieve()),
    RELIEVED(0x4d, new HandoverMessage.Relieved()),

    SCAN(0x50, ScanMessage.Scan.class, ScanFrames::writeScan, ScanFrames::readScan),
    KEYS(0x51, ScanMessage.Keys.class, ScanFrames::writeKeys, ScanFrames::readKeys),

    QUESTION(0x80, ViewMessage.Question.class, ViewFrames::writeQuestion, ViewFrames::readQuestion),
    TOLD(0x81, ViewMessage.Told.class, ViewFrames::writeTold, ViewFrames::readTold),
    MADE(0x82, ViewMessage.Made.class, ViewFrames::writeMade, ViewFrames::readMade),
    TOOK(0x83, ViewMessage.Took.class, ViewFrames::writeTook, ViewFrames::readTook),
    OPEN(0x84, ViewMessage.Open.class, ViewFrames::writeOpen, ViewFrames::readOpen),
    LEAVE(0x85, new ViewMessage.Leave()),
    REFUSED(0x86, ViewMessage.Refused.class, ViewFrames::writeRefused, ViewFrames::readRefused),
    DRAINED(0x87, ViewMessage.Drained.class, ViewFrames::writeDrained, ViewFrames::readDrained),

    HEARTBEAT(0x90, LeaseMessage.Heartbeat.class, LeaseFrames::writeHeartbeat, LeaseFrames::readHeartbeat),
    RENEWED(0x91, LeaseMessage.Renewed.class, LeaseFrames::writeRenewed, LeaseFrames::readRenewed),
    ENDED(0x92, new LeaseMessage.Ended()),
    GONE(0x93, LeaseMessage.Gone.class, LeaseFrames::writeGone, LeaseFrames::readGone),

    INSTALLED(0xa0, ExchangeMessage.Installed.class, ExchangeFrames::writeInstalled, ExchangeFrames::readInstalled),
    MISSING(0xa1, ExchangeMessage.Missing.class, ExchangeFrames::writeMissing, ExchangeFrames::readMissing),
    EXCHANGED(0xa2, ExchangeMessage.Exchanged.class, ExchangeFrames::writeExchanged, ExchangeFrames::readExchanged),
    CLEAR(0xa4, ExchangeMessage.Clear.class, ExchangeFrames::writeClear, ExchangeFrames::readClear),
    STALE(0xa3, ExchangeMessage.Stale.class, ExchangeFrames::writeStale, ExchangeFrames::readStale);

    /** Changes whenever a number or a layout does; members of different versions don't talk to each other. */
    public static final int PROTOCOL_VERSION = 7;

    private static final Map<Class<?>, FrameType> BY_RECORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(type -> type.record, type -> type));
    private static final @Nullable FrameType[] BY_NUMBER = new @Nullable FrameType[256];

    static {
        for (FrameType type : values()) {
            BY_NUMBER[type.number] = type;
        }
    }

    private final int number;
    private final Class<? extends Record> record;
    private final BiConsumer<FrameWriter, Object> writer;
    private final Function<FrameReader, ? extends Record> reader;

    <M extends Record> FrameType(
            int number, Class<M> record, BiConsumer<FrameWriter, M> writer, Function<FrameReader, M> reader) {
        this.number = number;
        this.record = record;
        this.writer = (to, message) -> writer.accept(to, record.cast(message));
        this.reader = reader;
    }

    /** A message without fields. */
    FrameType(int number, Record only) {
        this.number = number;
        this.record = only.getClass();
        this.writer = (to, message) -> {};
        this.reader = from -> only;
    }

    static FrameType of(Object message) {
        FrameType type = BY_RECORD.get(message.getClass());
        if (type == null) {
            throw new IllegalArgumentException("message=" + message + " has no frame type");
        }
        return type;
    }

    static FrameType of(int number) {
        FrameType type = BY_NUMBER[number];
        if (type == null) {
            throw new FrameException("type=" + number + " is unknown");
        }
        return type;
    }

    int number() {
        return number;
    }

    Class<? extends Record> record() {
        return record;
    }

    boolean isAboutPartition() {
        return PartitionMessage.class.isAssignableFrom(record);
    }

    void write(FrameWriter to, Object message) {
        writer.accept(to, message);
    }

    /** Reads the fields, which must take all that is left. */
    Record read(FrameReader from) {
        Record message;
        try {
            message = reader.apply(from);
        } catch (FrameException e) {
            throw e;
        } catch (RuntimeException e) {
            // Records check themselves: what they refuse came from outside, and must not end the thread that reads.
            throw new FrameException(name() + ": " + e.getMessage(), e);
        }
        from.end();
        return message;
    }
}
