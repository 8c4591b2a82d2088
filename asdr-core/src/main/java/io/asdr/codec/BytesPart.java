package io.asdr.codec;

/** A byte array. It can change, and equals only itself: no identity. */
final class BytesPart implements Part<byte[]> {

    @Override
    public void encode(byte[] value, Sink sink) {
        sink.writeVarInt(value.length);
        sink.writeBytes(value);
    }

    @Override
    public byte[] decode(Source source) {
        return source.readBytes(source.readCount(1));
    }

    @Override
    public void describe(ShapeDescription description) {
        description.append("bytes");
        description.onOtherEquality();
    }
}
