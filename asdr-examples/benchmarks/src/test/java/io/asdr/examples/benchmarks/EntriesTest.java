package io.asdr.examples.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntriesTest {

    @Test
    void hasKeysOfTwelveCharactersAndValuesOfAHundredBytes() {
        String key = Entries.key(499_999);

        assertThat(key).hasSize(12);
        assertThat(Entries.value(key, 1_000_000).getBytes(UTF_8)).hasSize(Entries.VALUE_BYTES);
    }

    @Test
    void copiesKeysToEqualOnesThatAreNotTheSame() {
        List<String> keys = Entries.firstKeys(2);

        String[] copies = Entries.copies(keys);

        assertThat(copies).containsExactlyElementsOf(keys);
        assertThat(copies[0]).isNotSameAs(keys.get(0));
    }

    @Test
    void writesAndReadsMoreThanOneBatch() {
        List<String> keys = Entries.firstKeys(600);
        try (AsdrNode node = AsdrNode.local()) {
            AsdrTable<String, String> table = Tables.COHERENT.open(node);

            Entries.write(table, keys);
            Entries.read(table, keys);

            assertThat(table.size()).isEqualTo(600);
        }
    }
}
