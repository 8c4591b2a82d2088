package io.asdr.wire;

import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one frame. Every length is held against what is left of the frame before anything is allocated, and each value is taken in its one encoding only. */
final class FrameReader {

    /** How many places a list gets before its elements have come. */
    private static final int FIRST_PLACES = 16;

    private final ByteBuffer frame;
    private String within = "frame";
    private ViewId headerView = ViewId.NONE;

    /** Reads what remains of {@code frame} without changing its position. */
    FrameReader(ByteBuffer frame) {
        this.frame = frame.slice(); // big-endian, whatever the order of the other is
    }

    /** Names what is being read, for messages. */
    void enter(String type) {
        within = type;
    }

    /** From here on {@code view} is not written out; where it stands, this very object is given back. */
    void relateTo(ViewId view) {
        headerView = view;
    }

    int uint8(String field) {
        require(field, 1);
        return frame.get() & 0xff;
    }

    boolean flag(String field) {
        int value = uint8(field);
        if (value > 1) {
            throw refused(field, value, "must be 0 or 1");
        }
        return value == 1;
    }

    int int32(String field, int least) {
        require(field, Integer.BYTES);
        int value = frame.getInt();
        if (value < least) {
            throw refused(field, value, "must be at least " + least);
        }
        return value;
    }

    long int64(String field) {
        require(field, Long.BYTES);
        return frame.getLong();
    }

    /** A duration, or a count of something: not negative. */
    long nanos(String field) {
        long value = number(field);
        if (value < 0) {
            throw refused(field, value, "must not be negative");
        }
        return value;
    }

    long number(String field) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = uint8(field);
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0 || shift == 63 && next > 1) {
                    throw refused(field, value, "must be 64 bits in as few bytes as they take");
                }
                return value;
            }
        }
        throw refused(field, value, "must not have more than 10 bytes");
    }

    long natural(String field) {
        long value = number(field);
        if (value < 0) {
            throw refused(field, value, "must not be negative");
        }
        return value;
    }

    byte[] bytes(String field) {
        return raw(size(field, number(field)));
    }

    byte @Nullable [] nullableBytes(String field) {
        long marker = number(field);
        return marker == 0 ? null : raw(size(field, marker - 1));
    }

    String string(String field) {
        int length = size(field, number(field));
        if (length > FrameWriter.MAX_STRING_BYTES) {
            throw refused(field + ".size", length, "must be at most " + FrameWriter.MAX_STRING_BYTES);
        }
        ByteBuffer utf8 = frame.slice(frame.position(), length);
        frame.position(frame.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new FrameException(within + "." + field + " of " + length + " bytes must be UTF-8", e);
        }
    }

    /** One of {@code values}, by its place among them. */
    <T> T oneOf(String field, List<T> values) {
        int place = uint8(field);
        if (place >= values.size()) {
            throw refused(field, place, "must be less than " + values.size());
        }
        return values.get(place);
    }

    <T> List<T> list(String field, Function<FrameReader, T> element) {
        int count = size(field, number(field)); // each element has a byte at least
        List<T> values = new ArrayList<>(Math.min(count, FIRST_PLACES));
        for (int i = 0; i < count; i++) {
            values.add(element.apply(this));
        }
        return values;
    }

    <T> @Nullable T optional(String field, Function<FrameReader, T> present) {
        return flag(field) ? present.apply(this) : null;
    }

    MemberId member(String field) {
        return new MemberId(int64(field));
    }

    Key key(String field) {
        long hash = int64(field);
        return new Key(bytes(field), hash);
    }

    ViewId fullViewId(String field) {
        long epoch = int64(field);
        MemberId creator = member(field);
        if (epoch < 0) {
            throw refused(field, epoch, "must not have a negative epoch");
        }
        return new ViewId(epoch, creator);
    }

    ViewId viewId(String field) {
        int form = uint8(field);
        return switch (form) {
            case FrameWriter.HEADER_VIEW -> headerView;
            case FrameWriter.NO_VIEW -> inShort(field, ViewId.NONE, headerView.equals(ViewId.NONE));
            case FrameWriter.OTHER_VIEW -> {
                ViewId view = fullViewId(field);
                yield inShort(field, view, view.equals(headerView) || view.equals(ViewId.NONE));
            }
            default -> throw refused(field, form, "must be a form of a view id, 0 to 2");
        };
    }

    Version version(String field) {
        ViewId view = viewId(field);
        long counter = natural(field);
        return counter == 0 && view.equals(ViewId.NONE) ? Version.NONE : new Version(view, counter);
    }

    /** Nothing may be left. */
    void end() {
        if (frame.hasRemaining()) {
            throw refused("rest", frame.remaining(), "bytes must not follow the last field");
        }
    }

    FrameException refused(String field, long value, String rule) {
        return new FrameException(within + "." + field + "=" + value + " " + rule);
    }

    private ViewId inShort(String field, ViewId view, boolean hasShorterForm) {
        if (hasShorterForm) {
            throw new FrameException(within + "." + field + "=" + view + " must be written in its shortest form");
        }
        return view;
    }

    private int size(String field, long size) {
        if (size < 0 || size > frame.remaining()) {
            throw refused(field + ".size", size, "must be in 0.." + frame.remaining() + ", what is left of the frame");
        }
        return (int) size;
    }

    private byte[] raw(int length) {
        byte[] copy = new byte[length];
        frame.get(copy);
        return copy;
    }

    private void require(String field, int count) {
        if (frame.remaining() < count) {
            throw new FrameException(
                    within + "." + field + " needs " + count + " bytes, " + frame.remaining() + " are left");
        }
    }
}
