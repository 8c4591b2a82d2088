package io.asdr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalNodeTest {

    @Test
    void keepsWhatWasPut() {
        try (AsdrNode node = AsdrNode.local()) {
            AsdrTable<String, Integer> table =
                    node.table(TableConfig.of("t", String.class, Integer.class).build());

            assertThat(table.put("a", 1)).isNull();
            assertThat(table.put("a", 2)).isEqualTo(1);
            assertThat(table.get("a")).isEqualTo(2);
            assertThat(table.get("a")).isEqualTo(2);
            assertThat(table.get("b")).isNull();
            assertThat(table.merge("a", 5, Integer::sum)).isEqualTo(7);
            assertThat(table.computeIfAbsent("c", key -> 9)).isEqualTo(9);
            assertThat(table.size()).isEqualTo(2);
            assertThat(table.keys()).containsExactlyInAnyOrder("a", "c");
            assertThat(table.remove("a")).isEqualTo(7);
            table.clear();
            assertThat(table.size()).isZero();
            assertThat(table.stats().ownerHits()).isPositive();
        }
    }
}
