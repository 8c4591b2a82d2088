package io.asdr.transport;

import io.asdr.spi.MemberId;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What each side says first on a connection, before any frame.
 *
 * <pre>
 *  magic u32 | version u16 | bodyBytes u16 | kind u8 | self u64 | other u64 | cluster u16 + UTF-8 | proof u16 + bytes
 *  '----------- header, for ever ---------' '---------------- body, of this version --------------------------------'
 * </pre>
 *
 * A body may be longer than what this version knows of it. The proof of a secret is empty as yet, and what others send there is ignored.
 *
 * @param self the incarnation that speaks
 * @param other the incarnation that it believes to speak to
 */
record Greeting(Kind kind, MemberId self, MemberId other, String cluster) {

    /** "ASDR". */
    static final int MAGIC = 0x4153_4452;

    static final int VERSION = 1;
    static final int HEADER_BYTES = 8;

    /** The longest greeting, header included. */
    static final int MAX_BYTES = 1024;

    /** The longest cluster name: 255 characters of the longest encoding. */
    static final int MAX_CLUSTER_BYTES = 765;

    private static final int MAX_BODY_BYTES = MAX_BYTES - HEADER_BYTES;

    /** What a greeting asks or answers. */
    enum Kind {
        /** Asks for a connection. */
        CONNECT(1, true),
        /** Asks only whether that incarnation lives here. */
        VERIFY(2, true),
        /** Answers yes. */
        WELCOME(3, false),
        /** Answers no: another protocol version. */
        OTHER_VERSION(4, false),
        /** Answers no: another cluster. */
        OTHER_CLUSTER(5, false),
        /** Answers no: another incarnation lives here. */
        OTHER_MEMBER(6, false),
        /** Answers no: of two members the one with the lower id connects. */
        OTHER_SIDE(7, false);

        private final int code;
        private final boolean asks;

        Kind(int code, boolean asks) {
            this.code = code;
            this.asks = asks;
        }

        /** Whether it is the first greeting of two. */
        boolean asks() {
            return asks;
        }
    }

    /** Writes this greeting. */
    void encode(ByteBuf out) {
        byte[] name = cluster.getBytes(StandardCharsets.UTF_8);
        out.writeInt(MAGIC).writeShort(VERSION);
        out.writeShort(Byte.BYTES + 2 * Long.BYTES + 2 * Short.BYTES + name.length);
        out.writeByte(kind.code);
        out.writeLong(self.incarnation());
        out.writeLong(other.incarnation());
        out.writeShort(name.length);
        out.writeBytes(name);
        out.writeShort(0);
    }

    /**
     * Reads a greeting if all of it is there, else moves nothing and returns null.
     *
     * @throws BadGreetingException as soon as it is clear that this is none, or one of another version
     */
    static @Nullable Greeting decode(ByteBuf in) throws BadGreetingException {
        int start = in.readerIndex();
        if (in.readableBytes() >= Integer.BYTES) {
            int magic = in.getInt(start);
            if (magic != MAGIC) {
                throw BadGreetingException.unknown(String.format("magic %08x, expected %08x", magic, MAGIC));
            }
        }
        if (in.readableBytes() < HEADER_BYTES) {
            return null;
        }
        int version = in.getUnsignedShort(start + 4);
        if (version != VERSION) {
            throw new BadGreetingException("protocol version " + version + ", expected " + VERSION, true);
        }
        int bodyBytes = in.getUnsignedShort(start + 6);
        if (bodyBytes > MAX_BODY_BYTES) {
            throw BadGreetingException.unknown("bodyBytes=" + bodyBytes + " must be at most " + MAX_BODY_BYTES);
        }
        if (in.readableBytes() < HEADER_BYTES + bodyBytes) {
            return null;
        }
        in.skipBytes(HEADER_BYTES);
        return decodeBody(in.readSlice(bodyBytes));
    }

    private static Greeting decodeBody(ByteBuf body) throws BadGreetingException {
        try {
            Kind kind = kind(body.readUnsignedByte());
            var self = new MemberId(body.readLong());
            var other = new MemberId(body.readLong());
            String cluster = body.readCharSequence(body.readUnsignedShort(), StandardCharsets.UTF_8)
                    .toString();
            body.skipBytes(body.readUnsignedShort());
            return new Greeting(kind, self, other, cluster);
        } catch (IndexOutOfBoundsException e) {
            throw BadGreetingException.unknown("a length in the greeting goes beyond its end");
        }
    }

    private static Kind kind(int code) throws BadGreetingException {
        for (Kind kind : Kind.values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw BadGreetingException.unknown("kind=" + code + " must be in 1.." + Kind.values().length);
    }

    /** {@code text} of a stranger's, fit for a log line. */
    static String printable(String text) {
        var line = new StringBuilder();
        text.codePoints()
                .limit(255)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.LINE_SEPARATOR ? '?' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    /** What came first on a connection is no greeting of this version. */
    static final class BadGreetingException extends Exception {

        private static final long serialVersionUID = 1;

        private final boolean spokeOurProtocol;

        private BadGreetingException(String message, boolean spokeOurProtocol) {
            super(message, null, false, false);
            this.spokeOurProtocol = spokeOurProtocol;
        }

        private static BadGreetingException unknown(String message) {
            return new BadGreetingException(message, false);
        }

        /** Whether it was a greeting, though of another version: an answer will be understood. */
        boolean spokeOurProtocol() {
            return spokeOurProtocol;
        }
    }
}
