package io.asdr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.CodecException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("threat-14")
class JavaSerializedCodecTest {

    private static final Set<Class<?>> COLLECTIONS = Set.of(ArrayList.class, HashMap.class, Integer.class);

    private enum Level {
        LOW,
        HIGH
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Reading(Level level, int[][] samples, ArrayList<Object> notes) implements Serializable {}

    private static final class Unloaded implements Serializable {

        private static final long serialVersionUID = 1L;
    }

    @Test
    void comesBackEqual() {
        Codec<Map<String, List<Integer>>> codec = mapCodec();
        Map<String, List<Integer>> value = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            value.put("key-" + i, new ArrayList<>(List.of(i, -i)));
        }

        assertThat(codec.fromBytes(codec.toBytes(value))).isEqualTo(value);
    }

    @Test
    void comesBackWithArraysEnumsAndRecords() {
        Codec<Reading> codec = Codec.javaSerialized(Reading.class, Set.of(Level.class, ArrayList.class));
        Reading value = new Reading(Level.HIGH, new int[][] {{1}, {2, 3}}, new ArrayList<>(List.of("a", Level.LOW)));

        Reading decoded = codec.fromBytes(codec.toBytes(value));

        assertThat(decoded.level).isSameAs(Level.HIGH);
        assertThat(decoded.samples).isDeepEqualTo(value.samples);
        assertThat(decoded.notes).isEqualTo(value.notes);
    }

    @Test
    void comesBackAmongOtherValues() {
        Codec<Map<String, List<Integer>>> codec = mapCodec();
        Sink sink = new Sink();
        codec.encode(new HashMap<>(), sink);
        sink.writeInt(7);

        Source source = new Source(sink.toBytes());
        codec.decode(source);

        assertThat(source.readInt()).isEqualTo(7);
    }

    @Test
    void neverDeserializesAClassThatIsNotListed() throws IOException {
        Codec<List<?>> codec = listCodec();
        int touched = Canary.TOUCHES.get();

        assertThatThrownBy(() -> codec.fromBytes(streamOf(new ArrayList<>(List.of(new Canary())))))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(ArrayList.class.getName())
                .hasMessageContaining(Canary.class.getName())
                .hasMessageContaining("is not in the allow-list");
        assertThatThrownBy(() -> codec.fromBytes(streamOf(new Canary()))).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.fromBytes(streamOf((Object) new Canary[0])))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.fromBytes(streamOf(Canary.class))).isInstanceOf(CodecException.class);
        assertThat(Canary.TOUCHES).hasValue(touched);
    }

    @Test
    void neverLoadsAClassThatIsNotListed() throws IOException {
        byte[] named = streamOf(new Unloaded());
        String other = Unloaded.class.getName().replace("Unloaded", "Mistaken");
        byte[] bytes = replace(named, Unloaded.class.getName(), other);

        assertThatThrownBy(() -> listCodec().fromBytes(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("Mistaken is not in the allow-list");
    }

    @Test
    void doesNotWriteAClassThatIsNotListed() {
        assertThatThrownBy(() -> listCodec().toBytes(new ArrayList<>(List.of(new Canary()))))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(Canary.class.getName());
        assertThatThrownBy(() -> listCodec().toBytes(new ArrayList<>(List.of(new Object()))))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("NotSerializableException: java.lang.Object");
    }

    @Test
    void refusesProxies() throws IOException {
        InvocationHandler handler = (InvocationHandler & Serializable) (proxy, method, arguments) -> 0;
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Comparable.class, Serializable.class}, handler);

        assertThatThrownBy(() -> listCodec().fromBytes(streamOf(proxy)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("proxies");
        assertThatThrownBy(() -> Codec.javaSerialized(Object.class, Set.of()).toBytes(proxy))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("proxies");
    }

    @Test
    void refusesObjectsThatNestTooDeep() {
        Codec<Set<?>> codec = codec(HashSet.class, Set.of());

        assertThatThrownBy(() -> codec.fromBytes(streamOf(nested(30))))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("REJECTED");
        assertThatThrownBy(() -> codec.toBytes(nested(30)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("REJECTED");
        assertThat(codec.fromBytes(codec.toBytes(nested(20)))).isEqualTo(nested(20));
    }

    @Test
    @Tag("threat-16")
    void refusesAnArrayThatExceedsTheBytes() throws IOException {
        byte[] bytes = streamOf(new long[] {1});
        int lengthAt = bytes.length - 12;
        bytes[lengthAt] = 0x7f;

        assertThatThrownBy(() -> Codec.javaSerialized(long[].class, Set.of()).fromBytes(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("REJECTED");
    }

    @Test
    void refusesAnObjectOfAnotherClass() throws IOException {
        byte[] bytes = streamOf(new ArrayList<>());

        assertThatThrownBy(() -> mapCodec().fromBytes(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(HashMap.class.getName());
    }

    @Test
    void refusesAStreamOfMoreThanOneObject() throws IOException {
        byte[] bytes = streamOf(new ArrayList<>(), new ArrayList<>());

        assertThatThrownBy(() -> listCodec().fromBytes(bytes))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("not one object");
    }

    @Test
    void refusesAListThatLacksASuperclass() {
        assertThatThrownBy(() -> Codec.javaSerialized(LinkedHashMap.class, Set.of()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(LinkedHashMap.class.getName())
                .hasMessageContaining("superclass " + HashMap.class.getName());
    }

    @Test
    void namesItsClassesWithTheirVersions() {
        assertThat(mapCodec().id())
                .isEqualTo("java:java.util.HashMap(java.lang.Integer#1360826667806852920,"
                        + "java.lang.Number#-8742448824652078965,java.util.ArrayList#8683452581122892189,"
                        + "java.util.HashMap#362498820763181265)");
    }

    @Test
    void isNoCodecForKeys() {
        assertThat(mapCodec().isIdentity()).isFalse();
        assertThat(mapCodec().isCanonical()).isFalse();
    }

    private static Codec<Map<String, List<Integer>>> mapCodec() {
        return codec(HashMap.class, COLLECTIONS);
    }

    private static Codec<List<?>> listCodec() {
        return codec(ArrayList.class, COLLECTIONS);
    }

    @SuppressWarnings("unchecked")
    private static <T> Codec<T> codec(Class<?> type, Set<Class<?>> allowed) {
        return (Codec<T>) Codec.javaSerialized(type, allowed);
    }

    private static Set<Object> nested(int depth) {
        Set<Object> set = new HashSet<>();
        for (int i = 0; i < depth; i++) {
            set = new HashSet<>(Set.of(set));
        }
        return set;
    }

    private static byte[] streamOf(Object... objects) throws IOException {
        var stream = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(stream)) {
            for (Object object : objects) {
                out.writeObject(object);
            }
        }
        Sink sink = new Sink();
        sink.writeVarInt(stream.size());
        sink.writeBytes(stream.toByteArray());
        return sink.toBytes();
    }

    private static byte[] replace(byte[] bytes, String old, String other) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replace(old, other).getBytes(StandardCharsets.ISO_8859_1);
    }
}
