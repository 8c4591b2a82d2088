package io.asdr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.asdr.CodecException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random values, and their encodings with random faults. Each run has the same seeds; a failure names its own. */
class CodecFuzzTest {

    private static final int VALUES = 2_000;
    private static final int MUTATIONS = 50_000;

    private enum Kind {
        A,
        B,
        C
    }

    private record Key(String name, long number, @Nullable Kind kind, double weight) {}

    private record Node(
            @Nullable Key key,
            byte small,
            char letter,
            float ratio,
            @Nullable UUID id,
            @Nullable Instant when,
            @Nullable List<@Nullable Node> children,
            @Nullable Set<Integer> numbers,
            @Nullable Map<String, @Nullable List<Boolean>> flags) {}

    private static final Codec<Node> NODES = Codec.of(Node.class);
    private static final Codec<Key> KEYS = Codec.of(Key.class);

    @Test
    void givesBackEveryValue() {
        for (int seed = 0; seed < VALUES; seed++) {
            Node value = randomNode(new Random(seed), 4);

            assertThat(NODES.fromBytes(NODES.toBytes(value)))
                    .as("seed %d", seed)
                    .isEqualTo(value);
        }
    }

    @Test
    void givesTwoKeysTheSameBytesExactlyWhereTheyAreEqual() {
        Random random = new Random(1);
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            keys.add(randomKey(random));
        }

        for (Key one : keys) {
            for (Key other : keys) {
                assertThat(Arrays.equals(KEYS.toBytes(one), KEYS.toBytes(other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(one.equals(other));
            }
        }
    }

    @Test
    @Tag("threat-16")
    void readsAnyBytesAsAValueOrRefusesThem() {
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = mutated(NODES.toBytes(randomNode(random, 2)), random);

            readOrRefuse(seed, bytes, NODES::fromBytes);
        }
    }

    @Test
    @Tag("threat-14")
    void readsAnyStreamOfJavaSerializationAsAValueOrRefusesIt() {
        Codec<?> codec = Codec.javaSerialized(HashMap.class, Set.of(ArrayList.class, HashSet.class, Kind.class));
        HashMap<String, Object> value = new HashMap<>();
        value.put("list", new ArrayList<>(List.of("a", Kind.B, new ArrayList<>())));
        value.put("set", new HashSet<>(Set.of("b", Kind.C)));
        byte[] original = bytesOf(codec, value);

        for (int seed = 0; seed < MUTATIONS; seed++) {
            readOrRefuse(seed, mutated(original, new Random(seed)), codec::fromBytes);
        }
    }

    private static void readOrRefuse(int seed, byte[] bytes, Function<byte[], ?> reader) {
        try {
            assertThat(reader.apply(bytes)).isNotNull();
        } catch (CodecException refused) {
            assertThat(refused).message().as("seed %d", seed).isNotBlank();
        } catch (RuntimeException | Error other) {
            fail("seed " + seed + " gives another failure", other);
        }
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes[at] = -1;
                default -> bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length + 8));
            }
        }
        return bytes;
    }

    private static Node randomNode(Random random, int depth) {
        return new Node(
                orNull(random, randomKey(random)),
                (byte) random.nextInt(),
                (char) random.nextInt(),
                Float.intBitsToFloat(random.nextInt()),
                orNull(random, new UUID(random.nextLong(), random.nextLong())),
                orNull(random, Instant.ofEpochSecond(random.nextInt(), random.nextInt())),
                orNull(random, randomChildren(random, depth)),
                orNull(random, randomNumbers(random)),
                orNull(random, randomFlags(random)));
    }

    private static Key randomKey(Random random) {
        // Few of each, so that equal keys occur.
        return new Key(
                List.of("", "a", "?", "\uD800", "\uD800\uDC00").get(random.nextInt(5)),
                random.nextInt(2),
                random.nextBoolean() ? null : Kind.values()[random.nextInt(3)],
                List.of(0.0, -0.0, Double.NaN).get(random.nextInt(3)));
    }

    private static List<@Nullable Node> randomChildren(Random random, int depth) {
        List<@Nullable Node> children = new ArrayList<>();
        for (int i = depth == 0 ? 0 : random.nextInt(4); i > 0; i--) {
            children.add(orNull(random, randomNode(random, depth - 1)));
        }
        return children;
    }

    private static Set<Integer> randomNumbers(Random random) {
        Set<Integer> numbers = new LinkedHashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            numbers.add(random.nextInt());
        }
        return numbers;
    }

    private static Map<String, @Nullable List<Boolean>> randomFlags(Random random) {
        Map<String, @Nullable List<Boolean>> flags = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            flags.put("flag-" + random.nextInt(), orNull(random, List.of(random.nextBoolean())));
        }
        return flags;
    }

    private static <T> @Nullable T orNull(Random random, T value) {
        return random.nextInt(5) == 0 ? null : value;
    }

    @SuppressWarnings("unchecked")
    private static <T> byte[] bytesOf(Codec<T> codec, Object value) {
        return codec.toBytes((T) value);
    }
}
