package io.asdr.protocol.message;

import java.nio.ByteBuffer;

/**
 * A value on its way from one key format to another, and what is left of its life.
 *
 * @param leftNanos 0 stands for ever
 */
public record Taken(byte[] value, long leftNanos) {

    public byte[] toBytes() {
        return ByteBuffer.allocate(Long.BYTES + value.length)
                .putLong(leftNanos)
                .put(value)
                .array();
    }

    /**
     * What an owner gave.
     *
     * @throws java.nio.BufferUnderflowException if it is too short
     */
    public static Taken of(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        long left = from.getLong();
        byte[] value = new byte[from.remaining()];
        from.get(value);
        return new Taken(value, left);
    }
}
