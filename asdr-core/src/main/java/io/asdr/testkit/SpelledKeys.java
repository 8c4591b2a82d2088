package io.asdr.testkit;

import io.asdr.CodecException;
import io.asdr.KeyConverter;
import io.asdr.codec.Codec;
import io.asdr.codec.Sink;
import io.asdr.codec.Source;
import java.nio.charset.StandardCharsets;

/** Strings as keys in several majors: each spells them in a way of its own. */
public final class SpelledKeys {

    private SpelledKeys() {}

    /** How members of that major encode keys. */
    public static Codec<String> codec(int major) {
        return major == 1 ? Codec.of(String.class) : new Backwards(major);
    }

    /** Lets members of the major {@code own} read and write keys of {@code other}. */
    public static KeyConverter converter(int own, int other) {
        Codec<String> ours = codec(own);
        Codec<String> theirs = codec(other);
        return new KeyConverter() {
            @Override
            public int otherMajor() {
                return other;
            }

            @Override
            public byte[] toOther(String table, byte[] key) {
                return theirs.toBytes(ours.fromBytes(key));
            }

            @Override
            public byte[] fromOther(String table, byte[] key) {
                return ours.toBytes(theirs.fromBytes(key));
            }
        };
    }

    /** A short key that is encoded in the first major or in a {@code major} of more than its length. */
    static String text(byte[] key, int major) {
        return codec(key[0] == major ? major : 1).fromBytes(key);
    }

    /** The major, then the characters from the last to the first. */
    private record Backwards(int major) implements Codec<String> {

        @Override
        public void encode(String value, Sink sink) {
            sink.writeByte(major);
            sink.writeBytes(reversed(value).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String decode(Source source) {
            int found = source.readByte();
            if (found != major) {
                throw new CodecException("a key of major " + found + " was given to a member of major " + major);
            }
            return reversed(new String(source.readBytes(source.remaining()), StandardCharsets.UTF_8));
        }

        @Override
        public String id() {
            return "backwards-" + major;
        }

        @Override
        public boolean isIdentity() {
            return true;
        }

        private static String reversed(String text) {
            return new StringBuilder(text).reverse().toString();
        }
    }
}
