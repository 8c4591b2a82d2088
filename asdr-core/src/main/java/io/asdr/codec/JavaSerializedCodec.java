package io.asdr.codec;

import io.asdr.CodecException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;

/** Values as Java serialization writes them, with a length in front, and nothing in them that the allow-list does not name. */
final class JavaSerializedCodec<T> implements Codec<T> {

    private static final int MAX_BYTES = 16 << 20;

    private final Class<T> type;
    private final AllowList allowList;
    private final String id;

    JavaSerializedCodec(Class<T> type, AllowList allowList) {
        this.type = type;
        this.allowList = allowList;
        this.id = "java:" + type.getName() + allowList;
    }

    @Override
    public void encode(T value, Sink sink) {
        byte[] stream = serialize(value);
        if (stream.length > MAX_BYTES) {
            throw new CodecException(
                    type.getName() + " takes " + stream.length + " bytes serialized, the most is " + MAX_BYTES);
        }
        // Nobody could read what exceeds a limit: it must not replace a value that can be read.
        deserialize(stream);
        sink.writeVarInt(stream.length);
        sink.writeBytes(stream);
    }

    @Override
    public T decode(Source source) {
        int count = source.readCount(1);
        if (count > MAX_BYTES) {
            throw new CodecException(
                    type.getName() + " would take " + count + " bytes serialized, the most is " + MAX_BYTES);
        }
        return deserialize(source.readBytes(count));
    }

    @Override
    public String id() {
        return id;
    }

    /** Equal objects are serialized differently where they share, or don't share, equal parts. */
    @Override
    public boolean isCanonical() {
        return false;
    }

    private byte[] serialize(T value) {
        var bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new AllowListedOutput(bytes, allowList)) {
            out.writeObject(value);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw failure("can't be serialized", e);
        }
        return bytes.toByteArray();
    }

    private T deserialize(byte[] stream) {
        var bytes = new ByteArrayInputStream(stream);
        try (var in = new AllowListedInput(bytes, stream.length, allowList)) {
            T value = type.cast(in.readObject());
            if (value == null || bytes.available() > 0) {
                throw new CodecException("the stream is not one object");
            }
            return value;
        } catch (IOException | ClassNotFoundException | RuntimeException | StackOverflowError e) {
            throw failure("can't be deserialized", e);
        }
    }

    private CodecException failure(String what, Throwable e) {
        String reason = e instanceof CodecException ? e.getMessage() : e.toString();
        return new CodecException(type.getName() + " " + what + ": " + reason, e);
    }
}
