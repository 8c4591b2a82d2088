package io.asdr.wire;

import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the fields of one frame. Each frame is written twice: first without an array, to learn its length, then into one that fits. */
final class FrameWriter {

    /** The longest string, in bytes. */
    static final int MAX_STRING_BYTES = 65_536;

    static final int HEADER_VIEW = 0;
    static final int NO_VIEW = 1;
    static final int OTHER_VIEW = 2;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final ViewId headerView;
    private final byte @Nullable [] bytes;
    private long length;

    private FrameWriter(ViewId headerView, byte @Nullable [] bytes) {
        this.headerView = headerView;
        this.bytes = bytes;
    }

    /**
     * What {@code fields} writes, in an array that it fills.
     *
     * @param headerView the view that needs no writing out
     */
    static byte[] frame(ViewId headerView, Consumer<FrameWriter> fields) {
        FrameWriter measuring = new FrameWriter(headerView, null);
        fields.accept(measuring);
        if (measuring.length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("frameBytes=" + measuring.length + " can't be held by one array");
        }
        byte[] bytes = new byte[(int) measuring.length];
        fields.accept(new FrameWriter(headerView, bytes));
        return bytes;
    }

    void uint8(int value) {
        if (bytes != null) {
            bytes[(int) length] = (byte) value;
        }
        length++;
    }

    void flag(boolean value) {
        uint8(value ? 1 : 0);
    }

    void int32(int value) {
        if (bytes != null) {
            INT.set(bytes, (int) length, value);
        }
        length += Integer.BYTES;
    }

    void int64(long value) {
        if (bytes != null) {
            LONG.set(bytes, (int) length, value);
        }
        length += Long.BYTES;
    }

    /** Any long, small ones in few bytes; a negative one takes 10. */
    void number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            uint8((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        uint8((int) rest);
    }

    void bytes(byte[] value) {
        number(value.length);
        raw(value);
    }

    void nullableBytes(byte @Nullable [] value) {
        if (value == null) {
            number(0);
        } else {
            number(value.length + 1L);
            raw(value);
        }
    }

    /** Lone surrogates are not kept. */
    void string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAX_STRING_BYTES) {
            throw new IllegalArgumentException("string of " + utf8.length + " bytes: the most is " + MAX_STRING_BYTES);
        }
        bytes(utf8);
    }

    /** One of {@code values}, by its place among them. */
    <T> void oneOf(List<T> values, T value) {
        uint8(values.indexOf(value));
    }

    <T> void list(List<T> values, BiConsumer<FrameWriter, T> element) {
        number(values.size());
        for (T value : values) {
            element.accept(this, value);
        }
    }

    <T> void optional(@Nullable T value, BiConsumer<FrameWriter, T> present) {
        flag(value != null);
        if (value != null) {
            present.accept(this, value);
        }
    }

    void member(MemberId member) {
        int64(member.incarnation());
    }

    void key(Key key) {
        int64(key.hash());
        bytes(key.bytes());
    }

    void fullViewId(ViewId view) {
        int64(view.epoch());
        member(view.creator());
    }

    void viewId(ViewId view) {
        if (view.equals(headerView)) {
            uint8(HEADER_VIEW);
        } else if (view.equals(ViewId.NONE)) {
            uint8(NO_VIEW);
        } else {
            uint8(OTHER_VIEW);
            fullViewId(view);
        }
    }

    void version(Version version) {
        viewId(version.view());
        number(version.counter());
    }

    private void raw(byte[] value) {
        if (bytes != null) {
            System.arraycopy(value, 0, bytes, (int) length, value.length);
        }
        length += value.length;
    }
}
