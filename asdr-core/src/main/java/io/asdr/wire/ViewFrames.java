package io.asdr.wire;

import io.asdr.protocol.message.Base;
import io.asdr.protocol.message.ViewMessage.Drained;
import io.asdr.protocol.message.ViewMessage.Made;
import io.asdr.protocol.message.ViewMessage.Open;
import io.asdr.protocol.message.ViewMessage.Question;
import io.asdr.protocol.message.ViewMessage.Refused;
import io.asdr.protocol.message.ViewMessage.Told;
import io.asdr.protocol.message.ViewMessage.Took;
import io.asdr.spi.Endpoint;
import io.asdr.spi.GroupId;
import io.asdr.spi.KeyFormat;
import io.asdr.spi.KeyFormats;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.StrictPast;
import io.asdr.spi.TableOptions;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.List;
import java.util.TreeSet;

/** The layouts of view changes, and of the view itself. */
final class ViewFrames {

    private ViewFrames() {}

    static void writeQuestion(FrameWriter to, Question question) {
        writeGroup(to, question.group());
        to.number(question.round());
    }

    static Question readQuestion(FrameReader from) {
        return new Question(readGroup(from), from.number("round"));
    }

    static void writeTold(FrameWriter to, Told told) {
        writeGroup(to, told.group());
        to.number(told.round());
        to.optional(told.installed(), ViewFrames::writeView);
        to.viewId(told.acted());
        to.list(told.bases(), ViewFrames::writeBase);
        writeSettings(to, told.settings());
        to.flag(told.leaving());
        to.int32(told.address());
    }

    static Told readTold(FrameReader from) {
        return new Told(
                readGroup(from),
                from.number("round"),
                from.optional("installed", ViewFrames::readView),
                from.viewId("acted"),
                from.list("bases", ViewFrames::readBase),
                readSettings(from),
                from.flag("leaving"),
                from.int32("address", 0));
    }

    static void writeMade(FrameWriter to, Made made) {
        writeGroup(to, made.group());
        writeView(to, made.view());
        to.list(made.inherited(), ViewFrames::writeBase);
        to.list(made.dead(), FrameWriter::viewId);
    }

    static Made readMade(FrameReader from) {
        return new Made(
                readGroup(from),
                readView(from),
                from.list("inherited", ViewFrames::readBase),
                from.list("dead", r -> r.viewId("dead")));
    }

    static void writeTook(FrameWriter to, Took took) {
        to.viewId(took.view());
    }

    static Took readTook(FrameReader from) {
        return new Took(from.viewId("view"));
    }

    static void writeOpen(FrameWriter to, Open open) {
        writeTable(to, open.table());
    }

    static Open readOpen(FrameReader from) {
        return new Open(readTable(from));
    }

    static void writeDrained(FrameWriter to, Drained drained) {
        to.viewId(drained.view());
        to.int32(drained.table());
    }

    static Drained readDrained(FrameReader from) {
        return new Drained(from.viewId("view"), from.int32("table", 0));
    }

    static void writeRefused(FrameWriter to, Refused refused) {
        to.string(refused.reason());
        to.flag(refused.keyFormat());
    }

    static Refused readRefused(FrameReader from) {
        return new Refused(from.string("reason"), from.flag("keyFormat"));
    }

    private static void writeGroup(FrameWriter to, GroupId group) {
        to.number(group.number());
        to.member(group.coordinator());
    }

    private static GroupId readGroup(FrameReader from) {
        return new GroupId(from.number("group.number"), from.member("group.coordinator"));
    }

    private static void writeBase(FrameWriter to, Base base) {
        to.viewId(base.id());
        to.list(base.members(), FrameWriter::member);
        to.flag(base.settled());
    }

    private static Base readBase(FrameReader from) {
        ViewId id = from.viewId("base.id");
        List<MemberId> members = from.list("base.members", r -> r.member("base.members"));
        if (members.isEmpty()) {
            throw from.refused("base.members", 0, "must not be empty");
        }
        return new Base(id, members, from.flag("base.settled"));
    }

    private static void writeView(FrameWriter to, View view) {
        to.viewId(view.id());
        to.list(view.members(), ViewFrames::writeMember);
        to.list(view.line(), FrameWriter::viewId);
        writeSettings(to, view.settings());
        to.flag(view.strict().acts());
        to.viewId(view.strict().last());
        to.list(view.strict().members(), ViewFrames::writeSince);
    }

    private static void writeSince(FrameWriter to, StrictPast.Since since) {
        to.member(since.member());
        to.viewId(since.since());
    }

    private static StrictPast.Since readSince(FrameReader from) {
        return new StrictPast.Since(from.member("strict.member"), from.viewId("strict.since"));
    }

    private static View readView(FrameReader from) {
        return new View(
                from.viewId("view.id"),
                from.list("view.members", ViewFrames::readMember),
                from.list("view.line", r -> r.viewId("view.line")),
                readSettings(from),
                new StrictPast(
                        from.flag("strict.acts"),
                        from.viewId("strict.last"),
                        from.list("strict.members", ViewFrames::readSince)));
    }

    private static void writeMember(FrameWriter to, View.Member member) {
        Peer peer = member.peer();
        to.member(peer.id());
        to.string(peer.name());
        to.string(peer.endpoint().host());
        to.int32(peer.endpoint().port());
        to.viewId(member.since());
        to.flag(member.leaving());
        to.int32(member.address());
    }

    private static View.Member readMember(FrameReader from) {
        return new View.Member(
                new Peer(
                        from.member("member.id"),
                        from.string("member.name"),
                        new Endpoint(from.string("member.host"), from.int32("member.port", 0))),
                from.viewId("member.since"),
                from.flag("member.leaving"),
                from.int32("member.address", 1));
    }

    private static void writeSettings(FrameWriter to, View.Settings settings) {
        to.int32(settings.partitionCount());
        to.string(settings.strategy());
        to.int64(settings.seed());
        to.list(settings.tables(), ViewFrames::writeTable);
        to.uint8(settings.keys().format().major());
        to.uint8(settings.keys().format().minor());
        // Room for what later formats say.
        to.uint8(0);
        to.uint8(0);
        to.list(settings.keys().others(), FrameWriter::uint8);
    }

    private static View.Settings readSettings(FrameReader from) {
        return new View.Settings(
                from.int32("settings.partitionCount", 1),
                from.string("settings.strategy"),
                from.int64("settings.seed"),
                from.list("settings.tables", ViewFrames::readTable),
                readKeys(from));
    }

    private static KeyFormats readKeys(FrameReader from) {
        int major = readMajor(from, "keys.major");
        int minor = from.uint8("keys.minor");
        zero(from);
        zero(from);
        List<Integer> others = from.list("keys.others", r -> readMajor(r, "keys.others"));
        if (others.contains(major)) {
            throw from.refused("keys.others", major, "must not be the major itself");
        }
        if (!others.equals(List.copyOf(new TreeSet<>(others)))) {
            throw from.refused("keys.others", others.size(), "majors must be in order");
        }
        return new KeyFormats(new KeyFormat(major, minor), others);
    }

    private static void zero(FrameReader from) {
        int room = from.uint8("keys.room");
        if (room != 0) {
            throw from.refused("keys.room", room, "must be 0");
        }
    }

    private static int readMajor(FrameReader from, String field) {
        int major = from.uint8(field);
        if (major == 0) {
            throw from.refused(field, major, "must be at least 1");
        }
        return major;
    }

    private static void writeTable(FrameWriter to, View.TableSettings table) {
        to.int32(table.id());
        to.string(table.name());
        to.viewId(table.born());
        to.int32(table.replicas());
        to.flag(table.coherentCopies());
        to.flag(table.restoreFromCopies());
        to.flag(table.strict());
        to.string(table.mergePolicy());
        to.string(table.keyCodec());
        to.string(table.valueCodec());
        writeOptions(to, table.options());
        to.uint8(table.keyMajor());
        to.int32(table.keyMoves());
        to.uint8(table.movingFrom());
    }

    private static void writeOptions(FrameWriter to, TableOptions options) {
        to.number(options.timeToLiveNanos());
        to.number(options.maxIdleNanos());
        to.number(options.refractoryNanos());
        to.number(options.maxEntries());
        to.number(options.maxCopies());
        to.flag(options.refresh());
        to.flag(options.eventualCopies());
        to.number(options.replicationNanos());
        to.flag(options.affinity());
        to.list(options.pins(), FrameWriter::string);
    }

    private static TableOptions readOptions(FrameReader from) {
        return new TableOptions(
                from.nanos("options.timeToLive"),
                from.nanos("options.maxIdle"),
                from.nanos("options.refractory"),
                from.nanos("options.maxEntries"),
                from.nanos("options.maxCopies"),
                from.flag("options.refresh"),
                from.flag("options.eventualCopies"),
                from.nanos("options.replication"),
                from.flag("options.affinity"),
                from.list("options.pins", r -> r.string("options.pins")));
    }

    private static View.TableSettings readTable(FrameReader from) {
        return new View.TableSettings(
                from.int32("table.id", 0),
                from.string("table.name"),
                from.viewId("table.born"),
                from.int32("table.replicas", 0),
                from.flag("table.coherentCopies"),
                from.flag("table.restoreFromCopies"),
                from.flag("table.strict"),
                from.string("table.mergePolicy"),
                from.string("table.keyCodec"),
                from.string("table.valueCodec"),
                readOptions(from),
                readMajor(from, "table.keyMajor"),
                from.int32("table.keyMoves", 0),
                from.uint8("table.movingFrom"));
    }
}
