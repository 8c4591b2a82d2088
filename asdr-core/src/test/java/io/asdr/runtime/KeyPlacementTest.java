package io.asdr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.TableConfig;
import io.asdr.codec.Codec;
import io.asdr.protocol.ownership.Spot;
import io.asdr.testkit.SpelledKeys;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KeyPlacementTest {

    private static final int MAX_FRAME_BYTES = 1 << 20;

    private static TableConfig.Builder<String, String> table() {
        return TableConfig.of("t", String.class, String.class);
    }

    /** Else all keys of one part would be in one bucket of their partition's hash table. */
    @Test
    @Tag("R37")
    void keepsTheHashOfTheWholeKeyBesideThatOfItsPart() {
        TableEncoding<String, String> encoding =
                new TableEncoding<>(table().affinity(key -> key.substring(0, 1)).build(), MAX_FRAME_BYTES, null);
        Set<Long> hashes = new HashSet<>();
        Set<Spot> spots = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            PlacedKey placed = encoding.encodeKey("a" + i);
            assertThat(placed.key().hash()).isEqualTo(Codec.of(String.class).stableHash("a" + i));
            hashes.add(placed.key().hash());
            spots.add(placed.spot());
        }

        assertThat(hashes).hasSize(100);
        assertThat(spots).containsExactly(Spot.of(Codec.of(String.class).stableHash("a")));
    }

    @Test
    @Tag("R35")
    void computesOneHashWhereTheCallIsMade() {
        PlacedKey placed = new TableEncoding<>(table().build(), MAX_FRAME_BYTES, null).encodeKey("key");

        assertThat(placed.spot()).isEqualTo(Spot.of(placed.key().hash()));
    }

    @Test
    @Tag("R38")
    void takesTheFirstPinThatMatches() {
        TableEncoding<String, String> encoding = new TableEncoding<>(
                table().affinity(key -> "all")
                        .pin(key -> key.startsWith("ab"), "m1")
                        .pin(key -> key.startsWith("a"), "m2")
                        .build(),
                MAX_FRAME_BYTES,
                null);

        assertThat(encoding.encodeKey("abc").spot()).isEqualTo(Spot.pinned(0));
        assertThat(encoding.encodeKey("acc").spot()).isEqualTo(Spot.pinned(1));
        assertThat(encoding.encodeKey("b").spot().pin()).isEqualTo(Spot.NO_PIN);
    }

    @Test
    @Tag("R90")
    void placesAConvertedKeyLikeOneOfTheTablesOwnFormat() {
        TableEncoding<String, String> own = new TableEncoding<>(table().build(), MAX_FRAME_BYTES, null);
        TableEncoding<String, String> converting = new TableEncoding<>(
                TableConfig.of("t", SpelledKeys.codec(2), Codec.of(String.class))
                        .build(),
                MAX_FRAME_BYTES,
                SpelledKeys.converter(2, 1));

        assertThat(converting.encodeKey("abc")).isEqualTo(own.encodeKey("abc"));
    }
}
