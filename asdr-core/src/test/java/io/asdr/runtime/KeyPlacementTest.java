package io.asdr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.KeyConverter;
import io.asdr.TableConfig;
import io.asdr.codec.Codec;
import io.asdr.protocol.ownership.Spot;
import io.asdr.spi.KeyFormat;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import io.asdr.testkit.SpelledKeys;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KeyPlacementTest {

    private static final int MAX_FRAME_BYTES = 1 << 20;

    private static TableConfig.Builder<String, String> table() {
        return TableConfig.of("t", String.class, String.class);
    }

    private static TableEncoding<String, String> encoding(
            TableConfig<String, String> config, int major, KeyConverter... converters) {
        View.TableSettings there = new View.TableSettings(1, "t", ViewId.NONE, 1, true, true, false, "", "", "");
        KeyFormatEdge edge = new KeyFormatEdge(new KeyFormat(major, 0), List.of(converters));
        return new TableEncoding<>(config, MAX_FRAME_BYTES, edge, () -> there);
    }

    /** Else all keys of one part would be in one bucket of their partition's hash table. */
    @Test
    @Tag("R37")
    void keepsTheHashOfTheWholeKeyBesideThatOfItsPart() {
        TableEncoding<String, String> encoding =
                encoding(table().affinity(key -> key.substring(0, 1)).build(), 1);
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
        PlacedKey placed = encoding(table().build(), 1).encodeKey("key");

        assertThat(placed.spot()).isEqualTo(Spot.of(placed.key().hash()));
    }

    @Test
    @Tag("R38")
    void takesTheFirstPinThatMatches() {
        TableEncoding<String, String> encoding = encoding(
                table().affinity(key -> "all")
                        .pin(key -> key.startsWith("ab"), "m1")
                        .pin(key -> key.startsWith("a"), "m2")
                        .build(),
                1);

        assertThat(encoding.encodeKey("abc").spot()).isEqualTo(Spot.pinned(0));
        assertThat(encoding.encodeKey("acc").spot()).isEqualTo(Spot.pinned(1));
        assertThat(encoding.encodeKey("b").spot().pin()).isEqualTo(Spot.NO_PIN);
    }

    @Test
    @Tag("R90")
    void placesAConvertedKeyLikeOneOfTheTablesOwnFormat() {
        TableEncoding<String, String> own = encoding(table().build(), 1);
        TableEncoding<String, String> converting = encoding(
                TableConfig.of("t", SpelledKeys.codec(2), Codec.of(String.class))
                        .build(),
                2,
                SpelledKeys.converter(2, 1));

        assertThat(converting.encodeKey("abc")).isEqualTo(own.encodeKey("abc"));
    }
}
