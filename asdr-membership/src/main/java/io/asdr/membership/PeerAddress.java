package io.asdr.membership;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jgroups.Address;
import org.jgroups.util.ExtendedUUID;

/**
 * A member's metadata, inside its JGroups address: no view can come without the metadata of all its members, because the address is what views are made of.
 *
 * <p>The value has at most 255 bytes: format (u8), incarnation (i64), started (i64, milliseconds since 1970), port (u16), host and name, each with its length (u8) before it. A later
 * format may only append, so a reader takes what it knows and leaves the rest.
 *
 * @param peer what the member told about itself; the name was cut where it did not fit
 * @param startedMillis when it joined, by its own clock: good enough to prefer the older half at a merge, and for nothing else
 */
record PeerAddress(Peer peer, long startedMillis) {

    private static final String KEY = "asdr";
    private static final int FORMAT = 1;
    private static final int MAX_BYTES = 255;
    private static final int FIXED_BYTES = 1 + 8 + 8 + 2 + 1 + 1;
    private static final int LONGEST_CHARACTER_BYTES = 4;
    private static final int MAX_HOST_BYTES = MAX_BYTES - FIXED_BYTES - LONGEST_CHARACTER_BYTES;

    /** A new JGroups address that carries this metadata. */
    ExtendedUUID newAddress() {
        return ExtendedUUID.randomUUID(peer.name()).put(KEY, encoded());
    }

    /** The metadata in {@code address}; empty if it is none of ours. */
    static Optional<PeerAddress> of(Address address) {
        if (!(address instanceof ExtendedUUID extended)) {
            return Optional.empty();
        }
        byte[] value = extended.get(KEY);
        return value == null ? Optional.empty() : decoded(ByteBuffer.wrap(value));
    }

    private byte[] encoded() {
        byte[] host = peer.endpoint().host().getBytes(UTF_8);
        if (host.length > MAX_HOST_BYTES) {
            throw new IllegalArgumentException(
                    "endpoint host='" + peer.endpoint().host() + "' must have at most " + MAX_HOST_BYTES + " bytes");
        }
        byte[] name = fitting(peer.name(), MAX_BYTES - FIXED_BYTES - host.length);
        return ByteBuffer.allocate(FIXED_BYTES + host.length + name.length)
                .put((byte) FORMAT)
                .putLong(peer.id().incarnation())
                .putLong(startedMillis)
                .putShort((short) peer.endpoint().port())
                .put((byte) host.length)
                .put(host)
                .put((byte) name.length)
                .put(name)
                .array();
    }

    private static Optional<PeerAddress> decoded(ByteBuffer in) {
        try {
            if (Byte.toUnsignedInt(in.get()) < FORMAT) {
                return Optional.empty();
            }
            var id = new MemberId(in.getLong());
            long startedMillis = in.getLong();
            int port = Short.toUnsignedInt(in.getShort());
            String host = string(in);
            String name = string(in);
            return Optional.of(new PeerAddress(new Peer(id, name, new Endpoint(host, port)), startedMillis));
        } catch (BufferUnderflowException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static String string(ByteBuffer in) {
        byte[] bytes = new byte[Byte.toUnsignedInt(in.get())];
        in.get(bytes);
        return new String(bytes, UTF_8);
    }

    /** The longest beginning of {@code name} that has at most {@code maxBytes} bytes and ends with a whole character. */
    private static byte[] fitting(String name, int maxBytes) {
        int end = name.length();
        byte[] bytes = name.getBytes(UTF_8);
        while (bytes.length > maxBytes) {
            end = name.offsetByCodePoints(end, -1);
            bytes = name.substring(0, end).getBytes(UTF_8);
        }
        return bytes;
    }
}
