package io.asdr.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.AsdrNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class KindTest {

    @Test
    void isWhatTheChainSays() {
        List<String> chain = List.of("a", "b");

        assertThat(Kind.of(chain, "a")).isEqualTo(Kind.OWNED);
        assertThat(Kind.of(chain, "b")).isEqualTo(Kind.REPLICA);
        assertThat(Kind.of(chain, "c")).isEqualTo(Kind.COPY);
    }

    @Test
    void findsKeysThatALoneMemberOwns() {
        try (AsdrNode node = AsdrNode.local()) {
            List<String> keys = Kind.OWNED.keys(Tables.COHERENT.open(node), node.name(), 3);

            assertThat(keys).containsExactly("key-00000000", "key-00000001", "key-00000002");
        }
    }
}
